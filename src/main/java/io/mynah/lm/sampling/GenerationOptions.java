package io.mynah.lm.sampling;

import io.mynah.domain.Length;

/**
 * Options for generating messages.
 *
 * @param count how many messages
 * @param rule how messages are drawn
 * @param length compared with the person's own messages
 */
public record GenerationOptions(int count, SamplingRule rule, Length length) {
  /** The same options for another number of messages. */
  public GenerationOptions withCount(int other) {
    return new GenerationOptions(other, rule, length);
  }
}
