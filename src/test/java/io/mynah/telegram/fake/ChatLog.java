package io.mynah.telegram.fake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** What the server knows of chats and of the bot's messages in them. Thread-safe. */
final class ChatLog {
  private final Map<Long, ObjectNode> chats = new LinkedHashMap<>();
  private final Map<Long, Long> moved = new HashMap<>();
  private final Set<Long> closed = new HashSet<>();
  private final Map<Integer, SentMessage> messages = new HashMap<>();

  /** By chat, in the order in which they were sent. */
  private final Map<Long, Map<Integer, SentMessage>> byChat = new HashMap<>();

  /** The messages of others, and their chats. */
  private final Map<Integer, Long> foreign = new HashMap<>();

  private final List<Call> calls = new ArrayList<>();
  private int nextMessage = 1;

  synchronized ObjectNode open(long id, String type, String name) {
    return chats.computeIfAbsent(
        id,
        key ->
            new ObjectMapper()
                .createObjectNode()
                .put("id", id)
                .put("type", type)
                .put(type.equals("private") ? "first_name" : "title", name));
  }

  synchronized Optional<ObjectNode> chat(long id) {
    return Optional.ofNullable(chats.get(id)).map(ObjectNode::deepCopy);
  }

  /** The bot is put out of a chat, or is in it again. */
  synchronized void close(long chat, boolean isClosed) {
    if (isClosed) {
      closed.add(chat);
    } else {
      closed.remove(chat);
    }
  }

  synchronized boolean isClosed(long chat) {
    return closed.contains(chat);
  }

  /** A chat is no more but under another id. */
  synchronized void move(long from, long to) {
    moved.put(from, to);
  }

  synchronized OptionalLong movedTo(long id) {
    Long to = moved.get(id);
    return to == null ? OptionalLong.empty() : OptionalLong.of(to);
  }

  synchronized int nextMessage() {
    return nextMessage++;
  }

  synchronized void keep(SentMessage message) {
    messages.put(message.id(), message);
    byChat
        .computeIfAbsent(message.chat(), chat -> new LinkedHashMap<>())
        .put(message.id(), message);
    notifyAll();
  }

  /** Somebody else than the bot sent a message. */
  synchronized void heardFrom(long chat, int id) {
    foreign.put(id, chat);
  }

  /** Deletes a message that the bot did not send; returns whether there is such. */
  synchronized boolean deleteForeign(long chat, int id) {
    return foreign.remove(id, chat);
  }

  synchronized void delete(int id) {
    SentMessage removed = messages.remove(id);
    if (removed != null) {
      byChat.get(removed.chat()).remove(id);
    }
    notifyAll();
  }

  synchronized Optional<SentMessage> message(long chat, int id) {
    return Optional.ofNullable(messages.get(id)).filter(message -> message.chat() == chat);
  }

  synchronized List<SentMessage> messages(long chat) {
    return List.copyOf(byChat.getOrDefault(chat, Map.of()).values());
  }

  synchronized void heard(Call call) {
    calls.add(call);
    notifyAll();
  }

  synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Waits until there is something. */
  synchronized <T> T await(
      Duration longest, Supplier<Optional<T>> something, Supplier<String> what) {
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      Optional<T> found = something.get();
      if (found.isPresent()) {
        return found.get();
      }
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError(what.get());
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted: " + what.get(), e);
      }
    }
  }
}
