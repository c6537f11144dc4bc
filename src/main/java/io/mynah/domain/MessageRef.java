package io.mynah.domain;

/**
 * A message that Mynah sent or received in a conversation, so that it can be edited or answered.
 */
public record MessageRef(Address address, String messageId) {}
