package io.mynah.chat.group;

import io.mynah.chat.Button;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.GroupPermission;
import io.mynah.domain.GroupShare;
import java.util.ArrayList;
import java.util.List;

/** The message about one share, with buttons for everything that its owner can do about it. */
final class ShareCard {
  static final int YES = 1;

  private ShareCard() {}

  /** A permission as the card shows it: what is said and offered where it is on, and where off. */
  private record Choice(
      GroupPermission permission, Verb verb, String on, String off, String end, String begin) {}

  private static final List<Choice> CHOICES =
      List.of(
          new Choice(
              GroupPermission.REAL_MESSAGES,
              Verb.REAL_MESSAGES,
              "share.real-allowed",
              "share.ask-real",
              "button.refuse-real",
              "button.allow-real"),
          new Choice(
              GroupPermission.MENTIONS,
              Verb.ANSWER_MENTIONS,
              "share.mentions-on",
              "share.mentions-off",
              "button.mentions-off",
              "button.mentions-on"),
          new Choice(
              GroupPermission.UNPROMPTED,
              Verb.SPEAK_UNPROMPTED,
              "share.unprompted-on",
              "share.unprompted-off",
              "button.unprompted-off",
              "button.unprompted-on"));

  static Reply of(Phrases phrases, GroupShare share) {
    long person = share.person().id().value();
    long group = share.groupId();
    List<String> paragraphs = new ArrayList<>();
    paragraphs.add(text(phrases, "share.done", share));
    List<List<Button>> rows = new ArrayList<>();
    for (Choice choice : CHOICES) {
      if (choice.permission() == GroupPermission.UNPROMPTED
          && !UnpromptedRhythm.isKnown(share.person())) {
        continue;
      }
      boolean on = share.allows(choice.permission());
      paragraphs.add(text(phrases, on ? choice.on() : choice.off(), share));
      rows.add(
          List.of(
              phrases.button(
                  on ? choice.end() : choice.begin(),
                  Action.of(choice.verb(), person, group, on ? 0 : YES))));
    }
    rows.add(List.of(phrases.button("button.unshare", Action.of(Verb.UNSHARE, person, group))));
    rows.add(
        List.of(
            new Button(
                phrases.of("button.card", "name", Wording.name(share.person().name())),
                Action.of(Verb.PERSON_CARD, person).encode())));
    return new Reply(String.join("\n\n", paragraphs), rows);
  }

  /** A text about a share. */
  static String text(Phrases phrases, String key, GroupShare share) {
    return phrases.of(
        key,
        "name",
        Wording.name(share.person().name()),
        "group",
        Wording.name(share.group().title()));
  }
}
