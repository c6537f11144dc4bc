package io.mynah.telegram.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/**
 * The updates that wait for the bot, as Telegram keeps them: an update stays until a poll asks for
 * a higher offset, and a new poll ends the one before it. Thread-safe.
 */
final class UpdateQueue {
  /** Another poll took this one's place. */
  static final class Conflict extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private final TreeMap<Integer, ObjectNode> waiting = new TreeMap<>();
  private int nextId = 100_000;
  private int acknowledged = -1;
  private long polls;

  /** Adds an update, giving it its id. */
  synchronized int add(ObjectNode update) {
    int id = nextId++;
    put(id, update);
    return id;
  }

  synchronized void put(int id, ObjectNode update) {
    update.put("update_id", id);
    waiting.put(id, update);
    notifyAll();
  }

  synchronized void nextId(int id) {
    nextId = id;
  }

  /** The highest id that a poll acknowledged, −1 if none. */
  synchronized int acknowledged() {
    return acknowledged;
  }

  synchronized int size() {
    return waiting.size();
  }

  synchronized List<ObjectNode> poll(int offset, int limit, Duration longest)
      throws Conflict, InterruptedException {
    long mine = ++polls;
    notifyAll();
    if (offset > 0) {
      if (!waiting.headMap(offset).isEmpty()) {
        acknowledged = Math.max(acknowledged, waiting.headMap(offset).lastKey());
      }
      waiting.headMap(offset).clear();
    }
    long end = System.nanoTime() + longest.toNanos();
    while (waiting.isEmpty() && polls == mine) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      wait(left);
    }
    if (polls != mine) {
      throw new Conflict();
    }
    return waiting.values().stream().limit(limit).map(ObjectNode::deepCopy).toList();
  }
}
