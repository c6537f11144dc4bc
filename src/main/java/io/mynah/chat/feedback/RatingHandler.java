package io.mynah.chat.feedback;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.FeedbackStores;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.voice.SharedMessage;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.store.conversation.Expectation.CorrectionText;
import io.mynah.store.conversation.LikedMessages;
import io.mynah.store.conversation.SpokenMessages;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Handles 👍 and 👎, given by buttons and as reactions. A like is counted, and the message kept as
 * an example for the voice; a short notice confirms it, and the buttons show it. After a dislike
 * the message is kept as one to say less of, and {@link CorrectionHandler} asks what the person
 * would have said. An update that is handled again is not counted again. Thread-safe.
 */
final class RatingHandler {
  /** Reactions that count as a like; a double tap may produce a heart. */
  private static final Set<String> UP = Set.of("👍", "❤");

  private static final String DOWN = "👎";

  private static final String DONE = "done";
  private static final Outcome NOTHING = Outcome.of("nothing");

  private final Channel channel;
  private final Roster roster;
  private final SpokenMessages spokenMessages;
  private final LikedMessages likedMessages;
  private final SpokenMessageCache spokenTexts;
  private final Clock clock;
  private final UpdateEffects effects;
  private final PendingCorrection pendingCorrection;
  private final CorrectionHandler correctionHandler;

  RatingHandler(
      Channel channel,
      UpdateEffects effects,
      Roster roster,
      FeedbackStores stores,
      SpokenMessageCache spokenTexts,
      Clock clock,
      PendingCorrection pendingCorrection,
      CorrectionHandler correctionHandler) {
    this.channel = channel;
    this.roster = roster;
    spokenMessages = stores.spokenMessages();
    likedMessages = stores.likedMessages();
    this.spokenTexts = spokenTexts;
    this.clock = clock;
    this.effects = effects;
    this.pendingCorrection = pendingCorrection;
    this.correctionHandler = correctionHandler;
  }

  boolean like(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = spokenAs(pressed);
    if (person.isEmpty()) {
      return false;
    }
    Outcome outcome =
        like(pressed.owner(), pressed.phrases(), pressed.message(), person.get(), text(pressed));
    if (!outcome.is(DONE)) {
      return isRated(pressed);
    }
    String name = Wording.name(person.get().name());
    channel.toast(
        pressed.envelope().address(),
        pressed.phrases().of("answer.liked", "name", name, "count", outcome.number(0)));
    Reply shown = pressed.shown();
    if (shown != null) {
      channel.edit(
          pressed.message(),
          RatingButtons.rated(pressed.phrases(), shown, pressed.action(), "button.like"));
    }
    return true;
  }

  /** A like also ends the question of what would have been said instead of the message. */
  private Outcome like(
      OwnerId owner, Phrases phrases, MessageRef message, Person person, Optional<String> text) {
    Optional<CorrectionText> asked = pendingCorrection.about(owner, message);
    Outcome outcome =
        effects.once(
            channel.cause().number(),
            "like",
            () -> {
              OptionalInt liked = spokenMessages.like(owner, message);
              if (liked.isPresent()) {
                text.ifPresent(said -> likedMessages.add(person, said, clock.instant()));
              }
              asked.ifPresent(question -> pendingCorrection.close(owner, message.address()));
              return liked.isPresent() ? Outcome.of(DONE, (long) liked.getAsInt()) : NOTHING;
            });
    asked.ifPresent(question -> pendingCorrection.endPrompt(question, message.address(), phrases));
    return outcome;
  }

  /** What the message with the button says, without the mark of messages that others read. */
  private Optional<String> text(PressHandler.Pressed pressed) {
    Optional<String> shown = Optional.ofNullable(pressed.shown()).map(Reply::text);
    return spokenTexts
        .find(pressed.owner(), pressed.message())
        .map(SpokenMessage::text)
        .or(() -> shown)
        .map(SharedMessage::unmarked);
  }

  /** Forgets which messages an owner liked and disliked. */
  boolean forgetLikes(PressHandler.Pressed pressed) throws IOException {
    OwnerId owner = pressed.owner();
    Outcome outcome =
        effects.once(
            channel.cause().number(),
            "forget likes",
            () -> Outcome.of(DONE, (long) likedMessages.wipe(owner)));
    channel.toast(
        pressed.envelope().address(),
        pressed.phrases().of("settings.likes-forgotten", "count", outcome.number(0)));
    return true;
  }

  private boolean isRated(PressHandler.Pressed pressed) throws IOException {
    channel.toast(pressed.envelope().address(), pressed.phrases().of("answer.rated"));
    return true;
  }

  boolean dislike(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = spokenAs(pressed);
    if (person.isEmpty()) {
      return false;
    }
    if (!correctionHandler.ask(
        pressed.envelope(), pressed.phrases(), person.get(), pressed.message(), pressed.shown())) {
      return isRated(pressed);
    }
    keepDisliked(person.get(), text(pressed));
    return true;
  }

  private void keepDisliked(Person person, Optional<String> text) {
    text.ifPresent(
        said ->
            effects.once(
                channel.cause().number(),
                "keep disliked",
                () -> {
                  likedMessages.addDisliked(person, said, clock.instant());
                  return Outcome.of(DONE);
                }));
  }

  /** Handles a thumb as a reaction. A like needs no further sign: the reaction itself shows it. */
  void reacts(Incoming.Reaction reaction, Phrases phrases) throws IOException {
    Envelope envelope = reaction.envelope();
    MessageRef message = reaction.message();
    Optional<Person> person = spokenAs(envelope.sender(), message);
    if (person.isEmpty()) {
      return;
    }
    if (UP.contains(reaction.emoji())) {
      Outcome unused =
          like(
              envelope.sender(),
              phrases,
              message,
              person.get(),
              spokenTexts.find(envelope.sender(), message).map(SpokenMessage::text));
    } else if (DOWN.equals(reaction.emoji())) {
      if (correctionHandler.ask(envelope, phrases, person.get(), message, null)) {
        keepDisliked(
            person.get(), spokenTexts.find(envelope.sender(), message).map(SpokenMessage::text));
      }
    }
  }

  /** The person as whom the message with the button was said, if it was said to the presser. */
  private Optional<Person> spokenAs(PressHandler.Pressed pressed) {
    return spokenAs(pressed.owner(), pressed.message())
        .filter(person -> person.id().value() == pressed.id(0));
  }

  private Optional<Person> spokenAs(OwnerId owner, MessageRef message) {
    return spokenMessages.find(owner, message).flatMap(said -> roster.person(owner, said.value()));
  }
}
