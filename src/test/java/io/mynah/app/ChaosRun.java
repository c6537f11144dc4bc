package io.mynah.app;

import io.mynah.telegram.fake.FakeBotApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A bot that is killed again and again while people write to it. Each message of a person is
 * answered by a number of messages that is known beforehand, so that what is lost or said twice can
 * be counted. For one thread.
 */
final class ChaosRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /**
   * A message that was on its way may be sent once more: how long before a kill it may have gone.
   */
  private static final long ON_ITS_WAY_NANOS = TimeUnit.SECONDS.toNanos(2);

  /**
   * What one run came to.
   *
   * @param ready voices that were learned
   * @param damage what the database and the log say of damage
   */
  record Figures(
      long seed,
      int kills,
      int starts,
      ChaosPeople.Tally people,
      int ready,
      double seconds,
      List<String> damage) {}

  private final Path home;
  private final long seed;
  private final SplittableRandom random;
  private final FakeBotApi api = FakeBotApi.start();
  private final Map<String, String> environment = new HashMap<>();
  private final ChaosPeople people = new ChaosPeople(api);
  private final List<String> damage = new ArrayList<>();
  private MynahProcess bot;
  private int starts;
  private final Map<Long, Integer> onTheirWay = new HashMap<>();
  private long nextWord;

  ChaosRun(Path home, long seed) {
    this.home = home;
    this.seed = seed;
    random = new SplittableRandom(seed);
    environment.putAll(QuickBot.environment(home, api));
  }

  Figures run(int kills) throws Exception {
    long begin = System.nanoTime();
    start();
    for (int i = 0; i < kills; i++) {
      int kind = random.nextInt(10);
      if (kind < 3) {
        // In the middle of the start.
        write(random.nextLong(300, 2_000));
      } else {
        writeUntilItListens();
        // Mostly while what was left is taken up; now and then after something was learned.
        write(kind < 9 ? random.nextLong(10, 2_500) : random.nextLong(10_000, 15_000));
      }
      kill();
      start();
    }
    awaitAnswers();
    return figures(kills, (System.nanoTime() - begin) / 1e9);
  }

  private void start() {
    bot = MynahProcess.start(environment, "bot");
    starts++;
  }

  private void writeUntilItListens() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (bot.output().stream().noneMatch(line -> line.contains("is listening"))) {
      if (System.nanoTime() > end || !bot.alive()) {
        throw new AssertionError("it does not start: " + bot.output());
      }
      write(20);
    }
  }

  /** Lets people write for a while. */
  private void write(long millis) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < until) {
      if (System.nanoTime() > nextWord) {
        nextWord = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextLong(50, 400));
        people.write(random, 2, () -> ChaosPerson.Plan.SPEAK);
      }
      Thread.sleep(5);
    }
  }

  private void kill() throws Exception {
    long now = System.nanoTime();
    bot.kill();
    Stream.of("sendMessage", "sendPhoto")
        .flatMap(method -> api.calls(method).stream())
        .filter(call -> now - call.nanos() < ON_ITS_WAY_NANOS)
        .forEach(call -> onTheirWay.merge(ChaosPeople.chat(call), 1, Integer::sum));
    lookForDamage();
  }

  private void lookForDamage() throws Exception {
    bot.output().stream()
        .filter(line -> line.contains("damaged") || line.contains(" ERROR "))
        .forEach(damage::add);
    if (!Files.exists(home.resolve("mynah.db"))) {
      return;
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("mynah.db"));
        Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery("pragma integrity_check")) {
        while (rows.next()) {
          if (!rows.getString(1).equals("ok")) {
            damage.add(rows.getString(1));
          }
        }
      }
      try (ResultSet rows = statement.executeQuery("pragma foreign_key_check")) {
        while (rows.next()) {
          damage.add("a row of " + rows.getString(1) + " refers to nothing");
        }
      }
    }
  }

  private void awaitAnswers() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && !people.content()) {
      Thread.sleep(100);
    }
    // What is said twice may be said late.
    Thread.sleep(3_000);
    if (!people.content()) {
      List<String> output = bot.output();
      System.out.println(
          "alive: " + bot.alive() + ", waiting: " + api.waitingUpdates() + ", last words:");
      output.subList(Math.max(0, output.size() - 40), output.size()).forEach(System.out::println);
    }
    bot.terminate();
    lookForDamage();
  }

  private Figures figures(int kills, double seconds) {
    return new Figures(
        seed,
        kills,
        starts,
        people.tally(onTheirWay),
        (int) people.all().stream().filter(ChaosPerson::ready).count(),
        seconds,
        damage);
  }

  @Override
  public void close() {
    if (bot != null) {
      bot.close();
    }
    api.close();
  }
}
