package io.mynah.chat.voice;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.domain.MessageRef;
import io.mynah.domain.Person;
import io.mynah.domain.Reactions;
import io.mynah.domain.VoiceBot;
import io.mynah.store.corpora.PersonReactions;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Reacts to messages that a voice's own bot is to answer, about as often as the person reacted to
 * those of others. The emoji is drawn by how often the person used each, whatever the message says.
 * Thread-safe.
 */
public final class VoiceReactions {
  /** The largest share of messages that a voice reacts to. */
  private static final double MOST = 1.0 / 3;

  private final Channel channel;
  private final PersonReactions reactions;

  public VoiceReactions(Channel channel, PersonReactions reactions) {
    this.channel = channel;
    this.reactions = reactions;
  }

  /**
   * Reacts to a message, or does not. What is decided about a message is the same each time that it
   * is handled, also when it was edited.
   *
   * @param envelope of the message, as the bot has it
   */
  public void react(Envelope envelope, VoiceBot bot, Person person) {
    if (bot.reacts()) {
      draw(reactions.of(person), envelope.message())
          .ifPresent(emoji -> channel.react(envelope.message(), emoji));
    }
  }

  /** The emoji of the reaction to a message, the same each time; empty for none. */
  static Optional<String> draw(Reactions reactions, MessageRef message) {
    if (reactions.isEmpty()) {
      return Optional.empty();
    }
    RandomGenerator random =
        new SplittableRandom(
            31L * message.address().value().hashCode() + message.messageId().hashCode());
    double share = (double) reactions.reacted() / Math.max(1, reactions.messages());
    if (random.nextDouble() >= Math.min(MOST, share)) {
      return Optional.empty();
    }
    long left = random.nextLong(reactions.emoji().values().stream().mapToLong(n -> n).sum());
    for (Map.Entry<String, Integer> each : reactions.emoji().entrySet()) {
      left -= each.getValue();
      if (left < 0) {
        return Optional.of(each.getKey());
      }
    }
    return Optional.empty();
  }
}
