package io.mynah.chat.users;

import io.mynah.chat.Channel;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.forget.OwnerErasure;
import io.mynah.domain.OwnerId;
import io.mynah.store.corpora.Removals;
import io.mynah.store.corpora.Removals.Removal;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Puts users out: here, and when another process did, looks every second for what is still to be
 * ended for them. A removal is stored first, so that the next process completes it. Thread-safe.
 */
public final class UserRemoval implements Feature {
  private static final long LOOKED_EVERY_SECONDS = 1;

  private final Channel channel;
  private final Removals removals;
  private final OwnerErasure erasure;
  private final ScheduledExecutorService background;
  private final FaultLog faults;
  private final Clock clock;
  private volatile @Nullable Future<?> looking;

  public UserRemoval(Environment environment, Removals removals, OwnerErasure erasure) {
    channel = environment.channel();
    this.removals = removals;
    this.erasure = erasure;
    background = environment.threads().background();
    faults = environment.faults();
    clock = environment.clock();
  }

  @Override
  public void resume() {
    look();
    looking =
        background.scheduleWithFixedDelay(
            this::look, LOOKED_EVERY_SECONDS, LOOKED_EVERY_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    Future<?> repeated = looking;
    if (repeated != null) {
      repeated.cancel(false);
    }
  }

  /** A fault must not end the repetition, nor the removal of others. */
  private void look() {
    boolean unused = faults.attempt(erasure::tellOfErased);
    unused =
        faults.attempt(
            () -> {
              for (Removal each : removals.pending()) {
                if (!channel.isElsewhere(each.owner())) {
                  boolean unusedToo = faults.attempt(() -> complete(each));
                }
              }
            });
  }

  /**
   * Puts a user out, and returns when nothing of theirs is under way any more.
   *
   * @param erases whether all that is kept for them is erased, too
   */
  void putOut(OwnerId owner, boolean erases) throws IOException {
    Removal removal = new Removal(owner, erases);
    removals.begin(removal, clock.instant());
    complete(removal);
  }

  private synchronized void complete(Removal removal) throws IOException {
    erasure.endAll(removal.owner());
    if (removal.erases()) {
      erasure.everything(removal.owner());
    }
    removals.done(removal);
  }
}
