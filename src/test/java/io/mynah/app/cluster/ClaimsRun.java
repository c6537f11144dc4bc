package io.mynah.app.cluster;

import io.mynah.app.Quantiles;
import io.mynah.domain.JobId;
import io.mynah.store.database.Database;
import io.mynah.store.jobs.JobClaims;
import io.mynah.vault.TestKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Many workers who take jobs of many owners from one queue, and end each at once or put it back.
 * One owner has as many jobs as a hundred others.
 */
final class ClaimsRun {
  private static final int PROCESSES = 8;
  private static final int WORKERS_EACH = 8;

  /** Of so many claims one is put back into the queue. */
  private static final int PUT_BACK = 50;

  /**
   * What was measured.
   *
   * @param claims those of jobs that had been put back among them
   * @param claimMs how long a worker waits for a claim
   * @param atOnce jobs that were claimed while they were claimed
   * @param passedOver how often an owner with waiting jobs had to see another one served once more
   * @param passedOverTwice the same, twice more: no owner is passed over by more than one round
   */
  record Figures(
      int workers,
      int owners,
      int jobs,
      int claims,
      double seconds,
      double claimsASecond,
      Quantiles claimMs,
      int done,
      int atOnce,
      int passedOver,
      int passedOverTwice) {}

  /** A claim, in the order of its number. */
  private record Taken(long number, String owner, JobId job, boolean putBack, double millis) {}

  private final String url;
  private final Set<JobId> running = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<JobId> atOnce = new ConcurrentLinkedQueue<>();

  /**
   * @param url of a database that nobody else uses
   */
  ClaimsRun(String url) {
    this.url = url;
  }

  /**
   * Runs.
   *
   * @param owners with about as many jobs each, but for the first, who has a tenth of all
   */
  Figures run(int owners, int jobs) throws Exception {
    List<Database> processes = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(PROCESSES * WORKERS_EACH);
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(Database.postgres(url, TestKeys.MASTER));
      }
      Map<String, Integer> waiting =
          processes.get(0).jdbi().inTransaction(h -> fill(h, owners, jobs));
      List<Callable<List<Taken>>> workers =
          IntStream.range(0, PROCESSES * WORKERS_EACH)
              .<Callable<List<Taken>>>mapToObj(i -> () -> work(processes.get(i % PROCESSES), i))
              .toList();
      long begin = System.nanoTime();
      List<Taken> taken = new ArrayList<>();
      for (Future<List<Taken>> each : threads.invokeAll(workers)) {
        taken.addAll(each.get());
      }
      double seconds = Math.round((System.nanoTime() - begin) / 1e7) / 1e2;
      taken.sort(Comparator.comparingLong(Taken::number));
      int done =
          processes.get(0).read(h -> count(h, "select count(*) from jobs where state = 'DONE'"));
      int[] passedOver = passedOver(taken, waiting);
      return new Figures(
          workers.size(),
          owners,
          waiting.values().stream().mapToInt(Integer::intValue).sum(),
          taken.size(),
          seconds,
          Math.round(taken.size() / seconds),
          Quantiles.of(taken.stream().map(Taken::millis).toList()),
          done,
          atOnce.size(),
          passedOver[0],
          passedOver[1]);
    } finally {
      threads.shutdownNow();
      processes.forEach(Database::close);
    }
  }

  private static int count(Handle handle, String query) {
    return handle.createQuery(query).mapTo(Integer.class).one();
  }

  /** Queues the jobs of people who have nothing else; says how many each owner has. */
  private static Map<String, Integer> fill(Handle handle, int owners, int jobs) {
    Map<String, Integer> waiting = new HashMap<>();
    for (int owner = 0; owner < owners; owner++) {
      int count = owner == 0 ? jobs / 10 : (jobs - jobs / 10) / (owners - 1);
      waiting.put("telegram:" + owner, count);
      handle
          .createUpdate(
              """
              with chat as (
                insert into chats (owner, source_key, title, title_at, imported_at)
                values (:owner, cast(:owner as bytea), '', 0, 1) returning id),
              member as (
                insert into people (chat_id, person_key, name, name_at, messages, first_at, last_at)
                select chat.id, cast(cast(each as text) as bytea), '', 0, 1, 0, 0
                from chat, generate_series(1, :count) as each returning id)
              insert into jobs (owner, person_id, effort, state, fraction, created_at)
              select :owner, id, 'GOOD', 'QUEUED', 0, 0 from member""")
          .bind("owner", "telegram:" + owner)
          .bind("count", count)
          .execute();
    }
    return waiting;
  }

  private List<Taken> work(Database database, int worker) {
    JobClaims claims = new JobClaims(database, "worker " + worker);
    List<Taken> taken = new ArrayList<>();
    while (true) {
      long begin = System.nanoTime();
      Optional<JobClaims.Claim> claim = claims.claim();
      double millis = (System.nanoTime() - begin) / 1e6;
      if (claim.isEmpty()) {
        return taken;
      }
      JobId job = claim.get().job().id();
      if (!running.add(job)) {
        atOnce.add(job);
      }
      boolean putBack = claim.get().number() % PUT_BACK == 0;
      taken.add(
          new Taken(claim.get().number(), claim.get().job().owner().value(), job, putBack, millis));
      running.remove(job);
      boolean held =
          putBack ? claims.requeue(claim.get()) : claims.finish(claim.get(), Instant.now());
      if (!held) {
        throw new AssertionError("a claim was lost");
      }
    }
  }

  /**
   * Counts the times that an owner with waiting jobs was not served since another owner was served
   * last, and then that one was served again; and since that one was served last but one.
   */
  private static int[] passedOver(List<Taken> taken, Map<String, Integer> jobs) {
    Map<String, Integer> waiting = new HashMap<>(jobs);
    Map<String, int[]> turns = new HashMap<>();
    jobs.keySet().forEach(owner -> turns.put(owner, new int[] {-1, -1}));
    int[] times = new int[2];
    for (int i = 0; i < taken.size(); i++) {
      int[] mine = turns.get(taken.get(i).owner());
      for (Map.Entry<String, int[]> other : turns.entrySet()) {
        boolean waits = other.getValue() != mine && waiting.get(other.getKey()) > 0;
        times[0] += waits && other.getValue()[1] < mine[1] ? 1 : 0;
        times[1] += waits && other.getValue()[1] < mine[0] ? 1 : 0;
      }
      mine[0] = mine[1];
      mine[1] = i;
      if (!taken.get(i).putBack()) {
        waiting.merge(taken.get(i).owner(), -1, Integer::sum);
      }
    }
    return times;
  }
}
