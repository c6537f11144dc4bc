package io.mynah.privacy;

/**
 * A part of a text.
 *
 * @param from index of its first UTF-16 unit
 * @param to index after its last
 */
record SecretSpan(int from, int to) {}
