package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.MessageRef;
import io.mynah.store.TestSqlite;
import io.mynah.store.conversation.Uploads;
import io.mynah.store.conversation.Uploads.StoredUpload;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads whose process ended at a bad moment, by the real Telegram client. */
class KilledUploadTest {
  private static final Rates FREE = new Rates(1_000, 1_000, 1_000, 1_000, Duration.ofMillis(50));

  @TempDir Path home;
  private final FakeBotApi telegram = FakeBotApi.start();
  private Database database;
  private TelegramBot client;
  private Bot bot;
  private FakeUser ann;

  @BeforeEach
  void start() {
    database = TestSqlite.open(home.resolve("inbox").resolve("inbox.db"), TestKeys.MASTER);
    TelegramConfig config =
        TelegramConfig.of(telegram.token(), telegram.address())
            .withLocalServer(false)
            .withRates(FREE);
    Clock clock = Clock.systemUTC();
    client = new TelegramBot(config, List.of(), new Inbox(database, clock), clock, () -> {});
    bot = new Bot(home.resolve("bot")).over(client.channel());
    bot.start();
    client.start(bot.conversation());
    ann = telegram.user("Ann").waiting(Duration.ofSeconds(30));
  }

  @AfterEach
  void close() {
    client.close(Duration.ofSeconds(2));
    bot.close();
    assertThat(telegram.complaints()).isEmpty();
    telegram.close();
    database.close();
  }

  @Test
  void anUploadWhoseNoticeWasSentButNotStoredShowsItsQuestionThere() {
    String account =
        Export.account(
            Export.chatWith("Kim", 100).says("Kim", 20, "k"),
            Export.chatWith("Zoe", 101).says("Zoe", 20, "z"));
    ann.sends(FakeFile.of("result.json", account.getBytes(StandardCharsets.UTF_8)), "/train");
    ann.sees(text("ask.chat", 2));
    bot.stop();
    MessageRef notice = forgetNotice();
    client.channel().edit(notice, Reply.of("Got it."));
    ann.sees("Got it.");

    bot.start();
    ann.sees(text("ask.chat", 2));
    assertThat(ann.messages()).hasSize(1);
  }

  /** As if the process had ended when the notice was sent; gives the notice. */
  private MessageRef forgetNotice() {
    try (Database stopped = bot.opensStopped()) {
      Uploads uploads = new Uploads(stopped);
      StoredUpload upload = uploads.all().get(0);
      uploads.update(
          new StoredUpload(
              upload.id(),
              upload.owner(),
              upload.address(),
              "received",
              upload.files(),
              null,
              null,
              upload.expiresAt()));
      return upload.notice();
    }
  }
}
