package io.mynah.chat.voice;

import io.mynah.chat.words.Wording;
import io.mynah.domain.Person;
import java.util.regex.Pattern;

/** The text of a message that others than the owner read. Stateless. */
public final class SharedMessage {
  /** Marks a message as made up where it could be taken for a real one. */
  public static final String MARK = "🦜";

  /** An invisible character that separates an @ from the name after it. */
  private static final String WORD_JOINER = "\u2060";

  private static final Pattern MENTION =
      Pattern.compile("(?<![\\p{L}\\p{N}_])@(?=[\\p{L}\\p{N}_])");

  private SharedMessage() {}

  /** Adds the mark of a made-up message, and disables @names. */
  public static String marked(String message) {
    return withMentionsDisabled(message) + " " + MARK;
  }

  /** Disables @names in a message, so that they look the same but notify nobody. */
  public static String withMentionsDisabled(String message) {
    return MENTION.matcher(message).replaceAll("@" + WORD_JOINER);
  }

  /**
   * Removes the person's name from the beginning of a message, where it stands when two models
   * talk.
   */
  public static String withoutName(String message, Person person) {
    String name = Wording.name(person.name());
    int end = message.indexOf(": ");
    return message.startsWith(name) && end >= name.length() ? message.substring(end + 2) : message;
  }

  /** Removes the mark of a made-up message. */
  public static String unmarked(String message) {
    String text = message.replace("@" + WORD_JOINER, "@").strip();
    return text.endsWith(MARK) ? text.substring(0, text.length() - MARK.length()).strip() : text;
  }
}
