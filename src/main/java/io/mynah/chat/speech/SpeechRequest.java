package io.mynah.chat.speech;

import io.mynah.chat.Button;
import io.mynah.chat.Envelope;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.voice.VoiceReplies;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Bot;
import io.mynah.domain.Person;
import io.mynah.domain.Settings;
import io.mynah.lm.Turn;
import java.util.List;

/**
 * A request for messages in a person's style.
 *
 * @param envelope who asked, and where the messages are sent
 * @param context what was said before, oldest first
 * @param beginning the text the message has to begin with; may be empty
 * @param count of messages; {@link Action#AS_THEY_DO} for as many as the person usually sends
 * @param temperature below 1 calmer, above 1 wilder than usual
 * @param earlier what was said in its place before, as in {@link VoiceReplies.Request}
 */
record SpeechRequest(
    Envelope envelope,
    Phrases phrases,
    Person person,
    List<Turn> context,
    String beginning,
    int count,
    double temperature,
    List<String> earlier,
    Listener listener) {
  /** The step by which the buttons change the temperature, in hundredths. */
  private static final int STEP = 20;

  private static final int HUNDRED = 100;

  SpeechRequest {
    context = List.copyOf(context);
    earlier = List.copyOf(earlier);
  }

  /** Is told how the messages of a request are sent, on any thread. */
  interface Listener {
    /** A listener that does nothing. */
    Listener NONE = text -> {};

    /** A message was sent. */
    void sent(String text);

    /** Nothing more will be sent. */
    default void ended() {}

    /** Whether the remaining messages are still to be sent. */
    default boolean wanted() {
      return true;
    }
  }

  /** Whether it is made in the chat with a voice's own bot, perhaps not by the owner. */
  boolean isToOwnBot() {
    return Bot.voiceAt(envelope.address()).isPresent();
  }

  /**
   * The buttons under the last message; the messages before it have none, nor have those of a
   * voice's own bot.
   */
  List<List<Button>> buttons(boolean last) {
    if (!last || isToOwnBot()) {
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
