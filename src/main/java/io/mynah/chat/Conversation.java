package io.mynah.chat;

import io.mynah.domain.Address;

/**
 * Handles everything that users send: commands, answers and button presses, in the same way on
 * every channel. Thread-safe; calls for one address come one after the other, in order.
 */
public interface Conversation {
  /**
   * Handles one incoming event. Returns when its answer is sent or its work is durably queued.
   * Never throws because of anything a user can do.
   */
  void handle(Incoming incoming);

  /**
   * Tells that a group has a new address. Does nothing in a conversation without groups. An
   * exception means that the change is not stored and that this call must be repeated.
   */
  default void moved(Address from, Address to) {}

  /**
   * Tells whether Mynah is a member of a group from now on. An exception means the same as in
   * {@link #moved}.
   */
  default void member(Address group, boolean present) {}
}
