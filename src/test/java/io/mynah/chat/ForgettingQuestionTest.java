package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.MessageRef;
import io.mynah.domain.Person;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /forget} asks before it erases, and which answers to it count. */
class ForgettingQuestionTest {
  private static final List<String> KINDS = List.of("Bella", "chat", "everything");

  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    bot = new Bot(home).unsealed().start();
    ann = bot.someone(1);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  /** A question with the actions of its buttons. */
  private record Asked(MessageRef message, String yes, String no) {}

  private Asked asks(String what) {
    ann.says("/forget " + what);
    return new Asked(
        ann.newest().ref(), ann.action(text("button.erase")), ann.action(text("button.keep")));
  }

  private List<String> people() {
    return bot.corpora().people(ann.owner()).stream().map(Person::name).toList();
  }

  /** What is asked before somebody of the chat Friends is forgotten. */
  private static String question(String name, int messages, int voice, int others) {
    return text(
        "forget.ask-person",
        "name",
        name,
        "title",
        "Friends",
        "count",
        messages,
        "voice",
        voice,
        "others",
        others);
  }

  @Test
  void aNoErasesNothing() {
    ann.trains(Export.ofBellaAndTim());
    for (String what : KINDS) {
      ann.says("/forget " + what);
      ann.presses(text("button.keep"));
      ann.hears("forget.kept");
      assertThat(ann.buttons()).isEmpty();
    }
    assertThat(people()).containsExactlyInAnyOrder("Bella", "Tim");
    ann.says("/speak Bella");
    assertThat(ann.reads()).isEqualTo("night from Bella");
  }

  @Test
  void yesPressedTwiceAndNoAfterYesAreOld() {
    ann.trains(Export.ofBellaAndTim());
    for (String what : KINDS) {
      Asked asked = asks(what);
      ann.presses(asked.message(), asked.yes());
      assertThat(ann.reads()).as(what).startsWith("I forgot");
      ann.presses(asked.message(), asked.yes());
      assertThat(ann.reads())
          .as(what)
          .containsAnyOf(text("hint.stale-button"), text("forget.done-everything"));
      ann.presses(asked.message(), asked.no());
      assertThat(ann.reads())
          .as(what)
          .containsAnyOf(text("hint.stale-button"), text("forget.nothing"));
      ann.trains(Export.ofBellaAndTim().adds("Tim", "after " + what));
    }
  }

  @Test
  void theQuestionPromisesNoVoiceWhereThereIsNoneAndCountsThoseInTraining() {
    bot.school().hold();
    ann.sends("result.json", Export.ofThreeFriends().json(), "/train");
    ann.awaits(text("ask.people", "title", "Friends", "count", 3));
    ann.presses("Carl");
    ann.presses(text("button.train-picked", 1));
    ann.awaits("40 %");
    bot.phone().await("the upload is done with", () -> !bot.reading());
    ann.says("/forget Bella");
    assertThat(ann.reads()).isEqualTo(question("Bella", 30, 0, 1));
    ann.says("/forget Carl");
    assertThat(ann.reads()).isEqualTo(question("Carl", 25, 1, 0));
    bot.school().release();
    ann.says("/forget Dan");
    ann.presses(text("button.erase"));
    assertThat(ann.reads())
        .startsWith(text("forget.done-person", "name", "Dan", "voice", 0, "others", 1));
  }

  @Test
  void aYesIsSeenAtOnce() {
    ann.trains(Export.ofBellaAndTim());
    for (String what : KINDS) {
      ann.says("/forget " + what);
      ann.presses(text("button.erase"));
      List<Reply> versions = ann.newest().versions();
      assertThat(versions.get(versions.size() - 2)).isEqualTo(Reply.of(text("forget.under-way")));
      assertThat(bot.phone().isTyping(ann.address())).isFalse();
      ann.trains(Export.ofBellaAndTim().adds("Tim", "after " + what));
    }
  }

  @Test
  void afterANoALateYesOfTheSameQuestionErasesNothing() {
    ann.trains(Export.ofBellaAndTim());
    for (String what : KINDS) {
      Asked asked = asks(what);
      ann.presses(asked.message(), asked.no());
      bot.restart();
      ann.presses(asked.message(), asked.yes());
      assertThat(ann.reads()).as(what).contains(text("hint.stale-button"));
      ann.presses(asked.message(), asked.no());
      assertThat(ann.reads()).as(what).contains(text("hint.stale-button"));
    }
    assertThat(people()).containsExactlyInAnyOrder("Bella", "Tim");
  }

  @Test
  void onlyTheLastQuestionCanBeAnswered() {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/forget Bella");
    MessageRef first = ann.newest().ref();
    String yes = ann.action(text("button.erase"));
    ann.says("/forget Tim");
    Phone.Shown second = ann.newest();
    ann.presses(first, yes);
    ann.hears("hint.stale-button");
    assertThat(people()).containsExactlyInAnyOrder("Bella", "Tim");
    ann.presses(second.ref(), second.now().buttons().get(0).get(0).action());
    assertThat(people()).containsExactly("Bella");
  }

  @Test
  void aQuestionOfMoreThanAnHourAgoErasesNothing() {
    ann.trains(Export.ofBellaAndTim());
    for (String what : KINDS) {
      ann.says("/forget " + what);
      bot.clock().advance(Duration.ofMinutes(61));
      ann.presses(text("button.erase"));
      assertThat(ann.reads()).as(what).contains(text("hint.stale-button"));
    }
    assertThat(people()).containsExactlyInAnyOrder("Bella", "Tim");
  }

  @Test
  void theAnswerCountsAfterARestartToo() {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/forget Bella");
    bot.restart();
    ann.presses(text("button.erase"));
    assertThat(ann.reads())
        .startsWith(text("forget.done-person", "name", "Bella", "voice", 1, "others", 1));
    assertThat(people()).containsExactly("Tim");
  }

  @Test
  void aNoOfOneWhoSentNothingIsNotOld() {
    ann.says("/forget everything");
    ann.presses(text("button.keep"));
    ann.hears("forget.nothing");
    assertThat(ann.buttons()).isEmpty();
  }

  @Test
  void nobodyElseCanErase() {
    ann.trains(Export.ofBellaAndTim());
    Someone eve = bot.someone(9);
    long now = bot.clock().instant().getEpochSecond();
    for (String action :
        List.of(
            "fp:1",
            "fpx:1:" + now,
            "fc:1",
            "fcx:1:" + now,
            "fax:" + now,
            "fpk:1:" + now,
            "fck:1:" + now,
            "fak:" + now)) {
      eve.presses(ann.newest().ref(), action);
      assertThat(eve.reads()).as(action).contains(text("hint.stale-button"));
    }
    assertThat(people()).hasSize(2);
  }
}
