package io.mynah.domain;

/**
 * Where a conversation with Mynah takes place: {@code console}, or {@code telegram:} and a chat id.
 */
public record Address(String value) {}
