package io.mynah.domain;

/** The store's id of an imported chat. Ids are never used twice. */
public record ChatId(long value) {}
