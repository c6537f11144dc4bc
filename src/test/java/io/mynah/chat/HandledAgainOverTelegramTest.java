package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Correction;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.store.TestSqlite;
import io.mynah.store.database.Database;
import io.mynah.store.inbox.Inbox;
import io.mynah.telegram.TelegramBot;
import io.mynah.telegram.connection.TelegramConfig;
import io.mynah.telegram.connection.TelegramConfig.Rates;
import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.telegram.fake.FakeFile;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.Fault;
import io.mynah.vault.TestKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are cut off after what they tell of was done, by the real Telegram client. */
class HandledAgainOverTelegramTest {
  private static final Rates FREE = new Rates(1_000, 1_000, 1_000, 1_000, Duration.ofMillis(50));

  @TempDir Path home;
  private final FakeBotApi telegram = FakeBotApi.start();
  private Bot bot;
  private Database database;
  private Inbox inbox;
  private TelegramBot client;
  private FakeUser ann;

  @BeforeEach
  void train() {
    bot = new Bot(home);
    start();
    ann = telegram.user("Ann").waiting(Duration.ofSeconds(30));
    byte[] json = Export.ofBellaAndTim().json().getBytes(StandardCharsets.UTF_8);
    ann.sends(FakeFile.of("result.json", json), "/train");
    ann.sees(text("notice.done", "Bella"));
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !bot.working(owner()));
  }

  private void start() {
    database = TestSqlite.open(home.resolve("mynah.db"), TestKeys.MASTER);
    Clock clock = Clock.systemUTC();
    inbox = new Inbox(database, clock);
    TelegramConfig config =
        TelegramConfig.of(telegram.token(), telegram.address())
            .withLocalServer(false)
            .withRates(FREE);
    client = new TelegramBot(config, List.of(), inbox, clock, () -> {});
    bot.over(client.channel()).start();
    client.start(bot.conversation());
  }

  private void stop() {
    client.close(Duration.ofMillis(200));
    bot.stop();
    database.close();
  }

  @AfterEach
  void close() {
    stop();
    assertThat(telegram.complaints()).isEmpty();
    telegram.close();
  }

  private OwnerId owner() {
    return OwnerId.telegram(ann.id());
  }

  private PersonId bella() {
    return bot.corpora().people(owner()).stream()
        .filter(person -> person.name().equals("Bella"))
        .map(Person::id)
        .findFirst()
        .orElseThrow();
  }

  /** Does something whose answer Telegram lets wait until the process ends, and starts anew. */
  private void isCutOff(Runnable deed) {
    int before = telegram.calls("sendMessage").size();
    telegram.faults().always("sendMessage", Fault.tooManyRequests(60));
    deed.run();
    telegram.awaitCalls("sendMessage", calls -> calls.size() > before);
    stop();
    telegram.faults().heal();
    start();
  }

  @Test
  void aGroupIsToldWhomItMayHearAndWhatTheMarkMeans() {
    FakeUser there = ann.in(telegram.group("Friends"));
    isCutOff(() -> there.says("/share Bella"));
    there.sees(text("share.first", "name", "Bella", "mark", "🦜"));
    ann.sees(text("share.done", "name", "Bella", "group", "Friends"));
    assertThat(there.texts())
        .singleElement()
        .asString()
        .startsWith(text("share.first", "name", "Bella", "mark", "🦜"));
  }

  @Test
  void aCorrectionIsKeptOnceAndThankedFor() {
    ann.says("/speak Bella");
    ann.sees("night from Bella");
    ann.presses("👎");
    ann.sees(text("correct.ask", "name", "Bella", "quoted", 1, "text", "night from Bella"));
    isCutOff(() -> ann.says("good night"));
    ann.sees(text("correct.kept", "Bella"));
    assertThat(bot.corrections(bella())).containsExactly(new Correction(null, "good night"));
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> inbox.pending().isEmpty());
  }

  @Test
  void whatIsKeptIsSentAfterTheNextStartIfTheProcessEndsWhileItIsSent() {
    telegram.faults().always("sendDocument", Fault.tooManyRequests(60));
    ann.says("/mydata");
    ann.sees(text("mydata.packing"));
    telegram.awaitCalls("sendDocument", calls -> !calls.isEmpty());
    stop();
    telegram.faults().heal();
    start();
    ann.sees(text("mydata.sent", "number", 1, "count", 1));
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> inbox.pending().isEmpty());
    assertThat(ann.texts().stream().filter(said -> said.startsWith(text("mydata.packing"))))
        .hasSize(1);
    assertThat(ann.texts()).noneMatch(anyText("error").asPredicate());
  }

  @Test
  void whatIsKeptIsNotSentAfterTheNextStartIfThatWasCancelledBefore() {
    telegram.faults().always("sendDocument", Fault.tooManyRequests(60));
    ann.says("/mydata");
    ann.sees(text("mydata.packing"));
    telegram.awaitCalls("sendDocument", calls -> !calls.isEmpty());
    ann.says("/cancel");
    Awaitility.await("all but the answer to /cancel is done with")
        .atMost(Duration.ofSeconds(10))
        .until(() -> !bot.working(owner()) && inbox.pending().size() == 1);
    stop();
    telegram.faults().heal();
    int before = telegram.calls("sendDocument").size();
    start();
    ann.sees(text("cancel.mydata"));
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> inbox.pending().isEmpty());
    assertThat(bot.working(owner())).isFalse();
    assertThat(telegram.calls("sendDocument")).hasSize(before);
    assertThat(ann.texts()).noneMatch(anyText("error").asPredicate());
  }
}
