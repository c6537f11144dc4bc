package io.mynah.domain;

/** The store's id of a person in an imported chat. Ids are never used twice. */
public record PersonId(long value) {}
