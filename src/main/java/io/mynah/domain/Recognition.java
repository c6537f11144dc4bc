package io.mynah.domain;

/**
 * How often a classifier attributes messages to a person, among the people of the chat, of whom it
 * has learned equally much.
 *
 * @param people how many people it chooses from, including the person
 * @param made generated messages that were judged
 * @param madeRecognised those attributed to the person
 * @param real messages of the person that the classifier had not learned from
 * @param realRecognised those attributed to the person
 */
public record Recognition(int people, int made, int madeRecognised, int real, int realRecognised) {}
