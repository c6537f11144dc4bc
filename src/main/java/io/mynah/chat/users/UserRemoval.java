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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts users out: here, and when another process did, looks every second for what is still to be
 * ended for them. A removal is stored first, so that the next process completes it. Where bots
 * share owners, one of them completes it, and the others end what they have under way. Thread-safe.
 */
public final class UserRemoval implements Feature {
  private static final Duration LOOKED_EVERY = Duration.ofSeconds(1);

  /** Other bots have long looked by then, even those that were erasing somebody. */
  private static final Duration COMPLETE_KEPT = Duration.ofHours(1);

  private final Channel channel;
  private final Removals removals;
  private final OwnerErasure erasure;
  private final RepeatedWork looking;
  private final FaultLog faults;
  private final Clock clock;

  /** The complete removals whose users have nothing under way here any more. */
  private final Set<Removals.Complete> ended = new HashSet<>();

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
    // Nothing is under way yet.
    boolean unused = faults.attempt(() -> note(removals.complete()));
    looking.runAndStart(LOOKED_EVERY, this::look);
  }

  @Override
  public void close() {
    looking.close();
  }

  /** A fault must not keep others from being removed. */
  private void look() {
    boolean unused = faults.attempt(erasure::tellOfErased);
    unused = faults.attempt(this::endOfComplete);
    List<OwnerId> pending =
        removals.pending().stream()
            .map(Removal::owner)
            .filter(owner -> !channel.isElsewhere(owner))
            .toList();
    // For all of them first, since erasing one may take long.
    for (OwnerId each : pending) {
      unused = faults.attempt(() -> erasure.endAll(each));
    }
    for (OwnerId each : pending) {
      unused = faults.attempt(() -> complete(each));
      unused = faults.attempt(this::endOfComplete);
    }
  }

  private synchronized void note(List<Removals.Complete> complete) {
    ended.addAll(complete);
  }

  /** Ends what is under way here for those whose removal another bot completed. */
  private synchronized void endOfComplete() throws IOException {
    List<Removals.Complete> complete = removals.complete();
    ended.retainAll(complete);
    for (Removals.Complete each : complete) {
      if (!channel.isElsewhere(each.owner()) && !each.isBack() && !ended.contains(each)) {
        erasure.endAll(each.owner());
        ended.add(each);
      }
    }
    if (!complete.isEmpty()) {
      removals.deleteComplete(clock.instant().minus(COMPLETE_KEPT));
    }
  }

  /**
   * Puts a user out, and returns when nothing of theirs is under way any more.
   *
   * @param erases whether all that is kept for them is erased, too
   */
  void putOut(OwnerId owner, boolean erases) throws IOException {
    removals.begin(new Removal(owner, erases), clock.instant());
    erasure.endAll(owner); // also if another bot completes the removal first
    complete(owner);
  }

  /** Completes a removal that is still pending: another thread or process may have completed it. */
  private synchronized void complete(OwnerId owner) throws IOException {
    Optional<Removal> removal =
        removals.pending().stream().filter(each -> each.owner().equals(owner)).findFirst();
    if (removal.isEmpty()) {
      return;
    }
    erasure.endAll(owner);
    if (removal.get().erases()) {
      erasure.everything(owner);
    }
    removals.done(removal.get(), clock.instant());
    note(removals.complete().stream().filter(each -> each.owner().equals(owner)).toList());
  }
}
