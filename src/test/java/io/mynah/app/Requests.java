package io.mynah.app;

import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.telegram.fake.FakeUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What people ask the bot, and how long each answer takes. For one thread. */
final class Requests {
  /** A request, and by how many messages its chat was answered before. */
  record Asked(FakeUser user, long at, int before) {}

  private final FakeBotApi api;
  private final Duration patience;
  private final List<Double> intakes = new ArrayList<>();
  private int lost;

  /**
   * @param patience after which a request is taken to be lost
   */
  Requests(FakeBotApi api, Duration patience) {
    this.api = api;
    this.patience = patience;
  }

  Asked ask(FakeUser user, String words) {
    int before = user.messages().size();
    long at = System.nanoTime();
    user.says(words);
    return new Asked(user, at, before);
  }

  /**
   * Whether a request is answered.
   *
   * @param times gets the milliseconds that it took, if so
   */
  boolean answered(Asked asked, List<Double> times) {
    if (asked.user().messages().size() <= asked.before()) {
      return false;
    }
    times.add((asked.user().messages().get(asked.before()).sentNanos() - asked.at()) / 1e6);
    return true;
  }

  /** Waits until all are answered; those that are not in time are lost. */
  void await(List<Asked> asked, List<Double> times) throws InterruptedException {
    List<Asked> open = new ArrayList<>(asked);
    long begin = System.nanoTime();
    boolean taken = false;
    while (!open.isEmpty() && System.nanoTime() - begin < patience.toNanos()) {
      open.removeIf(each -> answered(each, times));
      if (!taken && api.waitingUpdates() == 0) {
        taken = true;
        intakes.add((System.nanoTime() - begin) / 1e6);
      }
      Thread.sleep(2);
    }
    lost += open.size();
  }

  int lost() {
    return lost;
  }

  /** The longest that what was awaited had to wait until it was acknowledged. */
  double slowestIntakeMs() {
    return Quantiles.of(intakes).longest();
  }
}
