package io.mynah.chat;

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
    ann.awaits("Bob is ready.");
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(2);

    ann.says("/train Matt");
    ann.awaits("Matt is ready.");
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(3);

    ann.says("/train Mat");
    assertThat(ann.reads()).isIn("Who should I train?", "Did you mean …?");
    assertThat(ann.buttons()).contains("Matt", "Matthew");
    ann.presses("Matthew");
    ann.awaits("Matthew is ready.");
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(4);

    ann.says("/train Zoe");
    assertThat(ann.reads()).startsWith("Zoe wrote only 3 messages, and I need 10");
    ann.says("/train Ferdinand");
    assertThat(ann.reads())
        .startsWith("I don't know anyone by that name. I know ")
        .contains("Bob", "Zoe")
        .endsWith("send me the file of an export, with /train as its caption.");
    ann.says("/train Bob/result.json");
    assertThat(ann.reads()).startsWith("I can't read files by name here.");
    assertThat(bot.school().lessons()).hasSize(4);
  }

  @Test
  void wherePathsAreReadAWordThatFitsNobodyIsAPathThatLeadsNowhere() {
    bot.phone().local = true;
    ann.trains(Export.ofBellaAndTim());
    ann.says("/train exports");
    assertThat(ann.reads()).startsWith("I can't find that file.");
    ann.says("/train bella");
    ann.awaits("Bella is ready.");
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(3);
  }

  @Test
  void whoNamesSomebodyInPlaceOfAFileIsNotWaitedForWithOne() {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/train");
    assertThat(ann.reads()).startsWith("Send me the file now");
    ann.says("/train Bella");
    ann.awaits("Bella is ready.");
    ann.awaitsQuiet();
    ann.says("hello there");
    assertThat(ann.reads()).doesNotContain("waiting for the file");
    ann.says("/cancel");
    assertThat(ann.reads()).isEqualTo("There is nothing to cancel.");
  }

  @Test
  void whoNamesNobodyInParticularIsWaitedForWithAnAnswerAndNotWithAFile() {
    knowsMattMatthewAndBob();
    ann.says("/train");
    ann.says("/train Mat");
    ann.says("Matthew");
    ann.awaits("Matthew is ready.");
    ann.awaitsQuiet();
    ann.says("/train");
    ann.says("/train Ferdinand");
    assertThat(ann.reads()).startsWith("I don't know anyone by that name.");
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
    assertThat(ann.reads()).startsWith("I can't read files by name here.");
    ann.says("hm");
    assertThat(ann.reads()).contains("waiting for the file");
  }

  @Test
  void whereAPathIsWaitedForANameEndsThatToo() {
    bot.phone().local = true;
    ann.trains(Export.ofBellaAndTim());
    ann.says("/train");
    assertThat(ann.reads()).startsWith("Which file?");
    ann.says("bella");
    ann.awaits("Bella is ready.");
    ann.awaitsQuiet();
    ann.says("hello there");
    assertThat(ann.reads()).doesNotContain("I can't find that file.");
  }

  @Test
  void theQuestionWhoIsMeantShowsWhoWasChosenAndTakesNoOther() {
    knowsMattMatthewAndBob();
    ann.says("/train Mat");
    Phone.Shown question = ann.newest();
    assertThat(Someone.labels(question)).contains("Matt", "Matthew");
    ann.presses("Matthew");
    ann.awaits("Matthew is ready.");
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
    ann.awaits("Matthew is ready.");
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
    assertThat(ann.reads()).isEqualTo("Who should I train?");
    assertThat(ann.buttons()).containsExactly("Bob Lee", "Bob Moss");
    ann.says("/train Kim and Bob");
    assertThat(ann.reads()).isEqualTo("Who should I train?");
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
    assertThat(ann.reads()).startsWith("Bob Moss wrote only 3 messages, and I need 10");
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(lessons);
  }

  @Test
  void anEarlierQuestionWhoShouldSpeakIsNotOpenAnyMore() {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/speak");
    assertThat(ann.reads()).isEqualTo("Who should speak?");
    ann.says("/train Bella");
    ann.awaits("Bella is ready.");
    ann.awaitsQuiet();
    ann.says("Tim");
    assertThat(ann.reads()).doesNotContain("from Tim");
  }
}
