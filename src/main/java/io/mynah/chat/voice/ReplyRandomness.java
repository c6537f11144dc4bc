package io.mynah.chat.voice;

import io.mynah.chat.Channel;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Provides the random generators for replies. If the process ended and an answer is made again, its
 * generator is the same as the first time. What was already sent of the answer is not sent again,
 * so the new answer must equal the old one. Thread-safe; ask once for each reply, on the thread
 * that answers.
 */
public final class ReplyRandomness implements Supplier<RandomGenerator> {
  private final Channel channel;
  private final Supplier<RandomGenerator> random;

  /**
   * @param random provides generators for everything that is made only once
   */
  public ReplyRandomness(Channel channel, Supplier<RandomGenerator> random) {
    this.channel = channel;
    this.random = random;
  }

  @Override
  public RandomGenerator get() {
    OptionalLong number = channel.cause().number();
    return number.isPresent() ? new SplittableRandom(number.getAsLong()) : random.get();
  }
}
