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
 * Lets one thread at a time change an upload. A request to end an upload that another thread works
 * on is stored: that thread checks {@link #stopped} meanwhile, and the upload is ended when it
 * releases the lock. Thread-safe.
 */
final class UploadLocks {
  /** How long to wait for a thread that has just asked the sender a question. */
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
      release(owner, id, lock);
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

  /** Works on an upload, as soon as no other thread does. */
  void hold(OwnerId owner, long id, Runnable work) {
    ReentrantLock lock = lock(id);
    lock.lock();
    try {
      work.run();
    } finally {
      release(owner, id, lock);
    }
  }

  /** Whether the upload is to be ended. */
  boolean stopped(long id) {
    return stops.containsKey(id);
  }

  /**
   * Ends an upload: at once, or as soon as the thread that works on it notices.
   *
   * @param why the key of what its notice says then
   * @param patience how long to wait for that
   */
  void stop(Upload upload, String why, Duration patience) {
    stops.putIfAbsent(upload.id(), why);
    ReentrantLock lock = lock(upload.id());
    // If the lock is taken, the thread that holds it ends the upload.
    if (tryLock(lock, patience)) {
      release(upload.owner(), upload.id(), lock);
    }
  }

  /** Releases the lock, and ends the upload if that was requested meanwhile. */
  private void release(OwnerId owner, long id, ReentrantLock lock) {
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

  /** Drops the locks and requests of all other uploads. */
  void keepOnly(Set<Long> uploads) {
    locks.entrySet().removeIf(e -> !uploads.contains(e.getKey()) && !e.getValue().isLocked());
    stops.keySet().removeIf(id -> !uploads.contains(id) && !locks.containsKey(id));
  }
}
