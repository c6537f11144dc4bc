package io.mynah.chat;

import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** A channel that keeps every message as it is shown now and as it was before. Thread-safe. */
final class Phone implements Channel {
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  /** A message with all the texts that it had, the newest last. */
  record Shown(MessageRef ref, List<Reply> versions) {
    Reply now() {
      return versions.get(versions.size() - 1);
    }
  }

  private final Map<MessageRef, List<Reply>> messages = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new HashMap<>();
  private final List<String> fetched = new ArrayList<>();
  private int sent;
  private boolean holdingFetches;
  private @Nullable IOException fetchFault;
  private @Nullable RuntimeException sendFault;
  volatile boolean local;
  volatile long limit = 20L << 20;

  synchronized void put(String handle, byte[] bytes) {
    files.put(handle, bytes);
  }

  /** Fails the next message that is sent. */
  synchronized void failNextSend(RuntimeException with) {
    sendFault = with;
  }

  synchronized void holdFetches() {
    holdingFetches = true;
  }

  synchronized void releaseFetches() {
    holdingFetches = false;
    notifyAll();
  }

  /** Fails the next fetches, until this is null again. */
  synchronized void failFetches(@Nullable IOException with) {
    fetchFault = with;
  }

  /** Handles of the files that were begun to be fetched. */
  synchronized List<String> fetched() {
    return List.copyOf(fetched);
  }

  /** The messages at an address in the order in which they were sent. */
  synchronized List<Shown> at(Address address) {
    return messages.entrySet().stream()
        .filter(e -> e.getKey().address().equals(address))
        .map(e -> new Shown(e.getKey(), List.copyOf(e.getValue())))
        .toList();
  }

  /**
   * Returns when something holds; looks whenever a message was sent or changed, and now and then.
   */
  void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      synchronized (this) {
        if (System.nanoTime() > until) {
          throw new AssertionError("never came: " + what + "\n" + messages);
        }
        try {
          wait(10);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  @Override
  public synchronized MessageRef send(Address to, Reply reply) {
    RuntimeException fault = sendFault;
    if (fault != null) {
      sendFault = null;
      throw fault;
    }
    MessageRef ref = new MessageRef(to, "m" + ++sent);
    messages.put(ref, new ArrayList<>(List.of(reply)));
    notifyAll();
    return ref;
  }

  @Override
  public synchronized void edit(MessageRef message, Reply reply) {
    List<Reply> versions = messages.get(message);
    if (versions == null) {
      throw new AssertionError("no such message: " + message);
    }
    versions.add(reply);
    notifyAll();
  }

  @Override
  public Typing typing(Address at) {
    return () -> {};
  }

  @Override
  public void fetch(FileOffer file, Path into, LongPredicate progress) throws IOException {
    byte[] bytes;
    synchronized (this) {
      fetched.add(file.handle());
      notifyAll();
      while (holdingFetches) {
        if (!progress.test(0)) {
          return;
        }
        try {
          wait(5);
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      if (fetchFault != null) {
        throw fetchFault;
      }
      bytes = files.get(file.handle());
    }
    if (bytes == null) {
      throw new FileUnavailable("no such file");
    }
    Files.write(into, bytes);
    boolean unused = progress.test(bytes.length);
  }

  @Override
  public long fetchLimit() {
    return limit;
  }

  @Override
  public boolean readsLocalPaths() {
    return local;
  }
}
