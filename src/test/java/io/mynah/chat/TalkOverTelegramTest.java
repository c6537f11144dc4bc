package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mynah.domain.OwnerId;
import io.mynah.lm.Habits;
import io.mynah.lm.Quantiles;
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
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One-to-one talk by the real Telegram client, over HTTP. */
class TalkOverTelegramTest {
  private static final Rates FREE = new Rates(1_000, 1_000, 1_000, 1_000, Duration.ofMillis(50));
  private static final Habits TWO_IN_A_ROW =
      new Habits(
          List.of(0.0, 1.0), new Quantiles(List.of(5.0, 20.0)), new Quantiles(List.of(60.0, 90.0)));

  @TempDir Path home;
  private final FakeBotApi telegram = FakeBotApi.start();
  private Database database;
  private TelegramBot client;
  private Bot bot;
  private FakeUser ann;

  @BeforeEach
  void train() {
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
    learn("Bella", Export.ofBellaAndTim());
  }

  private void learn(String name, Export export) {
    byte[] json = export.json().getBytes(StandardCharsets.UTF_8);
    ann.sends(FakeFile.of("result.json", json), "/train");
    ann.sees(text("notice.done", name));
    awaitUntil(() -> !bot.working(OwnerId.telegram(ann.id())));
  }

  private static void awaitUntil(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition);
  }

  @AfterEach
  void close() {
    client.close(Duration.ofSeconds(2));
    bot.close();
    assertThat(telegram.complaints()).isEmpty();
    telegram.close();
    database.close();
  }

  /** Waits for an answer that is due, and lets its time pass. */
  private void rests() {
    awaitUntil(() -> !bot.pauses().due().isEmpty());
    bot.rests();
  }

  @Test
  void aReplyToAnyMessageWithSpeakAnswersThatMessage() {
    ann.says("/stop");
    ann.repliesTo(ann.sees(text("stop.nothing")), "/speak Tim");
    ann.sees(m -> m.text().startsWith("well then 20 from Tim … "), "an answer");
    ann.says("/speak Tim");
    ann.repliesTo(ann.sees(m -> m.text().equals("well then 20 from Tim"), "Tim"), "/speak Bella");
    ann.sees("night from Bella … well then 20 from Tim");
  }

  @Test
  void aReplyToWhatAVoiceSaidIsAnsweredByThatVoice() {
    ann.says("/speak Bella");
    ann.says("/speak Tim");
    ann.sees(m -> m.text().equals("well then 20 from Tim"), "Tim");
    ann.repliesTo(ann.sees(m -> m.text().equals("night from Bella"), "Bella"), "sleep well");
    ann.sees("night from Bella … sleep well");
    ann.says("are you there?");
    ann.sees("night from Bella … are you there?");
  }

  @Test
  void aTalkGoesOnUntilTheButtonAndAStickerIsItsEmoji() {
    ann.says("/chat Bella");
    ann.sees(text("talk.begun", "Bella"));
    ann.says("are you awake?");
    rests();
    ann.sees("night from Bella … are you awake?");
    ann.sendsOther("sticker", sticker("😴"));
    rests();
    ann.sees("night from Bella … 😴");
    ann.presses(text("button.stop"));
    ann.sees(text("talk.ended", "Bella"));
    ann.says("hello?");
    ann.sees(text("speak.to-whom"));
  }

  @Test
  void thumbsAsReactionsAndChangedWordsAreHeard() {
    ann.says("/speak Bella are you awake?");
    ann.reactsTo(ann.sees("night from Bella …"), "👎");
    String heard = "night from Bella … are you awake?";
    ann.sees(text("correct.ask-answer", "name", "Bella", "quoted", 1, "text", heard));
    ann.says("always");
    ann.sees(text("correct.kept-answer", "Bella"));
    ann.corrects("/speak Tim", Duration.ofMinutes(11));
    ann.corrects("/complete Bella nig", Duration.ofMinutes(9));
    ann.sees(m -> m.text().equals("night from Bella"), "the sentence");
    assertThat(ann.texts()).doesNotContain("well then 20 from Tim");
  }

  private static ObjectNode sticker(String emoji) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("file_id", "sleepy")
        .put("file_unique_id", "sleepy")
        .put("type", "regular")
        .put("width", 512)
        .put("height", 512)
        .put("is_animated", false)
        .put("is_video", false)
        .put("emoji", emoji);
  }

  @Test
  void aBurstShowsTypingAndHoldsUpNeitherThisChatNorAnother() {
    bot.school().teaches(TWO_IN_A_ROW);
    learn("Kim", Export.chatWith("Kim", 3).says("Kim", 20, "k"));
    ann.says("/speak Kim");
    ann.sees("k 20 from Kim");
    telegram.awaitCalls("sendChatAction", calls -> !calls.isEmpty());
    FakeUser ben = telegram.user("Ben");
    ben.says("/status");
    ben.sees(text("status.nothing"));
    ann.says("/status");
    ann.sees(text("status.idle"));
    assertThat(ann.texts()).doesNotContain("k 20 from Kim (2)");
    bot.rests();
    ann.sees("k 20 from Kim (2)");
  }

  private void isToldInPassing(String words) {
    telegram.awaitCalls(
        "answerCallbackQuery",
        calls -> calls.stream().anyMatch(c -> c.arguments().path("text").asText("").equals(words)));
    assertThat(ann.texts()).doesNotContain(words);
  }

  @Test
  void whatWasSaidCanBeRatedCorrectedAndExplained() {
    ann.says("/speak Bella are you awake?");
    ann.sees("night from Bella … are you awake?");
    ann.presses("👍");
    isToldInPassing(text("answer.liked", "name", "Bella", "count", 1));
    ann.sees(m -> m.allButtons().stream().anyMatch(b -> b.label().equals("✓ 👍")), "the mark");
    ann.presses("✓ 👍");
    isToldInPassing(text("answer.rated"));
    ann.repliesTo(ann.sees("night from Bella …"), "/why");
    ann.sees("“night from Bella”");
    ann.says("/complete Bella night f");
    ann.sees(m -> m.text().equals("night from Bella"), "the sentence");
    ann.presses("👎");
    ann.sees(text("correct.ask", "name", "Bella", "quoted", 1, "text", "night from Bella"));
    ann.says("night owl");
    ann.sees(text("correct.kept", "Bella"));
    ann.repliesTo(ann.sees(text("correct.kept", "Bella")), "/why");
    ann.sees(text("why.unknown"));
  }
}
