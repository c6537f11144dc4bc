package io.mynah.chat.users;

import io.mynah.chat.Channel;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.RepeatedWork;
import io.mynah.chat.forget.OwnerErasure;
import io.mynah.domain.OwnerId;
import io.mynah.store.corpora.Removals;
import io.mynah.store.corpora.Removals.Removal;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/**
 * Puts users out: here, and when another process did, looks every second for what is still to be
 * ended for them. A removal is stored first, so that the next process completes it. Thread-safe.
 */
public final class UserRemoval implements Feature {
  private static final Duration LOOKED_EVERY = Duration.ofSeconds(1);

  private final Channel channel;
  private final Removals removals;
  private final OwnerErasure erasure;
  private final RepeatedWork looking;
  private final FaultLog faults;
  private final Clock clock;

  public UserRemoval(Environment environment, Removals removals, OwnerErasure erasure) {
    channel = environment.channel();
    this.removals = removals;
    this.erasure = erasure;
    faults = environment.faults();
    looking = new RepeatedWork(environment.threads().background(), faults);
    clock = environment.clock();
  }

  @Override
  public void resume() {
    looking.runAndStart(LOOKED_EVERY, this::look);
  }

  @Override
  public void close() {
    looking.close();
  }

  /** A fault must not keep others from being removed. */
  private void look() {
    boolean unused = faults.attempt(erasure::tellOfErased);
    for (Removal each : removals.pending()) {
      if (!channel.isElsewhere(each.owner())) {
        unused = faults.attempt(() -> complete(each));
      }
    }
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
