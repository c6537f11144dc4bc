package io.mynah.lm.sampling;

import io.mynah.domain.Length;

/**
 * How to speak.
 *
 * @param count of messages
 * @param temperature divides the logits before sampling
 * @param topP the nucleus: the smallest set of tokens with at least this probability is sampled
 *     from (Holtzman et al., 2020)
 * @param length against the person's own
 */
public record GenerationOptions(int count, double temperature, double topP, Length length) {}
