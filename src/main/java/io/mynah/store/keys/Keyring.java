package io.mynah.store.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import io.mynah.domain.OwnerId;
import io.mynah.vault.DataKey;
import io.mynah.vault.WrappingKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the most recently used unwrapped keys. Entries are found by the wrapped bytes of the
 * row, so a key that was deleted or replaced in its row is no longer used, and a rollback needs no
 * clean-up. A key that nobody uses leaves the memory after some minutes, also if another process
 * destroyed it. Thread-safe.
 */
public final class Keyring {
  private static final int MOST = 256;

  /** How long a key is kept after its last use. */
  static final Duration KEPT = Duration.ofMinutes(5);

  private record Wrapped(ByteBuffer bytes, String associatedData) {}

  private final WrappingKey master;
  private final Cache<Wrapped, DataKey> unwrapped;

  public Keyring(WrappingKey master) {
    this(master, Ticker.systemTicker());
  }

  Keyring(WrappingKey master, Ticker ticker) {
    this.master = master;
    unwrapped =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterAccess(KEPT)
            .ticker(ticker)
            .scheduler(Scheduler.systemScheduler())
            .executor(Runnable::run)
            .build();
  }

  public WrappingKey master() {
    return master;
  }

  /** The keys as one transaction sees them that reads, or writes while no other does. */
  public Keys on(Handle handle) {
    return on(handle, null);
  }

  /**
   * The keys as one transaction sees them.
   *
   * @param lock waits until no other transaction uses an owner's keys, and keeps them until the
   *     transaction ends; null if none is needed
   */
  public Keys on(Handle handle, @Nullable Consumer<OwnerId> lock) {
    return new Keys(handle, this, lock);
  }

  /**
   * Unwraps a key, or takes it from the cache.
   *
   * @param by supplies the key that wrapped it; only called when needed
   * @throws io.mynah.vault.BrokenSeal if it cannot be unwrapped
   */
  DataKey unwrap(byte[] wrapped, Supplier<? extends WrappingKey> by, String associatedData) {
    Wrapped name = new Wrapped(ByteBuffer.wrap(wrapped), associatedData);
    DataKey known = unwrapped.getIfPresent(name);
    if (known != null) {
      return known;
    }
    DataKey key = by.get().unwrap(wrapped, associatedData);
    unwrapped.put(name, key);
    return key;
  }

  /** Drops a key from memory. */
  void drop(byte[] wrapped, String associatedData) {
    unwrapped.invalidate(new Wrapped(ByteBuffer.wrap(wrapped), associatedData));
  }
}
