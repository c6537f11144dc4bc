package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.Habits;
import io.mynah.lm.Quantiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /report}, and the report that comes by itself when a training ends. */
class ReportTest {
  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    bot = new Bot(home).examines().start();
    ann = bot.someone(1);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  private static Export chat() {
    Export chat = Export.chatWith("Bella", 11);
    for (int i = 1; i <= 40; i++) {
      chat.adds("Bella", "hi " + i + " from Bella").adds("Tim", "WELL " + i + " THEN?");
    }
    return chat;
  }

  private List<Phone.Picture> pictures() {
    return bot.phone().pictures(ann.address());
  }

  private List<String> captions() {
    return pictures().stream().map(Phone.Picture::caption).toList();
  }

  @Test
  void whenATrainingEndsItsReportComesByItself() {
    ann.trains(chat());
    assertThat(captions())
        .hasSize(4)
        .anyMatch(anyText("report.head", "name", "Bella", "count", 40).asPredicate())
        .anyMatch(anyText("report.head", "name", "Tim", "count", 40).asPredicate())
        .contains(text("report.habits", "Bella"));
    assertThat(pictures()).allMatch(picture -> picture.image().getWidth() == 1080);
  }

  @Test
  void aTrainingAnewBringsNoReportByItself() {
    ann.trains(chat());
    int before = captions().size();
    ann.says("/people Bella");
    ann.presses(text("card.train-again"));
    ann.awaits(text("notice.done", "Bella"));
    ann.awaitsQuiet();
    assertThat(captions()).hasSize(before);
    assertThat(ann.buttons()).containsExactly(text("button.speak", "Bella"), text("card.report"));
    ann.presses(text("card.report"));
    assertThat(captions()).hasSize(before + 2);
  }

  @Test
  void aTrainingThatFollowsAForgettingBringsNoReport() {
    ann.trains(chat());
    int before = captions().size();
    ann.says("/forget Bella");
    ann.presses(text("button.erase"));
    ann.awaitsQuiet();
    assertThat(captions()).hasSize(before);
    ann.says("/report Tim");
    assertThat(captions()).hasSize(before + 2);
  }

  @Test
  void aReportSaysInWordsHowWellTheModelIsToldFromThePerson() {
    ann.trains(chat());
    int before = pictures().size();
    ann.says("/report bella");
    String words = captions().get(before);
    assertThat(words)
        .contains(text("report.grade", text("quality.rough")))
        .contains(text("report.recognised", "name", "Bella", "likeness", "very_good"))
        .containsPattern(anyText("report.copied-most"))
        .doesNotContain("bits")
        .doesNotContainPattern(anyText("report.guessed"));
    assertThat(captions()).hasSize(before + 2);
  }

  @Test
  void whoeverChoseTablesGetsThemAndThenThePictures() {
    bot.phone().tables = true;
    ann.trains(chat());
    assertThat(captions()).as("as text, under a picture").hasSize(4);
    ann.says("/settings tables on");
    ann.says("/report bella");
    RichReply report = bot.phone().rich(ann.newest().ref()).orElseThrow();
    assertThat(report.blocks().get(0))
        .isEqualTo(new RichReply.Heading(text("report.title", "Bella")));
    assertThat(ann.reads()).containsPattern(anyText("report.head", "name", "Bella", "count", 40));
    assertThat(ann.buttons()).containsExactly(text("button.speak", "Bella"), text("button.guess"));
    assertThat(captions().subList(4, 6))
        .satisfiesExactly(
            curve -> assertThat(curve).isEqualTo(text("chart.learning", "Bella")),
            habits -> assertThat(habits).isEqualTo(text("report.habits", "Bella")));
    bot.phone().tables = false;
    ann.says("/report bella");
    assertThat(captions().get(6)).containsPattern(anyText("report.head", "name", "Bella"));
  }

  @Test
  void tablesTellOfOtherVersionsToo() {
    bot.phone().tables = true;
    ann.says("/settings tables on");
    ann.trains(chat());
    ann.says("/people Bella");
    ann.presses(text("card.train-again"));
    ann.awaits(text("notice.done", "Bella"));
    ann.awaitsQuiet();
    ann.says("/report bella");
    RichReply report = bot.phone().rich(ann.newest().ref()).orElseThrow();
    assertThat(report.blocks())
        .last()
        .isInstanceOfSatisfying(
            RichReply.Details.class,
            others -> {
              assertThat(others.summary()).isEqualTo(text("report.versions"));
              assertThat(others.blocks())
                  .singleElement()
                  .isInstanceOfSatisfying(
                      RichReply.Table.class,
                      table ->
                          assertThat(table.rows()).hasSize(1).allMatch(row -> row.contains("40")));
            });
  }

  @Test
  void withoutANameItAsksWhoseAndAButtonAnswers() {
    ann.trains(chat());
    int before = pictures().size();
    ann.says("/report");
    ann.hears("who.whose");
    ann.presses("Tim");
    assertThat(captions().get(before))
        .containsPattern(anyText("report.head", "name", "Tim", "count", 40));
  }

  @Test
  void aNameThatIsUnknownOrMistypedIsAskedAbout() {
    ann.trains(chat());
    ann.says("/report Ferdinand");
    ann.hears("speak.unknown", "Bella and Tim");
    ann.says("/report Blela");
    ann.hears("speak.did-you-mean");
    ann.presses("Bella");
    assertThat(captions().get(captions().size() - 2))
        .containsPattern(anyText("report.head", "name", "Bella", "count", 40));
  }

  @Test
  void ofSomeoneWhoIsBeingTrainedAReportIsPromised() {
    bot.school().holdWithVoice();
    ann.sends("result.json", chat().json(), "/train");
    ann.awaits(anyText("notice.early"));
    bot.phone().await("both are submitted", () -> !bot.reading());
    String name = ann.reads().contains(text("notice.early", "Bella")) ? "Bella" : "Tim";
    ann.says("/report " + name);
    assertThat(ann.reads()).isEqualTo(text("report.later", name));
    String other = name.equals("Bella") ? "Tim" : "Bella";
    ann.says("/report " + other);
    assertThat(ann.reads()).contains(text("speak.queued", "name", other, "place", 1));
    bot.school().release();
    ann.awaitsQuiet();
    assertThat(captions()).hasSize(4);
  }

  @Test
  void aVoiceFromBeforeThereWereReportsCanBeTrainedAgainForOne() {
    bot.close();
    bot = new Bot(home).start();
    ann = bot.someone(1);
    ann.trains(chat());
    assertThat(pictures()).isEmpty();
    bot.examines().restart();
    ann.says("/report Bella");
    ann.hears("report.none", "Bella");
    ann.presses(text("button.train", "Bella"));
    ann.awaits(text("notice.done", "Bella"));
    ann.awaitsQuiet();
    assertThat(captions().get(0))
        .containsPattern(anyText("report.head", "name", "Bella", "count", 40));
  }

  @Test
  void aReportThatWasNotSentBeforeARestartIsSentAfterIt() {
    bot.phone().failNextPicture(new IllegalStateException("the process dies here"));
    ann.trains(Export.chatWith("Bella", 11).says("Bella", 40, "hi").says("Kim", 3, "no"));
    assertThat(pictures()).isEmpty();
    bot.restart();
    ann.awaitsQuiet();
    assertThat(captions()).hasSize(2);
    bot.restart();
    ann.awaitsQuiet();
    assertThat(captions()).as("once").hasSize(2);
  }

  @Test
  void aFirstReportThatCouldNotBeSentComesAfterTheNextTraining() {
    bot.phone().failNextPicture(new IllegalStateException("nobody is reached"));
    ann.trains(Export.chatWith("Bella", 11).says("Bella", 40, "hi").says("Kim", 3, "no"));
    assertThat(pictures()).isEmpty();
    ann.says("/people Bella");
    ann.presses(text("card.train-again"));
    ann.awaits(text("notice.done", "Bella"));
    ann.awaitsQuiet();
    assertThat(captions()).hasSize(2);
  }

  /** From the next training on. */
  private void everyonePausesBeforeASecondMessage() {
    bot.school()
        .teaches(
            new Habits(
                List.of(0.0, 1.0),
                new Quantiles(List.of(5.0, 20.0)),
                new Quantiles(List.of(60.0, 90.0))));
  }

  @Test
  void aReportWaitsForTheEndOfTheReplyThatIsUnderWay() {
    everyonePausesBeforeASecondMessage();
    ann.trains(chat());
    int before = captions().size();
    ann.says("/speak Bella");
    String first = ann.reads();
    ann.says("/report Bella");
    ann.says("/speak Tim");
    assertThat(captions()).as("in the midst of an answer").hasSize(before);
    bot.passes(bot.pauses().due().get(0));
    assertThat(ann.readsLast(2)).first().isNotEqualTo(first);
    assertThat(ann.readsAll()).contains(first + " (2)");
    assertThat(captions().subList(before, captions().size()))
        .satisfiesExactly(
            words ->
                assertThat(words)
                    .containsPattern(anyText("report.head", "name", "Bella", "count", 40)),
            habits -> assertThat(habits).startsWith(text("report.habits", "Bella")));
    bot.rests();
    assertThat(ann.reads()).isEqualTo("WELL 40 THEN? (2)");
  }

  @Test
  void aReportThatComesByItselfWaitsTooAndIsNotStoppedWithTheReply() {
    everyonePausesBeforeASecondMessage();
    ann.trainsAll(
        Export.group("Friends", 11)
            .says("Bella", 40, "hi")
            .says("Tim", 40, "well")
            .says("Kim", 3, "k"),
        "Bella");
    int before = captions().size();
    ann.says("/people Tim");
    bot.school().hold();
    ann.presses(text("card.train"));
    ann.awaits(" %, about");
    ann.says("/speak Bella");
    bot.school().release();
    bot.phone()
        .await(
            "Tim is trained",
            () ->
                ann.readsAll().stream().filter(t -> t.endsWith(text("notice.done", "Tim"))).count()
                        > 0
                    || ann.readsAll().stream()
                        .anyMatch(t -> t.contains(text("notice.speak", "Tim"))));
    assertThat(captions()).hasSize(before);
    ann.says("/stop");
    bot.phone().await("the report", () -> captions().size() == before + 2);
    ann.awaitsQuiet();
    assertThat(captions().get(before))
        .containsPattern(anyText("report.head", "name", "Tim", "count", 40));
  }

  @Test
  void nobodyElseSeesAReport() {
    ann.trains(chat());
    ann.says("/report");
    String bella = ann.action("Bella");
    Someone eve = bot.someone(9);
    eve.says("/report Bella");
    eve.presses(eve.newest().ref(), bella);
    assertThat(eve.readsAll()).noneMatch(text -> text.contains("Bella"));
    eve.hears("hint.stale-button");
    assertThat(bot.phone().pictures(eve.address())).isEmpty();
  }

  @Test
  void aReportGoesWithThePersonAndWithTheVoiceThatLearnedFromThem() {
    ann.trains(chat());
    ann.says("/forget Bella");
    ann.presses(text("button.erase"));
    ann.awaitsQuiet();
    ann.says("/report Bella");
    assertThat(ann.reads())
        .doesNotContainPattern(anyText("report.head", "name", "Bella"))
        .contains(text("speak.unknown", "Tim"));
  }
}
