package io.mynah.privacy;

/**
 * The position of a secret in a text.
 *
 * @param from index of its first UTF-16 unit
 * @param to index after its last
 */
record SecretSpan(int from, int to) {}
