package io.mynah.lm.sampling;

import io.mynah.domain.Length;

/**
 * Options for generating messages.
 *
 * @param count how many messages
 * @param temperature divides the logits before sampling
 * @param topP the nucleus: sampling is from the smallest set of tokens with at least this
 *     probability (Holtzman et al., 2020)
 * @param length compared with the person's own messages
 */
public record GenerationOptions(int count, double temperature, double topP, Length length) {}
