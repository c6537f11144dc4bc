package io.mynah.chat;

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
}
