package io.mynah.chat.feedback;

import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.store.conversation.Expectation.CorrectionText;
import io.mynah.store.conversation.Expectations;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Knows the open correction question of each address, for half an hour. It is stored, so a restart
 * changes nothing. Thread-safe.
 */
final class PendingCorrection {
  static final Duration TIME_TO_ANSWER = Duration.ofMinutes(30);

  private static final Outcome DROPPED = Outcome.of("done");
  private static final Outcome NOTHING = Outcome.of("nothing");

  private final Channel channel;
  private final Expectations expectations;
  private final UpdateEffects effects;
  private final Clock clock;

  PendingCorrection(
      Channel channel, Expectations expectations, UpdateEffects effects, Clock clock) {
    this.channel = channel;
    this.expectations = expectations;
    this.effects = effects;
    this.clock = clock;
  }

  /**
   * The question open at an address, unless it was asked after the message that is being answered
   * was sent.
   */
  Optional<CorrectionText> at(OwnerId owner, Address address) {
    return expectations
        .expected(owner, address, clock.instant(), CorrectionText.class)
        .filter(question -> update().orElse(Long.MAX_VALUE) > question.askedBy());
  }

  /** The open question about a message. */
  Optional<CorrectionText> about(OwnerId owner, MessageRef message) {
    return at(owner, message.address())
        .filter(question -> question.message().equals(message.messageId()));
  }

  void open(OwnerId owner, Address address, CorrectionText question) {
    expectations.expect(owner, address, question, clock.instant().plus(TIME_TO_ANSWER));
  }

  /** Stores which message asks a question, if that is still open. */
  void askedIn(MessageRef prompt, OwnerId owner, CorrectionText question) {
    Address address = prompt.address();
    expectations
        .expected(owner, address, clock.instant(), CorrectionText.class)
        .filter(question::equals)
        .ifPresent(expected -> open(owner, address, question.askedIn(prompt.messageId())));
  }

  void close(OwnerId owner, Address address) {
    expectations.clear(owner, address);
  }

  /** Changes the message that asked: it now says that nothing was stored, and has no button. */
  void endPrompt(CorrectionText question, Address address, Phrases phrases) {
    String prompt = question.prompt();
    if (prompt != null) {
      channel.edit(new MessageRef(address, prompt), Reply.of(phrases.of("correct.skipped")));
    }
  }

  /** Closes the question open at an address if it matches; returns whether it did. */
  boolean drop(OwnerId owner, Address address, String effect, Predicate<CorrectionText> meant) {
    boolean meansOne = at(owner, address).filter(meant).isPresent();
    if (!meansOne && effects.of(update(), effect).isEmpty()) {
      // Most often there is none, and storing that would be a needless write.
      return false;
    }
    return effects
        .once(
            update(),
            effect,
            () -> {
              if (at(owner, address).filter(meant).isEmpty()) {
                return NOTHING;
              }
              close(owner, address);
              return DROPPED;
            })
        .equals(DROPPED);
  }

  private OptionalLong update() {
    return channel.cause().number();
  }
}
