package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Address;
import io.mynah.domain.Group;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /guess}: what is real? */
class GuessingTest {
  private static final List<String> REAL =
      List.of(
          "the cat sleeps well",
          "well the tea is cold",
          "cold is the cat here",
          "here sleeps the tea",
          "the cold cat is well",
          "tea is here for the cat",
          "the cat is cold here");

  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    bot = new Bot(home).start();
    bot.school()
        .teachesToSay(
            "is the cat cold",
            "well is the tea",
            "here the cat sleeps",
            "the tea is the cat",
            "cold tea for the cat",
            "well the cat is here");
    ann = bot.someone(1);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  /** Bella wrote some messages three times, two of them secret; no word of them came but once. */
  private static Export chat() {
    Export chat = Export.chatWith("Bella", 11);
    for (int i = 0; i < 3; i++) {
      REAL.forEach(text -> chat.adds("Bella", text));
      chat.adds("Bella", "the password is well").adds("Bella", "is the password: cold cat");
    }
    chat.adds("Bella", "see https://example.com/cat").adds("Bella", "at 17 30 the tea");
    return chat.adds("Bella", "xylophone cat tea").adds("Bella", "ok");
  }

  private static String line(String question, String letter) {
    return question
        .lines()
        .filter(line -> line.startsWith(letter + ": "))
        .findFirst()
        .orElseThrow()
        .substring(3);
  }

  /** Presses the button of the message that is real, or of the other one. */
  private void answers(boolean rightly) {
    boolean first = REAL.contains(line(ann.reads(), "A"));
    ann.presses(first == rightly ? "A" : "B");
  }

  /** The beginning of a question of a quiz about Bella. */
  private static String question(int number) {
    return text("guess.question", "number", number, "count", 5, "name", "Bella");
  }

  @Test
  void fiveTimesARealMessageStandsBesideAMadeOneOfAboutTheSameLength() {
    ann.trains(chat());
    int before = ann.readsAll().size();
    ann.says("/guess bella");
    for (int i = 1; i <= 5; i++) {
      String question = ann.reads();
      assertThat(question).startsWith(question(i) + "\n\nA: ");
      List<String> both = List.of(line(question, "A"), line(question, "B"));
      assertThat(both).filteredOn(REAL::contains).as(question).hasSize(1);
      assertThat(both).noneMatch(text -> text.matches(".*(http|17|xylophone).*"));
      answers(true);
    }
    assertThat(ann.readsAll()).hasSize(before + 6);
    assertThat(ann.readsAll().subList(before, before + 5))
        .allMatch(anyText("guess.right", "name", "Bella").asPredicate())
        .extracting(text -> text.replaceAll("(?s).*?\n\n", ""))
        .doesNotHaveDuplicates();
    assertThat(ann.reads())
        .startsWith(text("guess.score", "told", 5, "count", 5))
        .doesNotContainPattern(anyText("guess.in-all"));
  }

  @Test
  void theAnswerIsShownAtOnceAndTheScoreInTheEndAndAfterMoreQuizzesInAll() {
    ann.trains(chat());
    ann.says("/guess Bella");
    int first = ann.readsAll().size() - 1;
    for (boolean rightly : new boolean[] {true, false, false, true, true}) {
      answers(rightly);
    }
    assertThat(ann.readsAll().get(first)).containsPattern(anyText("guess.right", "name", "Bella"));
    assertThat(ann.readsAll().get(first + 1))
        .containsPattern(anyText("guess.wrong", "name", "Bella"));
    ann.hears("guess.score", "told", 3, "count", 5);
    assertThat(ann.buttons()).containsExactly(text("button.once-more"), text("button.report"));
    ann.presses(text("button.once-more"));
    for (int i = 0; i < 5; i++) {
      answers(true);
    }
    assertThat(ann.reads())
        .contains(text("guess.score", "told", 5, "count", 5))
        .contains(text("guess.in-all", "told", 8, "asked", 10));
  }

  @Test
  void theScoreStandsInTheReport() {
    bot.examines().restart();
    ann.trains(chat());
    ann.says("/guess Bella");
    for (int i = 0; i < 4; i++) {
      answers(i > 0);
    }
    ann.says("/report Bella");
    List<Phone.Picture> pictures = bot.phone().pictures(ann.address());
    assertThat(pictures.get(pictures.size() - 2).caption())
        .contains(text("report.guessed", "told", 3, "asked", 4));
  }

  @Test
  void aButtonPressedTwiceCountsOnce() {
    ann.trains(chat());
    ann.says("/guess Bella");
    var question = ann.newest().ref();
    String first = ann.action("A");
    String second = ann.action("B");
    int before = ann.readsAll().size();
    ann.presses(question, first);
    ann.presses(question, first);
    ann.presses(question, second);
    assertThat(ann.readsAll()).hasSize(before + 1);
    assertThat(ann.reads()).startsWith(question(2));
    String answered = ann.readsAll().get(before - 1);
    assertThat(answered)
        .satisfiesAnyOf(
            said -> assertThat(said).containsPattern(anyText("guess.right", "name", "Bella")),
            said -> assertThat(said).containsPattern(anyText("guess.wrong", "name", "Bella")));
  }

  @Test
  void afterARestartAnOldButtonSaysThatTheQuizIsForgottenAndTheScoreIsNot() {
    ann.trains(chat());
    ann.says("/guess Bella");
    answers(true);
    var bearer = ann.messageWith("A");
    String old = ann.action("A");
    bot.restart();
    ann.presses("A");
    ann.hears("guess.forgotten");
    ann.says("/guess Bella");
    answers(true);
    ann.presses(bearer, old);
    assertThat(ann.reads()).as("another quiz is not answered").startsWith(text("guess.forgotten"));
    assertThat(ann.readsAll()).filteredOn(text -> text.startsWith(question(2))).hasSize(2);
  }

  @Test
  void nobodyElseCanAnswerAndInAGroupNothingRealIsShown() {
    ann.trains(chat());
    ann.says("/guess Bella");
    String action = ann.action("A");
    Someone eve = bot.someone(9);
    eve.says("/people");
    eve.presses(eve.newest().ref(), action);
    eve.hears("hint.stale-button");
    Someone there = ann.in(new Group(new Address("group"), "Friends"));
    there.says("/share Bella");
    there.says("/guess Bella");
    there.hears("group.no-real", "Bella");
    assertThat(there.readsAll()).noneMatch(text -> REAL.stream().anyMatch(text::contains));
  }

  @Test
  void ofSomeoneWhoseMessagesAllGiveThemselvesAwayThereIsNoQuiz() {
    ann.trains(Export.chatWith("Tim", 3).says("Tim", 20, "unique"));
    ann.says("/guess Tim");
    ann.hears("guess.too-few", "Tim");
  }

  @Test
  void whoseVoiceIsDamagedIsSaidSoAndTrainedAgain() {
    ann.trains(chat());
    bot.spoilsModels();
    ann.says("/guess Bella");
    assertThat(ann.readsAll()).anyMatch(said -> said.startsWith(text("speak.damaged", "Bella")));
    ann.awaits(text("notice.done", "Bella"));
    ann.awaitsQuiet();
    ann.says("/guess Bella");
    assertThat(ann.reads()).startsWith(question(1));
  }

  @Test
  void someoneWhoCannotSpeakIsSaidToAndAForgottenPersonsQuizIsGone() {
    bot.school().hold();
    ann.sends("result.json", chat().json(), "/train");
    ann.awaits("40 %");
    ann.says("/guess Bella");
    ann.hears("speak.training", "name", "Bella", "percent", 40);
    bot.school().release();
    ann.awaitsQuiet();
    ann.says("/guess Bella");
    var question = ann.newest().ref();
    String action = ann.action("A");
    ann.says("/forget Bella");
    ann.presses(text("button.erase"));
    ann.presses(question, action);
    assertThat(ann.reads()).containsIgnoringCase(text("guess.forgotten"));
  }
}
