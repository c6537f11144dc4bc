package io.mynah.chat.utterances;

import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feature.Services;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.Trainings;
import io.mynah.chat.voice.TaughtAnswers;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of what was said as somebody: it is liked, corrected and explained, wired by hand.
 * Thread-safe.
 */
public final class UtterancesFeature implements Feature {
  private final Utterances utterances;
  private final Rating rating;
  private final Correcting correcting;
  private final WhyCommand why;

  public UtterancesFeature(
      Services services,
      Utterances utterances,
      TaughtAnswers taught,
      Roster roster,
      Trainings trainings,
      Clock clock) {
    this.utterances = utterances;
    OpenCorrection open = new OpenCorrection(services, clock);
    correcting = new Correcting(services, roster, trainings, utterances, open, clock);
    rating = new Rating(services, roster, open, correcting);
    why = new WhyCommand(services, roster, utterances, taught);
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of("why", why);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(
        Verb.LIKE, rating::like,
        Verb.DISLIKE, rating::dislike,
        Verb.SKIP_CORRECTION, correcting::skip,
        Verb.TAKE_CORRECTION_BACK, correcting::takeBack);
  }

  /** Forgets what was said to an owner. */
  @Override
  public void forget(OwnerId owner) {
    utterances.forget(owner);
    correcting.forget(owner);
  }

  /**
   * Takes words as what somebody would have said; says whether that was asked.
   *
   * @throws IOException when it cannot be said that they are kept
   */
  public boolean corrects(Envelope envelope, Phrases phrases, String words) throws IOException {
    return correcting.take(envelope, phrases, words);
  }

  /**
   * Takes the words of a message that was taken for what somebody would have said before; says
   * whether it was.
   *
   * @throws IOException when it cannot be said that they are kept
   */
  public boolean correctsAnew(Envelope envelope, Phrases phrases, String words) throws IOException {
    return correcting.takeAnew(envelope, phrases, words);
  }

  /**
   * Takes a thumb that somebody put on what was said to them as the button of the same sign; any
   * other sign means nothing.
   *
   * @throws IOException when nothing can be said to it
   */
  public void reacts(Incoming.Reaction reaction, Phrases phrases) throws IOException {
    rating.reacts(reaction, phrases);
  }

  /** Whether somebody was asked what would have been said in place of a message. */
  public boolean asksAbout(Envelope envelope, Incoming.@Nullable Answered answered) {
    MessageRef message = answered == null ? null : answered.message();
    return message != null && correcting.asksAbout(envelope, message);
  }

  /** Ends the question that is open at an address; says whether there was one. */
  public boolean dropQuestion(Envelope envelope, Phrases phrases) {
    return correcting.drop(envelope, phrases);
  }
}
