package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.forget.RetentionConfig;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chats that nobody uses are erased after a time, if it is set so. */
class RetentionTest {
  private static final RetentionConfig HALF_A_YEAR = new RetentionConfig(6, 7);
  private static final String NOTICE = text("retention.notice", "title", "Bella", "days", 7);

  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  private void start(RetentionConfig config) {
    bot = new Bot(home).keepsIdleChats(config).start();
    ann = bot.someone(1);
    ann.trains(Export.ofBellaAndTim());
  }

  @AfterEach
  void close() {
    bot.close();
  }

  /** So many days later the bot is started again. */
  private void passes(int days) {
    bot.clock().advance(Duration.ofDays(days));
    bot.restart();
  }

  private List<String> people() {
    return bot.corpora().people(OwnerId.telegram(1)).stream().map(Person::name).toList();
  }

  @Test
  void aChatIsErasedThatNobodyUsedAndTheOwnerIsToldBefore() throws Exception {
    start(HALF_A_YEAR);
    passes(170);
    assertThat(ann.readsAll()).noneMatch(anyText("retention.notice").asPredicate());
    passes(10);
    assertThat(ann.reads()).startsWith(NOTICE);
    passes(6);
    assertThat(people()).containsExactlyInAnyOrder("Bella", "Tim");
    assertThat(ann.readsAll().stream().filter(text -> text.startsWith(NOTICE))).hasSize(1);
    passes(2);
    assertThat(people()).isEmpty();
    assertThat(bot.corpora().chats(OwnerId.telegram(1))).isEmpty();
    ann.hears("retention.erased", "title", "Bella", "months", 6);
    assertThat(bot.blobs().isEmpty()).isTrue();
  }

  @Test
  void aChatThatLearnsFromItsGroupIsInUseUntilThatEnds() {
    start(HALF_A_YEAR);
    Group group = new Group(new Address("group 1"), "Friends");
    ann.in(group).says("/learn");
    passes(180);
    ann.says("/forget chat Bella");
    ann.presses(text("button.erase"));
    passes(400);
    assertThat(bot.corpora().chats(OwnerId.telegram(1))).hasSize(1);
    ann.in(group).says("/unlearn");
    passes(170);
    assertThat(bot.corpora().chats(OwnerId.telegram(1))).as("it ended lately").hasSize(1);
    passes(10);
    assertThat(ann.reads()).startsWith(text("retention.notice", "title", "Friends", "days", 7));
    passes(8);
    assertThat(bot.corpora().chats(OwnerId.telegram(1))).isEmpty();
  }

  @Test
  void whoeverUsesItAfterTheNoticeKeepsIt() {
    start(HALF_A_YEAR);
    passes(180);
    assertThat(ann.reads()).startsWith(NOTICE);
    ann.says("/speak Bella");
    bot.rests();
    passes(20);
    assertThat(people()).containsExactlyInAnyOrder("Bella", "Tim");
    passes(160);
    assertThat(ann.reads()).as("once more").startsWith(NOTICE);
    passes(10);
    assertThat(people()).isEmpty();
  }

  @Test
  void anUploadOfTheOwnersGoesOnMeanwhile() {
    start(HALF_A_YEAR);
    passes(180);
    bot.clock().advance(Duration.ofDays(8));
    bot.phone().holdFetches();
    ann.sends("result.json", Export.chatWith("Zoe", 12).says("Zoe", 20, "z").json(), "/train");
    bot.restart();
    assertThat(ann.readsAll())
        .anyMatch(said -> said.startsWith(text("retention.erased", "title", "Bella", "months", 6)));
    bot.phone().releaseFetches();
    bot.phone().await("Zoe", () -> people().contains("Zoe"));
    ann.awaitsQuiet();
    assertThat(people()).doesNotContain("Bella");
  }

  @Test
  void aChatThatIsUsedWhileAnotherIsErasedIsKept() {
    start(HALF_A_YEAR);
    ann.trains(Export.chatWith("Zoe", 12).says("Zoe", 20, "z"));
    passes(180);
    bot.phone()
        .onSend(
            () -> {
              if (ann.reads().startsWith(text("retention.erased", "title", "Bella", "months", 6))) {
                bot.phone().onSend(() -> {});
                ann.says("/speak Zoe");
              }
            });
    passes(8);
    assertThat(people()).containsExactly("Zoe");
  }

  @Test
  void whoseChatsAreAtAnotherBotIsLeftToThatBot() {
    start(HALF_A_YEAR);
    bot.phone().moveElsewhere(ann.owner());
    passes(180);
    passes(20);
    assertThat(people()).containsExactlyInAnyOrder("Bella", "Tim");
    assertThat(ann.readsAll()).noneMatch(said -> said.startsWith(NOTICE));
    bot.phone().moveElsewhere(null);
    passes(1);
    assertThat(ann.reads()).startsWith(NOTICE);
  }

  @Test
  void theOwnerIsToldInTheirLanguage() {
    start(HALF_A_YEAR);
    ann.speaking(Locale.GERMAN).says("/status");
    passes(180);
    assertThat(ann.reads()).startsWith("Den Chat Bella hat lange niemand benutzt.");
  }

  @Test
  void unlessItIsSetNothingIsErasedByItself() {
    start(RetentionConfig.FOR_EVER);
    passes(4_000);
    assertThat(people()).containsExactlyInAnyOrder("Bella", "Tim");
    assertThat(ann.readsAll())
        .noneMatch(anyText("retention.notice").asPredicate())
        .noneMatch(anyText("retention.erased").asPredicate());
  }
}
