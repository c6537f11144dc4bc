package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.mynah.chat.Channel;
import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.store.TestSqlite;
import io.mynah.store.database.Database;
import io.mynah.store.inbox.Inbox;
import io.mynah.telegram.connection.BotIntroduction;
import io.mynah.telegram.connection.TelegramAddress;
import io.mynah.telegram.connection.TelegramConfig;
import io.mynah.telegram.connection.TelegramConfig.Pace;
import io.mynah.telegram.connection.TelegramConfig.Rates;
import io.mynah.telegram.fake.Call;
import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bot, its inbox and a fake server, for tests of the whole channel over HTTP. After each test
 * the server must have nothing to complain of, and no line of any log may hold the token.
 */
public abstract class BotOnFakeServer {
  /** Limits that no test reaches. */
  static final Rates FREE = new Rates(10_000, 10_000, 100_000, 100_000, Duration.ofMillis(100));

  public static final Pace QUICK =
      new Pace(
          Duration.ofMillis(20),
          Duration.ofMillis(200),
          5,
          Duration.ofSeconds(3),
          Duration.ofMillis(100),
          Duration.ofMillis(20),
          Duration.ofDays(6));

  @TempDir Path folder;
  final TestClock clock = new TestClock();
  final List<TelegramBot> bots = new ArrayList<>();
  CapturedLog log;
  FakeBotApi telegram;
  Database database;
  Inbox inbox;
  TelegramBot bot;
  Listener listener;

  @BeforeEach
  void openAll() {
    log = new CapturedLog();
    telegram = startServer();
    database = TestSqlite.open(folder.resolve("mynah.db"), TestKeys.MASTER);
    inbox = new Inbox(database, clock);
  }

  @AfterEach
  void closeAll() {
    try {
      bots.forEach(each -> each.close(Duration.ofSeconds(2)));
      assertThat(telegram.complaints()).isEmpty();
      assertThat(linesWithTheToken()).isEmpty();
    } finally {
      telegram.close();
      database.close();
      log.close();
    }
  }

  private List<CapturedLog.Line> linesWithTheToken() {
    // The second part alone is the secret; the first is the bot's public id.
    String secret = telegram.token().substring(telegram.token().indexOf(':') + 1);
    return log.lines().stream()
        // The fake server is no part of the bot.
        .filter(line -> !line.logger().equals("com.sun.net.httpserver"))
        .filter(line -> line.text().contains(secret))
        .toList();
  }

  FakeBotApi startServer() {
    return FakeBotApi.start();
  }

  TelegramConfig config() {
    return TelegramConfig.of(telegram.token(), telegram.address())
        .withLocalServer(false)
        .withPoll(Duration.ofSeconds(20))
        .withRates(FREE)
        .withPace(QUICK);
  }

  /** Starts a bot that echoes, until a test tells its listener otherwise. */
  Listener start() {
    return start(config());
  }

  Listener start(TelegramConfig config) {
    return start(config, List.of(), inbox);
  }

  Listener start(TelegramConfig config, List<BotIntroduction> introductions, Inbox from) {
    bot = new TelegramBot(config, introductions, from, clock, () -> {});
    bots.add(bot);
    listener = new Listener(bot.channel());
    bot.start(listener);
    return listener;
  }

  Channel channel() {
    return bot.channel();
  }

  static Address address(long chat) {
    return new TelegramAddress(Bot.ONLY, chat, null).toAddress();
  }

  public static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(15));
  }

  /** Waits until the bot itself has logged a line with these words at WARN or above. */
  void awaitWarning(String words) {
    await()
        .untilAsserted(
            () -> assertThat(log.said(Level.WARN)).anyMatch(line -> line.contains(words)));
  }

  long warnings(String words) {
    return log.said(Level.WARN).stream().filter(line -> line.contains(words)).count();
  }

  /** Milliseconds between two calls. */
  static double millisBetween(Call one, Call other) {
    return (other.nanos() - one.nanos()) / 1e6;
  }
}
