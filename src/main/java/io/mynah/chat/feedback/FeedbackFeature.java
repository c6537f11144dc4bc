package io.mynah.chat.feedback;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.FeedbackStores;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.TrainingRequests;
import io.mynah.chat.voice.TaughtAnswers;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.store.conversation.Expectations;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.inbox.UpdateEffects;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The feature for feedback on a voice's messages: rating, correcting and explaining them. Wires its
 * classes by hand. Thread-safe.
 */
public final class FeedbackFeature implements Feature {
  private final SpokenMessageCache spokenTexts;
  private final RatingHandler ratingHandler;
  private final CorrectionHandler correctionHandler;
  private final WhyCommand why;

  public FeedbackFeature(
      Environment environment,
      Expectations expectations,
      FeedbackStores stores,
      Corpora corpora,
      Roster roster,
      TrainingRequests trainings,
      SpokenMessageCache spokenTexts) {
    this.spokenTexts = spokenTexts;
    Channel channel = environment.channel();
    UpdateEffects effects = environment.effects();
    PendingCorrection pendingCorrection =
        new PendingCorrection(channel, expectations, effects, environment.clock());
    correctionHandler =
        new CorrectionHandler(
            environment,
            roster,
            trainings,
            stores.spokenMessages(),
            stores.corrections(),
            spokenTexts,
            pendingCorrection);
    ratingHandler =
        new RatingHandler(
            channel,
            effects,
            roster,
            stores,
            spokenTexts,
            environment.clock(),
            pendingCorrection,
            correctionHandler);
    why =
        new WhyCommand(
            channel,
            corpora,
            stores.spokenMessages(),
            roster,
            spokenTexts,
            new TaughtAnswers(channel, stores.corrections(), effects));
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
        Verb.FORGET_LIKES, ratingHandler::forgetLikes,
        Verb.SKIP_CORRECTION, correctionHandler::skip,
        Verb.TAKE_CORRECTION_BACK, correctionHandler::takeBack);
  }

  /** Deletes what was said to an owner. */
  @Override
  public void forget(OwnerId owner) {
    spokenTexts.forget(owner);
    correctionHandler.forget(owner);
  }

  /**
   * Handles text that answers the question of what somebody would have said; returns whether there
   * was one.
   *
   * @throws IOException when the confirmation cannot be sent
   */
  public boolean corrects(Envelope envelope, Phrases phrases, String words) throws IOException {
    return correctionHandler.take(envelope, phrases, words);
  }

  /**
   * Handles the edited text of a message that gave a correction before; returns whether it gave
   * one.
   *
   * @throws IOException when the confirmation cannot be sent
   */
  public boolean correctsAnew(Envelope envelope, Phrases phrases, String words) throws IOException {
    return correctionHandler.takeAnew(envelope, phrases, words);
  }

  /**
   * Handles a reaction: a thumb on a voice's message has the same effect as the button with the
   * same sign; any other reaction is ignored.
   *
   * @throws IOException when the answer cannot be sent
   */
  public void reacts(Incoming.Reaction reaction, Phrases phrases) throws IOException {
    ratingHandler.reacts(reaction, phrases);
  }

  /** Whether a reply is to the message that the open question is about. */
  public boolean asksAbout(Envelope envelope, Incoming.@Nullable Answered answered) {
    MessageRef message = answered == null ? null : answered.message();
    return message != null && correctionHandler.asksAbout(envelope, message);
  }

  /** Ends the question that is open at an address; returns whether there was one. */
  public boolean dropQuestion(Envelope envelope, Phrases phrases) {
    return correctionHandler.drop(envelope, phrases);
  }
}
