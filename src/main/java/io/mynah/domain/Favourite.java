package io.mynah.domain;

/**
 * A word or an emoji that a person often uses, and its counts.
 *
 * @param real in the person's own messages
 * @param made in the generated ones
 */
public record Favourite(String text, int real, int made) {}
