package io.mynah.chat.voice;

import io.mynah.chat.Channel;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Gives what replies are drawn with. An answer that is made again, because the process ended
 * meanwhile, is drawn as the first time: what was sent of it is not sent again, so it must be what
 * is remembered of it. Thread-safe; ask once for each reply, on the thread that answers.
 */
public final class ReplyRandomness implements Supplier<RandomGenerator> {
  private final Channel channel;
  private final Supplier<RandomGenerator> random;

  /**
   * @param random gives a generator for what is made once
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
