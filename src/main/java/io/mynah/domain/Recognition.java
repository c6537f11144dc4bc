package io.mynah.domain;

/**
 * How often messages read like a person's own, among the people of the chat, to a classifier that
 * knows all of them equally.
 *
 * @param people to choose among, the person included
 * @param made generated messages that were judged
 * @param madeRecognised those of them that read like the person's
 * @param real messages of the person's, which the classifier had not learned from
 * @param realRecognised those of them that read like the person's
 */
public record Recognition(int people, int made, int madeRecognised, int real, int realRecognised) {}
