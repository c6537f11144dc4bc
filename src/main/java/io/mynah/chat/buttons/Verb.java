package io.mynah.chat.buttons;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a button does. The codes are stored in buttons in users' chats, so they must keep their
 * meaning.
 */
public enum Verb {
  HELP("help", 1),
  TOUR("tour", 1),
  TRY_SAMPLE("sample", 0),
  SPEAK("say", 2),
  SPEAK_AT("at", 3),
  COMPLETE("fin", 1),
  COMPLETE_AT("finat", 2),
  CHAT("with", 1),
  END_CHAT("bye", 1),
  LIKE("like", 1),
  DISLIKE("wrong", 1),
  FORGET_LIKES("unlike", 0),
  SKIP_CORRECTION("skip", 1),
  TAKE_CORRECTION_BACK("unlearn", 2),
  REPORT("card", 1),
  QUIZ("quiz", 1),
  GUESS("guess", 3),
  CONVERSE("duo", 1),
  CONVERSE_WITH("duet", 2),
  STOP_CONVERSING("halt", 1),
  MORE_CONVERSING("onward", 2),
  TRAIN_PERSON("learn", 1),
  RETRY("retry", 1),
  STOP("stop", 1),
  CANCEL_JOB("cjob", 1),
  CANCEL_JOBS("cjobs", 0),
  ACCEPT_OFFER("yes", 1),
  DECLINE_OFFER("no", 1),
  PAGES_COMPLETE("pages", 1),
  CANCEL_UPLOAD("cup", 1),
  CHOOSE_CHAT("chat", 2),
  CHATS_PAGE("chatpg", 2),
  PICK_PERSON("pick", 2),
  PEOPLE_PAGE("pickpg", 2),
  TRAIN_PICKED("go", 2),
  SET_TEMPERATURE("temp", 1),
  SET_LENGTH("len", 1),
  SET_EFFORT("eff", 1),
  SET_BURSTS("burst", 1),
  SET_DELAYS("delay", 1),
  SET_TABLES("tables", 1),
  SET_LANGUAGE("lang", 1),
  SHARE("share", 2),
  UNSHARE("unshare", 2),
  SHARED("shared", 2),
  REAL_MESSAGES("real", 3),
  UNLEARN("unlearng", 1),
  ANSWER_MENTIONS("named", 3),
  SPEAK_UNPROMPTED("unasked", 3),
  PEOPLE_LIST("people", 1),
  PEOPLE_WITH_TOO_FEW("few", 1),
  PERSON_CARD("person", 1),
  VOICE_BOT("bot", 1),
  VOICE_BOT_ACTIVE("botrun", 2),
  VOICE_BOT_SHARED("botfor", 2),
  VOICE_BOT_REACTS("botreact", 2),
  VOICE_BOT_REMOVE("botgone", 1),
  MERGE("merge", 2),
  UNMERGE("unmerge", 1),
  EXPORT_VOICE("export", 1),
  VERSIONS("vers", 1),
  USE_VERSION("usevers", 2),
  COMPARE_VERSIONS("compare", 2),
  PREFER_FIRST("first", 3),
  PREFER_SECOND("second", 3),
  PREFER_NEITHER("neither", 3),
  FORGET_PERSON("fp", 1),
  FORGET_OF_CHAT("fpc", 1),
  FORGET_PERSON_NOW("fpx", 2),
  FORGET_CHAT("fc", 1),
  FORGET_CHAT_NOW("fcx", 2),
  FORGET_EVERYTHING_NOW("fax", 1),
  KEEP_PERSON("fpk", 2),
  KEEP_CHAT("fck", 2),
  KEEP_EVERYTHING("fak", 1),
  USERS_PAGE("users", 1),
  USER_CARD("user", 1),
  PUT_OUT("out", 1),
  PUT_OUT_KEEPING("outkeep", 2),
  PUT_OUT_ERASING("outerase", 2);

  private final String code;
  private final int ids;

  Verb(String code, int ids) {
    this.code = code;
    this.ids = ids;
  }

  String code() {
    return code;
  }

  /** How many numbers follow the verb. */
  public int ids() {
    return ids;
  }

  /**
   * Whether a button of this verb answers a question, so that its label may be typed instead of
   * pressing it. Buttons under a voice's message do not: text typed there is for the voice. Buttons
   * with names from an export do not either; those names are understood as text anyway.
   */
  public boolean answersInWords() {
    return switch (this) {
      case SPEAK_AT, COMPLETE_AT, LIKE, DISLIKE -> false;
      case END_CHAT, STOP_CONVERSING, MORE_CONVERSING -> false;
      case CHOOSE_CHAT, PICK_PERSON -> false;
      default -> true;
    };
  }

  static Optional<Verb> of(String code) {
    return Arrays.stream(values()).filter(verb -> verb.code.equals(code)).findFirst();
  }
}
