package io.mynah.chat.upload;

import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread at a time change an upload. Whoever wants an upload ended leaves word; the thread
 * that has the upload looks at {@link #stopped} meanwhile, and on leaving the gate the upload is
 * ended. Thread-safe.
 */
final class UploadLocks {
  /** How long whoever put a question still holds the upload, at most. */
  private static final Duration A_MOMENT = Duration.ofSeconds(5);

  private final UploadRepository repository;
  private final Map<Long, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final Map<Long, String> stops = new ConcurrentHashMap<>();

  UploadLocks(UploadRepository repository) {
    this.repository = repository;
  }

  /** What is done to an upload; says whether it fitted the upload's state. */
  interface Step {
    boolean take(Upload upload) throws IOException;
  }

  /** Takes a step with an owner's upload, unless it is gone, stopped or being worked on. */
  boolean step(OwnerId owner, long id, Step step) {
    Optional<Upload> found = repository.find(owner, id);
    if (found.isEmpty()) {
      return false;
    }
    ReentrantLock lock = lock(id);
    if (!tryLock(lock, found.get().state().waits() ? A_MOMENT : Duration.ZERO)) {
      return false;
    }
    try {
      Optional<Upload> upload = repository.find(owner, id);
      return upload.isPresent() && !stopped(id) && step.take(upload.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      leave(owner, id, lock);
    }
  }

  private static boolean tryLock(ReentrantLock lock, Duration patience) {
    try {
      return lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Works on an upload, as soon as nobody else does. */
  void hold(OwnerId owner, long id, Runnable work) {
    ReentrantLock lock = lock(id);
    lock.lock();
    try {
      work.run();
    } finally {
      leave(owner, id, lock);
    }
  }

  /** Whether somebody wants the upload ended. */
  boolean stopped(long id) {
    return stops.containsKey(id);
  }

  /**
   * Ends an upload: at once, or as soon as whoever works on it notices.
   *
   * @param why the key of what its notice says then
   * @param patience how long to wait for that
   */
  void stop(Upload upload, String why, Duration patience) {
    stops.putIfAbsent(upload.id(), why);
    ReentrantLock lock = lock(upload.id());
    // Where it cannot be had, whoever holds it ends the upload.
    if (tryLock(lock, patience)) {
      leave(upload.owner(), upload.id(), lock);
    }
  }

  /** Word that is left while the lock is held is for the one who holds it. */
  private void leave(OwnerId owner, long id, ReentrantLock lock) {
    lock.unlock();
    String why = stops.get(id);
    if (why == null || !lock.tryLock()) {
      return;
    }
    try {
      repository.find(owner, id).ifPresent(upload -> repository.end(upload, why));
      stops.remove(id);
    } finally {
      lock.unlock();
    }
  }

  private ReentrantLock lock(long id) {
    return locks.computeIfAbsent(id, key -> new ReentrantLock());
  }

  /** Lets go of what belongs to none of these uploads. */
  void keepOnly(Set<Long> uploads) {
    locks.entrySet().removeIf(e -> !uploads.contains(e.getKey()) && !e.getValue().isLocked());
    stops.keySet().removeIf(id -> !uploads.contains(id) && !locks.containsKey(id));
  }
}
