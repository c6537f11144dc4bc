package io.mynah.chat;

import io.mynah.domain.Address;

/**
 * What Mynah does with what it is told: every command, question and button, the same on every
 * channel. Thread-safe; calls for one address come one after the other, in order.
 */
public interface Conversation {
  /**
   * Handles what came in and returns when its answer is sent or its work is durably queued. Never
   * throws for anything a user can do.
   */
  void handle(Incoming incoming);

  /**
   * A group has another address from now on. Means nothing to a conversation without groups. What
   * it throws says that this is not stored; it is to be told again then.
   */
  default void moved(Address from, Address to) {}

  /** Mynah is in a group from now on, or is not any more. Throws as {@link #moved} does. */
  default void member(Address group, boolean present) {}
}
