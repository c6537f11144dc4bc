package io.mynah.chat.speech;

import io.mynah.chat.Button;
import io.mynah.chat.Envelope;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Person;
import io.mynah.domain.Settings;
import io.mynah.lm.Turn;
import java.util.List;

/**
 * What Mynah is to say as someone.
 *
 * @param envelope for whom and where
 * @param context what was said before, oldest first
 * @param beginning what the message has to begin with; may be empty
 * @param count of messages; {@link Action#AS_THEY_DO} for as many as the person sends
 * @param temperature divides the logits before sampling
 */
record SpeechRequest(
    Envelope envelope,
    Phrases phrases,
    Person person,
    List<Turn> context,
    String beginning,
    int count,
    double temperature,
    Ear ear) {
  /** By how much a reply is made calmer or wilder. */
  private static final int STEP = 20;

  private static final int HUNDRED = 100;

  SpeechRequest {
    context = List.copyOf(context);
  }

  /** Hears how a speech goes, on any thread. */
  interface Ear {
    /** For those whom it does not interest. */
    Ear DEAF = text -> {};

    /** A message was sent. */
    void heard(String text);

    /** Nothing more comes. */
    default void ended() {}

    /** Whether what is left is still to be said. */
    default boolean wanted() {
      return true;
    }
  }

  /** The buttons under the last message; those before it have none. */
  List<List<Button>> buttons(boolean last) {
    if (!last) {
      return List.of();
    }
    long id = person.id().value();
    List<Button> rating =
        List.of(
            phrases.button("button.like", Action.of(Verb.LIKE, id)),
            phrases.button("button.dislike", Action.of(Verb.DISLIKE, id)));
    return List.of(again(), rating);
  }

  private List<Button> again() {
    long now = Math.round(HUNDRED * temperature);
    long calmer = Math.max(now - STEP, Math.round(HUNDRED * Settings.MIN_TEMPERATURE));
    long wilder = Math.min(now + STEP, Math.round(HUNDRED * Settings.MAX_TEMPERATURE));
    return List.of(
        phrases.button("button.again", at(now)),
        phrases.button("button.calmer", at(calmer)),
        phrases.button("button.wilder", at(wilder)));
  }

  private Action at(long temperature) {
    long id = person.id().value();
    return beginning.isEmpty()
        ? Action.of(Verb.SPEAK_AT, id, count, temperature)
        : Action.of(Verb.COMPLETE_AT, id, temperature);
  }
}
