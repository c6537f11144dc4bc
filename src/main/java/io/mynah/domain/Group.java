package io.mynah.domain;

/**
 * A group that Mynah is in, as a whole, whichever of its topics is spoken in.
 *
 * @param title the group's name
 */
public record Group(Address address, String title) {}
