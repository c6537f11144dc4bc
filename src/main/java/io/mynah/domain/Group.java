package io.mynah.domain;

/**
 * A group that Mynah is in, with all its topics.
 *
 * @param title the group's name
 */
public record Group(Address address, String title) {}
