package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.voice.TypingPauses;
import io.mynah.lm.Habits;
import io.mynah.lm.Quantiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replies as the person sends them: several messages, one by one, each in its time. */
class DeliveryTest {
  private static final Habits THREE_IN_A_ROW =
      new Habits(
          List.of(0.0, 0.0, 1.0),
          new Quantiles(List.of(5.0, 20.0)),
          new Quantiles(List.of(60.0, 600.0)));

  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    bot = new Bot(home).start();
    ann = bot.someone(1);
    bot.school().teaches(THREE_IN_A_ROW);
    ann.trains(Export.ofBellaAndTim());
  }

  @AfterEach
  void close() {
    bot.close();
  }

  private int sent() {
    return ann.readsAll().size();
  }

  @Test
  void aReplyComesMessageByMessageWithTypingShownBetween() {
    int before = sent();
    ann.says("/speak Bella");
    assertThat(ann.reads()).isEqualTo("night from Bella");
    assertThat(sent()).isEqualTo(before + 1);
    assertThat(bot.phone().isTyping(ann.address())).isTrue();

    bot.passes(bot.pauses().due().get(0));
    assertThat(ann.reads()).isEqualTo("night from Bella (2)");
    assertThat(bot.phone().isTyping(ann.address())).isTrue();
    bot.passes(TypingPauses.LONGEST);
    assertThat(ann.readsLast(3))
        .containsExactly("night from Bella", "night from Bella (2)", "night from Bella (3)");
    assertThat(bot.phone().isTyping(ann.address())).isFalse();
    assertThat(bot.working(ann.owner())).isFalse();
  }

  @Test
  void anAnswerTakesAWhileToBeginAndNoPauseIsLongerThanFourSeconds() {
    int before = sent();
    ann.says("/speak Bella are you awake? " + "really ".repeat(50));
    assertThat(sent()).isEqualTo(before);
    assertThat(bot.working(ann.owner())).isTrue();
    for (int i = 1; i <= 3; i++) {
      assertThat(bot.pauses().due())
          .singleElement()
          .satisfies(
              due -> assertThat(due).isBetween(Duration.ofMillis(500), TypingPauses.LONGEST));
      bot.passes(bot.pauses().due().get(0));
      assertThat(sent()).isEqualTo(before + i);
    }
  }

  @Test
  void whatHasNoPausesCanBeStoppedTooAfterEachMessage() {
    int before = sent();
    bot.pauses().hold();
    ann.says("/speak Bella 10");
    assertThat(sent()).isEqualTo(before + 1);
    assertThat(bot.working(ann.owner())).isTrue();
    ann.says("/stop");
    ann.hears("stop.done");
    bot.rests();
    assertThat(sent()).isEqualTo(before + 2);
  }

  @Test
  void withoutDelaysAllOfItComesAtOnce() {
    ann.says("/settings delay off");
    int before = sent();
    ann.says("/speak Bella are you awake?");
    assertThat(sent()).isEqualTo(before + 3);
    assertThat(bot.pauses().due()).isEmpty();
  }

  @Test
  void withoutBurstsThereIsOneMessage() {
    ann.says("/settings bursts off");
    int before = sent();
    ann.says("/speak Bella");
    bot.rests();
    assertThat(sent()).isEqualTo(before + 1);
  }

  @Test
  void whoNamesANumberGetsThatManyAtOnce() {
    int before = sent();
    ann.says("/speak Bella 2 are you awake?");
    assertThat(ann.readsLast(2)).containsOnly("night from Bella … are you awake?");
    assertThat(sent()).isEqualTo(before + 2);
    assertThat(bot.pauses().due()).isEmpty();
  }

  @Test
  void aButtonWithANameSpeaksAsThePersonDoesToo() {
    int before = sent();
    ann.says("/people");
    ann.presses("Tim");
    ann.presses(text("card.speak"));
    bot.rests();
    assertThat(sent()).as("the card is the list, changed").isEqualTo(before + 1 + 3);
  }

  @Test
  void meanwhileOtherCommandsAreAnsweredAndAnotherReplyWaitsForItsTurn() {
    ann.says("/speak Bella");
    ann.says("/speak Tim");
    ann.says("/status");
    ann.hears("status.idle");
    bot.rests();
    assertThat(ann.readsLast(7))
        .satisfies(
            texts -> {
              assertThat(texts.get(0)).isEqualTo("night from Bella");
              assertThat(texts.get(1)).startsWith(text("status.idle"));
              assertThat(texts.subList(2, 4)).allMatch(text -> text.startsWith("night"));
              assertThat(texts.subList(4, 7)).allMatch(text -> text.startsWith("well then 20"));
            });
  }

  @Test
  void anotherChatDoesNotWait() {
    Someone ben = bot.someone(2);
    ben.trains(Export.ofBellaAndTim());
    ann.says("/speak Bella");
    ben.says("/speak Tim");
    assertThat(ben.reads()).startsWith("well then 20");
  }

  @Test
  void stopEndsWhatIsUnderWay() {
    ann.says("/speak Bella");
    ann.says("/speak Tim");
    int before = sent();
    ann.says("/stop");
    ann.hears("stop.done");
    bot.rests();
    assertThat(sent()).isEqualTo(before + 1);
    assertThat(bot.phone().isTyping(ann.address())).isFalse();
    assertThat(bot.working(ann.owner())).isFalse();
    ann.says("/stop");
    ann.hears("stop.nothing");
    ann.says("/speak Tim");
    assertThat(ann.reads()).isEqualTo("well then 20 from Tim");
  }

  @Test
  void whoIsForgottenSaysNothingMore() {
    ann.says("/speak Bella");
    ann.says("/forget everything");
    ann.presses(text("button.erase"));
    int before = sent();
    bot.rests();
    assertThat(sent()).isEqualTo(before);
    assertThat(bot.working(ann.owner())).isFalse();
  }

  @Test
  void aFaultIsToldAndEndsTheReplyButNotTheNext() {
    ann.says("/speak Bella");
    ann.says("/speak Tim");
    bot.phone().failNextSend(new IllegalStateException());
    bot.passes(bot.pauses().due().get(0));
    assertThat(ann.readsLast(2))
        .satisfiesExactly(
            error -> assertThat(error).containsPattern(anyText("error")),
            next -> assertThat(next).isEqualTo("well then 20 from Tim"));
    bot.rests();
    assertThat(ann.reads()).isEqualTo("well then 20 from Tim (3)");
  }

  @Test
  void whatWaitsWhenTheProcessEndsIsNotSentAndTheNextOneSpeaks() {
    ann.says("/speak Bella");
    bot.restart();
    int before = sent();
    bot.rests();
    assertThat(sent()).isEqualTo(before);
    ann.says("/speak Bella");
    bot.rests();
    assertThat(sent()).isEqualTo(before + 3);
  }
}
