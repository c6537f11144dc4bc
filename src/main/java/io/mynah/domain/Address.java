package io.mynah.domain;

/**
 * The address of a conversation with Mynah: {@code console}, or {@code telegram:} and a chat id.
 */
public record Address(String value) {}
