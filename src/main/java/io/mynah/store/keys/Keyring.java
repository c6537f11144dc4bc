package io.mynah.store.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.vault.DataKey;
import io.mynah.vault.WrappingKey;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Remembers unwrapped keys, the last used ones, by what they were wrapped as: one that was deleted
 * or replaced in its row is not found any more, whoever did so and whether or not it was undone.
 * Thread-safe.
 */
public final class Keyring {
  private static final int MOST = 256;

  private record Wrapped(ByteBuffer bytes, String place) {}

  private final WrappingKey master;
  private final Cache<Wrapped, DataKey> unwrapped =
      Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

  public Keyring(WrappingKey master) {
    this.master = master;
  }

  public WrappingKey master() {
    return master;
  }

  /** The keys as they are seen by one transaction. */
  public Keys on(Handle handle) {
    return new Keys(handle, this);
  }

  /**
   * Unwraps a key, unless it is known.
   *
   * @param by the key above it, asked for if it is needed
   * @throws io.mynah.vault.BrokenSeal if it cannot be unwrapped
   */
  DataKey unwrap(byte[] wrapped, Supplier<? extends WrappingKey> by, String place) {
    Wrapped name = new Wrapped(ByteBuffer.wrap(wrapped), place);
    DataKey known = unwrapped.getIfPresent(name);
    if (known != null) {
      return known;
    }
    DataKey key = by.get().unwrap(wrapped, place);
    unwrapped.put(name, key);
    return key;
  }

  /** Drops a key from memory. */
  void drop(byte[] wrapped, String place) {
    unwrapped.invalidate(new Wrapped(ByteBuffer.wrap(wrapped), place));
  }
}
