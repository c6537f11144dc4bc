package io.mynah.store;

import java.util.List;

/**
 * Updates that were acknowledged to the channel and not yet handled. Thread-safe; an update is on
 * disk when {@link #put} returns.
 */
public final class Inbox {
  /** An update as it came. */
  public record Update(long sequence, String lane, String body) {}

  public Inbox(Database database) {}

  /**
   * Keeps an update, unless one with this id was kept before in this epoch.
   *
   * @param epoch counts the restarts of the channel's ids
   * @param lane updates of one lane are handled in order
   * @return whether it is new
   */
  public boolean put(long epoch, long updateId, String lane, String body) {
    throw new UnsupportedOperationException();
  }

  /** What is not yet done, in the order it came. */
  public List<Update> pending() {
    throw new UnsupportedOperationException();
  }

  /** Marks an update as handled; its body is deleted, its id remembered for some days. */
  public void done(long sequence) {}

  /** The epoch of ids in use, 0 at first. */
  public long epoch() {
    throw new UnsupportedOperationException();
  }

  /** The highest update id of this epoch and when it came, or empty. */
  public java.util.Optional<LastUpdate> last() {
    throw new UnsupportedOperationException();
  }

  /** The newest update id of an epoch. */
  public record LastUpdate(long updateId, java.time.Instant receivedAt) {}

  /** Begins a new epoch of ids. */
  public long newEpoch() {
    throw new UnsupportedOperationException();
  }
}
