package io.mynah.export;

import io.mynah.domain.Message;

/** Receives the messages of the chosen chat, one by one, on the reading thread. */
@FunctionalInterface
public interface MessageSink {
  void accept(Message message);
}
