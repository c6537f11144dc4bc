package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.OwnerId;
import io.mynah.store.TestSqlite;
import io.mynah.store.database.Database;
import io.mynah.store.inbox.Inbox;
import io.mynah.telegram.TelegramBot;
import io.mynah.telegram.connection.TelegramConfig;
import io.mynah.telegram.connection.TelegramConfig.Rates;
import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.telegram.fake.FakeFile;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.vault.TestKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bot that runs voices' own bots, by the real Telegram client, over HTTP. Ann has Bella and Tim,
 * and Ben nobody.
 */
abstract class OverTelegram {
  private static final Rates FREE = new Rates(1_000, 1_000, 1_000, 1_000, Duration.ofMillis(50));
  static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path home;
  final FakeBotApi telegram = FakeBotApi.start();
  Database database;
  Inbox inbox;
  TelegramBot client;
  Bot bot;
  FakeUser ann;
  FakeUser ben;

  @BeforeEach
  void start() {
    database = TestSqlite.open(home.resolve("inbox").resolve("inbox.db"), TestKeys.MASTER);
    bot = prepared(new Bot(home.resolve("bot")));
    connect();
    ann = telegram.user("Ann").waiting(PATIENCE);
    ben = telegram.user("Ben").waiting(PATIENCE);
    ann.sends(
        FakeFile.of("result.json", export().json().getBytes(StandardCharsets.UTF_8)), "/train");
    ann.sees(text("notice.done", "Bella"));
    awaitUntil(() -> !bot.working(OwnerId.telegram(ann.id())));
  }

  /** The bot, before it is started for the first time. */
  Bot prepared(Bot made) {
    return made;
  }

  /** The export that Ann has Bella and Tim from. */
  Export export() {
    return Export.ofBellaAndTim();
  }

  final void connect() {
    TelegramConfig config =
        TelegramConfig.of(telegram.token(), telegram.address())
            .withLocalServer(false)
            .withRates(FREE);
    Clock clock = Clock.systemUTC();
    inbox = new Inbox(database, clock);
    client = new TelegramBot(config, List.of(), inbox, clock, () -> {});
    bot.over(client.channel()).runsVoiceBots(client.voiceBots()).start();
    client.start(bot.conversation());
  }

  final void disconnect() {
    client.close(Duration.ofSeconds(2));
    bot.stop();
  }

  @AfterEach
  void close() {
    client.close(Duration.ofSeconds(2));
    bot.close();
    assertThat(telegram.complaints()).isEmpty();
    telegram.close();
    database.close();
  }

  static void awaitUntil(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).until(condition);
  }

  /** Ann lets a person have a bot that she made at BotFather. */
  final FakeBotApi annPastesATokenFor(String name) {
    FakeBotApi made =
        telegram.others().madeAtBotFather(name.toLowerCase(Locale.ROOT) + "_of_ann_bot");
    ann.says("/bot " + name + " " + made.token());
    ann.sees(text("bot.made", "name", name, "username", made.botName()));
    return made;
  }
}
