package io.mynah.domain;

import org.jspecify.annotations.Nullable;

/**
 * What a person would have said, as their owner says.
 *
 * @param saidTo what it answers; null where nothing was said before
 * @param text never empty
 */
public record Correction(@Nullable String saidTo, String text) {}
