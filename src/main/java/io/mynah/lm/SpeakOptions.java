package io.mynah.lm;

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
public record SpeakOptions(int count, double temperature, double topP, Length length) {}
