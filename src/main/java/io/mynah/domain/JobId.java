package io.mynah.domain;

/** The store's id of a training job. Ids are never used twice. */
public record JobId(long value) {}
