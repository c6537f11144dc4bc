package io.mynah.domain;

import org.jspecify.annotations.Nullable;

/**
 * A correction by an owner: what a person would have said.
 *
 * @param saidTo the message it answers; null if there was none
 * @param text never empty
 */
public record Correction(@Nullable String saidTo, String text) {}
