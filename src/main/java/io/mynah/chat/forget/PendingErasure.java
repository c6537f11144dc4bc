package io.mynah.chat.forget;

import io.mynah.chat.Channel;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.PressHandler;
import io.mynah.domain.Address;
import io.mynah.domain.OwnerId;
import io.mynah.store.conversation.Expectation.ErasureAnswer;
import io.mynah.store.conversation.Expectations;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;

/**
 * Stores which confirmation question for an erasure is open at an address: the latest one, for an
 * hour and until it is answered. Only its buttons work. It is stored, so a restart changes nothing.
 * Thread-safe.
 */
final class PendingErasure {
  private static final Duration LIFE = Duration.ofHours(1);
  private static final String CLOSED = "closed";
  private static final Outcome OLD = Outcome.of("old");

  private final Channel channel;
  private final Expectations expectations;
  private final UpdateEffects effects;
  private final Clock clock;

  PendingErasure(Channel channel, Expectations expectations, UpdateEffects effects, Clock clock) {
    this.channel = channel;
    this.expectations = expectations;
    this.effects = effects;
    this.clock = clock;
  }

  /**
   * Opens a question, in place of an earlier one.
   *
   * @param yes the verb of the button that confirms
   * @param target the id of what is to be erased, if the verb takes one
   * @return the action of that button, with the question's number as its last
   */
  Action open(OwnerId owner, Address address, Verb yes, long... target) {
    Instant now = now();
    Action action =
        Action.of(
            yes,
            LongStream.concat(LongStream.of(target), LongStream.of(now.toEpochMilli())).toArray());
    expectations.expect(owner, address, new ErasureAnswer(action.encode()), now.plus(LIFE));
    return action;
  }

  /**
   * Closes the question whose button was pressed; returns whether it was open.
   *
   * @param yes the verb of the button that confirms, whether this or the other button was pressed
   */
  boolean close(PressHandler.Pressed pressed, Verb yes) {
    ErasureAnswer question = new ErasureAnswer(new Action(yes, pressed.action().ids()).encode());
    Address address = pressed.envelope().address();
    Outcome outcome =
        effects.once(
            channel.cause().number(),
            "forget",
            () -> {
              if (expectations
                  .expected(pressed.owner(), address, now(), ErasureAnswer.class)
                  .filter(question::equals)
                  .isEmpty()) {
                return OLD;
              }
              expectations.clear(pressed.owner(), address);
              return Outcome.of(CLOSED);
            });
    return outcome.is(CLOSED);
  }

  /**
   * When the update that is being answered arrived: the time to answer does not run out while the
   * bot is down.
   */
  private Instant now() {
    return channel.cause().receivedAt().orElseGet(clock::instant);
  }
}
