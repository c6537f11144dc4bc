package io.mynah.app;

import io.mynah.app.Requests.Asked;
import io.mynah.domain.OwnerId;
import io.mynah.telegram.fake.Call;
import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.telegram.fake.FakeFile;
import io.mynah.telegram.fake.FakeUser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A thousand people, two hundred of them with models, of which a quarter fits the cache. */
final class LoadRun implements AutoCloseable {
  private static final int PEOPLE = 1_000;
  private static final int OWNERS = 200;
  private static final int CACHED = 50;

  /** Owners who fit the cache together with those who come by chance. */
  private static final int FREQUENT = 40;

  /** So many that a training is under way until the end. */
  private static final int LEARNERS = 5;

  /** Two cores that also train draw about four messages a second. */
  private static final int REQUESTS_A_SECOND = Integer.getInteger("mynah.load.rate", 2);

  private static final int FLOOD = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /**
   * What was measured; times from an update's arrival at the server to the first message there.
   *
   * @param database where the data is
   * @param crowdSeconds until a thousand people who wrote at once were all answered
   * @param mostInASecond messages and changes as they arrive: what is held up on the way, by a busy
   *     processor for instance, arrives together
   * @param slowestIntakeMs the longest that an update waited to be acknowledged
   * @param floodedMs of others while one person sends a hundred commands at once
   */
  record Figures(
      String database,
      int people,
      int models,
      int cached,
      long modelBytes,
      double crowdSeconds,
      double requestsASecond,
      int replies,
      Quantiles frequentMs,
      Quantiles allMs,
      Quantiles floodedMs,
      double slowestIntakeMs,
      int mostInASecond,
      int mostInTenSeconds,
      int lost,
      boolean trainingUnderWay) {}

  private final Path folder;
  private final boolean onServer;
  private final SplittableRandom random = new SplittableRandom(1);
  private final FakeBotApi api = FakeBotApi.start();
  private final Map<String, String> environment = new HashMap<>();
  private final List<FakeUser> people = new ArrayList<>();
  private final Requests requests = new Requests(api, PATIENCE);
  private MynahProcess bot;

  /**
   * @param folder an empty one
   * @param database the address of a database on a server; empty for a file in the folder
   */
  LoadRun(Path folder, String database) {
    this.folder = folder;
    onServer = !database.isEmpty();
    environment.put("MYNAH_DATABASE", database);
    environment.put("MYNAH_HOME", folder.resolve("home").toString());
    environment.put("MYNAH_TELEGRAM_TOKEN", api.token());
    environment.put("MYNAH_TELEGRAM_URL", api.address().toString());
    environment.put("MYNAH_ALLOWED", "everyone");
    environment.put("MYNAH_SPEAKING_BURSTS", "false");
    environment.put("MYNAH_SPEAKING_DELAYS", "false");
    environment.put("MYNAH_TRAINING_GOOD_SECONDS", "600");
    for (int i = 0; i < PEOPLE; i++) {
      people.add(api.user("Person " + i));
    }
  }

  Figures run(int seconds) throws Exception {
    List<OwnerId> owners =
        people.subList(0, OWNERS).stream().map(p -> OwnerId.telegram(p.id())).toList();
    long bytes =
        ManyOwners.fill(environment, owners, folder.resolve("scratch"), Duration.ofSeconds(20));
    environment.put("MYNAH_MODELS_CACHE_MEGABYTES", Long.toString(CACHED * bytes / (1 << 20) + 1));
    // Of which the cache may have a quarter.
    bot = MynahProcess.startCompiled("4g", environment, "bot");
    bot.awaitLine(line -> line.contains("is listening"));
    List<FakeUser> learners = new ArrayList<>();
    for (int i = 0; i < LEARNERS; i++) {
      learners.add(api.user("Learner " + i).waiting(PATIENCE));
      learners.get(i).sends(sample(), "/train");
      if (i == 0) {
        // The others wait behind the first.
        learners.get(i).sees("You can talk to Bella already");
      }
    }
    warmUp();

    double crowd = crowd();
    List<Double> frequent = new ArrayList<>();
    List<Double> rare = new ArrayList<>();
    steady(seconds, frequent, rare);
    List<Double> flooded = flood();
    boolean training =
        learners.stream()
            .anyMatch(
                each -> each.texts().stream().noneMatch(text -> text.contains("Tim is ready")));
    List<Double> all = new ArrayList<>(frequent);
    all.addAll(rare);
    return new Figures(
        onServer ? "postgres" : "sqlite",
        PEOPLE,
        OWNERS,
        CACHED,
        bytes,
        crowd,
        REQUESTS_A_SECOND,
        all.size(),
        Quantiles.of(frequent),
        Quantiles.of(all),
        Quantiles.of(flooded),
        requests.slowestIntakeMs(),
        mostWithin(Duration.ofSeconds(1)),
        mostWithin(Duration.ofSeconds(10)),
        requests.lost(),
        training);
  }

  private void warmUp() throws InterruptedException {
    for (int i = 0; i < 3 * FREQUENT; i++) {
      FakeUser owner = people.get(i % FREQUENT);
      requests.await(List.of(requests.ask(owner, "/speak Bella")), new ArrayList<>());
    }
  }

  /** All write at once; gives the seconds until all are answered. */
  private double crowd() throws InterruptedException {
    long begin = System.nanoTime();
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      asked.add(requests.ask(people.get(i), i < OWNERS ? "/speak Bella" : "/people"));
    }
    requests.await(asked, new ArrayList<>());
    return Math.round((System.nanoTime() - begin) / 1e8) / 10.0;
  }

  /** Requests at random moments, most of them to models that are in use all the time. */
  private void steady(int seconds, List<Double> frequent, List<Double> rare)
      throws InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    double next = System.nanoTime();
    Map<Long, Asked> often = new HashMap<>();
    Map<Long, Asked> seldom = new HashMap<>();
    while (System.nanoTime() < end) {
      next -= Math.log(1 - random.nextDouble()) / REQUESTS_A_SECOND * 1e9;
      collect(often, frequent, next);
      collect(seldom, rare, next);
      boolean known = random.nextInt(10) < 8;
      Map<Long, Asked> open = known ? often : seldom;
      FakeUser owner = known ? pick(0, FREQUENT, open) : pick(FREQUENT, OWNERS, open);
      open.put(owner.chat(), requests.ask(owner, "/speak Bella"));
    }
    requests.await(new ArrayList<>(often.values()), frequent);
    requests.await(new ArrayList<>(seldom.values()), rare);
  }

  private FakeUser pick(int from, int to, Map<Long, Asked> open) {
    FakeUser user = people.get(random.nextInt(from, to));
    for (int i = 0; open.containsKey(user.chat()) && i < to; i++) {
      user = people.get(random.nextInt(from, to));
    }
    return user;
  }

  /** Takes note of what was answered until it is time for the next request. */
  private void collect(Map<Long, Asked> open, List<Double> times, double until)
      throws InterruptedException {
    do {
      open.values().removeIf(asked -> requests.answered(asked, times));
      Thread.sleep(Math.max(1, Math.min(10, (long) ((until - System.nanoTime()) / 1e6))));
    } while (System.nanoTime() < until);
  }

  /** One person sends very much at once, while others go on as they do. */
  private List<Double> flood() throws InterruptedException {
    FakeUser flooder = people.get(PEOPLE - 1);
    for (int i = 0; i < FLOOD; i++) {
      flooder.says("/people");
    }
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      requests.await(List.of(requests.ask(people.get(i % FREQUENT), "/speak Bella")), times);
    }
    return times;
  }

  private int mostWithin(Duration time) {
    TreeMap<Long, Integer> times = new TreeMap<>();
    for (String method : List.of("sendMessage", "editMessageText")) {
      for (Call call : api.calls(method)) {
        times.merge(call.nanos(), 1, Integer::sum);
      }
    }
    int most = 0;
    for (long begin : times.keySet()) {
      most =
          Math.max(
              most,
              times.subMap(begin, begin + time.toNanos()).values().stream()
                  .mapToInt(Integer::intValue)
                  .sum());
    }
    return most;
  }

  private static FakeFile sample() throws IOException {
    try (InputStream in = Main.class.getResourceAsStream("/io/mynah/sample/result.json")) {
      return FakeFile.of("result.json", in.readAllBytes());
    }
  }

  @Override
  public void close() {
    if (bot != null) {
      bot.close();
    }
    api.close();
  }
}
