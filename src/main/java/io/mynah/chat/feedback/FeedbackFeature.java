package io.mynah.chat.feedback;

import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feature.Services;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.TrainingRequests;
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
public final class FeedbackFeature implements Feature {
  private final SpokenTexts spokenTexts;
  private final RatingHandler ratingHandler;
  private final CorrectionHandler correctionHandler;
  private final WhyCommand why;

  public FeedbackFeature(
      Services services,
      SpokenTexts spokenTexts,
      TaughtAnswers taught,
      Roster roster,
      TrainingRequests trainings,
      Clock clock) {
    this.spokenTexts = spokenTexts;
    PendingCorrection open = new PendingCorrection(services, clock);
    correctionHandler =
        new CorrectionHandler(services, roster, trainings, spokenTexts, open, clock);
    ratingHandler = new RatingHandler(services, roster, open, correctionHandler);
    why = new WhyCommand(services, roster, spokenTexts, taught);
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of("why", why);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(
        Verb.LIKE, ratingHandler::like,
        Verb.DISLIKE, ratingHandler::dislike,
        Verb.SKIP_CORRECTION, correctionHandler::skip,
        Verb.TAKE_CORRECTION_BACK, correctionHandler::takeBack);
  }

  /** Forgets what was said to an owner. */
  @Override
  public void forget(OwnerId owner) {
    spokenTexts.forget(owner);
    correctionHandler.forget(owner);
  }

  /**
   * Takes words as what somebody would have said; says whether that was asked.
   *
   * @throws IOException when it cannot be said that they are kept
   */
  public boolean corrects(Envelope envelope, Phrases phrases, String words) throws IOException {
    return correctionHandler.take(envelope, phrases, words);
  }

  /**
   * Takes the words of a message that was taken for what somebody would have said before; says
   * whether it was.
   *
   * @throws IOException when it cannot be said that they are kept
   */
  public boolean correctsAnew(Envelope envelope, Phrases phrases, String words) throws IOException {
    return correctionHandler.takeAnew(envelope, phrases, words);
  }

  /**
   * Takes a thumb that somebody put on what was said to them as the button of the same sign; any
   * other sign means nothing.
   *
   * @throws IOException when nothing can be said to it
   */
  public void reacts(Incoming.Reaction reaction, Phrases phrases) throws IOException {
    ratingHandler.reacts(reaction, phrases);
  }

  /** Whether somebody was asked what would have been said in place of a message. */
  public boolean asksAbout(Envelope envelope, Incoming.@Nullable Answered answered) {
    MessageRef message = answered == null ? null : answered.message();
    return message != null && correctionHandler.asksAbout(envelope, message);
  }

  /** Ends the question that is open at an address; says whether there was one. */
  public boolean dropQuestion(Envelope envelope, Phrases phrases) {
    return correctionHandler.drop(envelope, phrases);
  }
}
