package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /train NAME}: what it ends, and what it asks. */
class TrainingByNameTest {
  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    bot = new Bot(home).start();
    ann = bot.someone(1);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  private void knowsMattMatthewAndBob() {
    ann.trainsAll(
        Export.group("Friends", 11)
            .says("Matt", 30, "hi")
            .says("Matthew", 25, "well")
            .says("Bob", 25, "so")
            .says("Zoe", 3, "z"),
        "Bob");
  }

  @Test
  void whoIsKnownIsTrainedByName() {
    knowsMattMatthewAndBob();
    ann.says("/train bob");
    ann.awaits(text("notice.done", "Bob"));
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(2);

    ann.says("/train Matt");
    ann.awaits(text("notice.done", "Matt"));
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(3);

    ann.says("/train Mat");
    assertThat(ann.reads()).isIn(text("train.which"), text("speak.did-you-mean"));
    assertThat(ann.buttons()).contains("Matt", "Matthew");
    ann.presses("Matthew");
    ann.awaits(text("notice.done", "Matthew"));
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(4);

    ann.says("/train Zoe");
    ann.hears("speak.too-few", "name", "Zoe", "count", 3, "needed", 10);
    ann.says("/train Ferdinand");
    assertThat(ann.reads())
        .startsWith(text("train.unknown", "Matt, Matthew, Bob, and Zoe"))
        .contains("Bob", "Zoe")
        .endsWith(text("train.unknown", "Matt, Matthew, Bob, and Zoe"));
    ann.says("/train Bob/result.json");
    ann.hears("train.no-paths");
    assertThat(bot.school().lessons()).hasSize(4);
  }

  @Test
  void wherePathsAreReadAWordThatFitsNobodyIsAPathThatLeadsNowhere() {
    bot.phone().local = true;
    ann.trains(Export.ofBellaAndTim());
    ann.says("/train exports");
    ann.hears("train.no-such-file");
    ann.says("/train bella");
    ann.awaits(text("notice.done", "Bella"));
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(3);
  }

  @Test
  void whoNamesSomebodyInPlaceOfAFileIsNotWaitedForWithOne() {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/train");
    ann.hears("train.send-file");
    ann.says("/train Bella");
    ann.awaits(text("notice.done", "Bella"));
    ann.awaitsQuiet();
    ann.says("hello there");
    assertThat(ann.reads()).doesNotContain(text("train.still-waiting"));
    ann.says("/cancel");
    ann.hears("cancel.nothing");
  }

  @Test
  void whoNamesNobodyInParticularIsWaitedForWithAnAnswerAndNotWithAFile() {
    knowsMattMatthewAndBob();
    ann.says("/train");
    ann.says("/train Mat");
    ann.says("Matthew");
    ann.awaits(text("notice.done", "Matthew"));
    ann.awaitsQuiet();
    ann.says("/train");
    ann.says("/train Ferdinand");
    ann.hears("train.unknown", "Matt, Matthew, Bob, and Zoe");
    assertThat(ann.buttons()).contains("Matt").doesNotContain("Zoe");
    int lessons = bot.school().lessons().size();
    ann.says("Matt");
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).as("a name alone trains nobody").hasSize(lessons);
  }

  @Test
  void whoNamesAFileThatIsNotReadIsStillWaitedFor() {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/train");
    ann.says("/train result.json");
    ann.hears("train.no-paths");
    ann.says("hm");
    ann.hears("train.still-waiting");
  }

  @Test
  void whereAPathIsWaitedForANameEndsThatToo() {
    bot.phone().local = true;
    ann.trains(Export.ofBellaAndTim());
    ann.says("/train");
    ann.hears("train.which-path");
    ann.says("bella");
    ann.awaits(text("notice.done", "Bella"));
    ann.awaitsQuiet();
    ann.says("hello there");
    assertThat(ann.reads()).doesNotContain(text("train.no-such-file"));
  }

  @Test
  void theQuestionWhoIsMeantShowsWhoWasChosenAndTakesNoOther() {
    knowsMattMatthewAndBob();
    ann.says("/train Mat");
    Phone.Shown question = ann.newest();
    assertThat(Someone.labels(question)).contains("Matt", "Matthew");
    ann.presses("Matthew");
    ann.awaits(text("notice.done", "Matthew"));
    ann.awaitsQuiet();
    Reply closed = bot.phone().now(question.ref());
    assertThat(closed.text()).isEqualTo(question.now().text() + "\n✓ Matthew");
    assertThat(closed.buttons()).isEmpty();
    int lessons = bot.school().lessons().size();
    ann.says("Matt");
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).as("that was answered").hasSize(lessons);
  }

  @Test
  void theQuestionWhoIsMeantIsAnsweredByANameAlone() {
    knowsMattMatthewAndBob();
    ann.says("/train Mat");
    ann.says("Matthew");
    ann.awaits(text("notice.done", "Matthew"));
  }

  @Test
  void whoIsMeantIsAskedThoughOnlyOneOfThemCanSpeak() {
    ann.trainsAll(
        Export.group("Friends", 11)
            .says("Bob Lee", 30, "hi")
            .says("Bob Moss", 25, "well")
            .says("Kim", 25, "so"),
        "Bob Lee");
    ann.says("/train Bob");
    ann.hears("train.which");
    assertThat(ann.buttons()).containsExactly("Bob Lee", "Bob Moss");
    ann.says("/train Kim and Bob");
    ann.hears("train.which");
    assertThat(ann.buttons()).containsExactly("Kim");
  }

  @Test
  void whoWroteTooLittleIsNotTrainedByAPressEither() {
    ann.trainsAll(
        Export.group("Friends", 11)
            .says("Bob Lee", 30, "hi")
            .says("Bob Moss", 3, "well")
            .says("Kim", 25, "so"),
        "Kim");
    int lessons = bot.school().lessons().size();
    ann.says("/train Bob");
    ann.presses("Bob Moss");
    ann.hears("speak.too-few", "name", "Bob Moss", "count", 3, "needed", 10);
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(lessons);
  }

  @Test
  void anEarlierQuestionWhoShouldSpeakIsNotOpenAnyMore() {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/speak");
    ann.hears("speak.whom");
    ann.says("/train Bella");
    ann.awaits(text("notice.done", "Bella"));
    ann.awaitsQuiet();
    ann.says("Tim");
    assertThat(ann.reads()).doesNotContain("from Tim");
  }
}
