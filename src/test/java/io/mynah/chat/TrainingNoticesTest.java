package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one message that shows how a training goes, {@code /status} and {@code /cancel}. */
class TrainingNoticesTest {
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

  private void beginsToTrainBellaAndTim() {
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits("40 %");
    bot.phone().await("the upload is done with", () -> !bot.reading());
  }

  @Test
  void oneMessageGoesFromTheFilesArrivalOverQueueAndProgressToTheEnd() {
    bot.school().holdWithVoice();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits("“hi 1 from Bella / and so on”");
    ann.says("/status");
    assertThat(bot.phone().at(ann.address()).get(0).now().text())
        .startsWith(
            text(
                "notice.read",
                text("people.first", "name", "Bella", "count", 20) + ", Tim 20, February 2019"))
        .contains(text("notice.queued", "name", "Tim", "place", 1))
        .contains(text("notice.early", "Bella"));
    bot.school().release();
    ann.awaitsQuiet();
    Phone.Shown notice = bot.phone().at(ann.address()).get(0);
    List<String> texts = notice.versions().stream().map(Reply::text).toList();
    assertThat(texts.get(0)).isEqualTo(text("upload.received"));
    assertThat(texts.get(1))
        .isEqualTo(
            text(
                "notice.read",
                text("people.first", "name", "Bella", "count", 20) + ", Tim 20, February 2019"));
    assertThat(notice.now().text())
        .contains(text("notice.done", "Bella") + "\n", text("notice.done", "Tim") + "\n", "/speak");
    assertThat(notice.now().buttons().stream().flatMap(List::stream).map(Button::label))
        .containsExactly(text("button.speak", "Bella"), text("button.speak", "Tim"));
    assertThat(notice.versions())
        .as("something to press until the end")
        .allMatch(
            v -> anyText("notice.read").matcher(v.text()).lookingAt() || !v.buttons().isEmpty());
  }

  @Test
  void aRunningTrainingShowsBarPercentAndTimeLeft() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    assertThat(ann.reads())
        .containsPattern(
            anyText("notice.running", "name", "Bella", "bar", "▓▓▓▓░░░░░░", "percent", 40));
    assertThat(ann.buttons()).containsExactly(text("button.cancel"));
  }

  @Test
  void theStatusSaysWhenItsButtonCancelsMoreThanOne() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    ann.says("/status");
    ann.presses(text("button.cancel-trainings"));
    ann.hears("cancel.jobs", "Bella and Tim");
    ann.awaitsQuiet();
    ann.says("/people Bella");
    ann.presses(text("card.train"));
    ann.says("/status");
    assertThat(ann.buttons()).containsExactly(text("button.cancel"));
  }

  @Test
  void theFirstVoiceCanBeSpokenWhileTheTrainingGoesOn() {
    bot.school().holdWithVoice();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits(text("notice.early", "Bella"));
    ann.presses(text("button.speak", "Bella"));
    assertThat(ann.reads()).isEqualTo("hi 1 from Bella");
    bot.school().release();
    ann.awaitsQuiet();
    ann.says("/speak Bella");
    assertThat(ann.reads()).isEqualTo("night from Bella");
  }

  @Test
  void theNoticeSaysWhenABetterVoiceTakesThePlaceOfTheFirst() {
    bot.school().holdWithVoice();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits(text("notice.early", "Bella"));
    assertThat(ann.reads()).doesNotContainPattern(anyText("notice.better"));
    ann.presses(text("button.cancel"));
    ann.awaitsQuiet();
    bot.school().holdWithBetterVoice();
    ann.presses(text("button.train", "Bella"));
    ann.awaits(text("notice.better", "Bella"));
  }

  @Test
  void ofSomeoneWithFewMessagesTheNoticeSaysThatMoreWouldHelp() {
    bot.school().hold();
    ann.sends(
        "result.json",
        Export.chatWith("Bella", 12).says("Bella", 1000, "hi").says("Tim", 999, "hm").json(),
        "/train");
    ann.awaits("40 %");
    assertThat(ann.reads()).doesNotContainPattern(anyText("notice.few"));
    bot.school().release();
    ann.awaits(text("notice.done", "Tim"));
    ann.awaitsQuiet();
    assertThat(bot.phone().at(ann.address()).get(0).now().text())
        .contains(
            text("notice.done", "Bella")
                + "\n"
                + text("notice.done", "Tim")
                + "\n"
                + text("notice.few", "name", "Tim", "count", 999));
  }

  @Test
  void theCancelButtonEndsAllTrainingsOfTheMessageAndOffersThemAnew() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    String stop = ann.action(text("button.cancel"));
    ann.presses(text("button.cancel"));
    ann.awaitsQuiet();
    assertThat(ann.reads())
        .contains(text("notice.cancelled", "Bella") + "\n" + text("notice.cancelled", "Tim"));
    assertThat(ann.buttons())
        .containsExactly(text("button.train", "Bella"), text("button.train", "Tim"));
    ann.presses(ann.newest().ref(), stop);
    ann.hears("hint.stale-button");
    bot.school().release();
    ann.presses(text("button.train", "Tim"));
    ann.awaits(text("notice.done", "Tim"));
  }

  @Test
  void aTrainingButtonPressedTwiceTrainsOnce() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    ann.presses(text("button.cancel"));
    ann.awaitsQuiet();
    int before = bot.school().lessons().size();
    var message = ann.newest().ref();
    String train = ann.action(text("button.train", "Tim"));
    ann.presses(message, train);
    ann.awaits("40 %");
    ann.presses(message, train);
    ann.hears("speak.training", "name", "Tim", "percent", 40);
    bot.school().release();
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(before + 1);
  }

  @Test
  void aFailedTrainingSaysWhyAndIsTriedAgainInItsMessage() {
    bot.school().failWith(new IllegalStateException("Bella's secret"));
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaitsQuiet();
    assertThat(ann.reads()).contains(text("failure.internal", "Bella")).doesNotContain("secret");
    assertThat(ann.buttons()).containsExactly(text("button.retry"), text("button.retry"));
    ann.says("/speak Bella");
    ann.hears("failure.internal", "Bella");
    assertThat(ann.buttons()).containsExactly(text("button.retry"));
    ann.says("/people");
    assertThat(ann.reads()).contains(text("state.failed"));

    bot.school().failWith(null);
    Phone.Shown notice = bot.phone().at(ann.address()).get(0);
    for (var row : notice.now().buttons()) {
      row.forEach(button -> ann.presses(notice.ref(), button.action()));
    }
    ann.awaitsQuiet();
    assertThat(bot.phone().at(ann.address()).get(0).now().text())
        .contains(text("notice.done", "Bella") + "\n", text("notice.done", "Tim") + "\n");
    ann.presses(notice.ref(), notice.now().buttons().get(0).get(0).action());
    ann.hears("hint.stale-button");
  }

  @Test
  void whatAPersonCanDoAboutAFailureIsSaid() {
    bot.school().failWith(new IllegalStateException(new OutOfMemoryError()));
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaitsQuiet();
    assertThat(ann.reads()).contains(text("failure.out-of-memory", "Bella"));
  }

  @Test
  void othersInTheQueueSeeHowTheyMoveUp() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    Someone bob = bot.someone(2);
    bob.sends("result.json", Export.chatWith("Kim", 3).says("Kim", 20, "k").json(), "/train");
    bob.awaits(text("notice.queued", "name", "Kim", "place", 1));
    ann.awaits(text("notice.queued", "name", "Tim", "place", 2));
    bot.school().release();
    ann.awaitsQuiet();
    bob.awaits(text("notice.done", "Kim"));
  }

  @Test
  void statusSaysWhatGoesOn() {
    ann.says("/status");
    ann.hears("status.nothing");
    ann.sends("result.json", Export.ofBellaAndTim().json(), "");
    ann.says("/status");
    ann.hears("status.offered");
    bot.school().hold();
    ann.says("/train");
    bot.phone()
        .await(
            "both jobs",
            () -> {
              ann.says("/status");
              return ann.reads().contains("40 %")
                  && ann.reads().contains(text("notice.queued", "name", "Tim", "place", 1));
            });
    bot.school().release();
    ann.awaitsQuiet();
    ann.says("/status");
    ann.hears("status.idle");
  }

  @Test
  void cancelWithNothingToCancelSaysSo() {
    ann.says("/cancel");
    ann.hears("cancel.nothing");
    ann.says("/train");
    ann.says("/cancel");
    ann.hears("cancel.file");
    ann.says("hello");
    assertThat(ann.reads()).doesNotContain(text("train.still-waiting"));
  }

  @Test
  void cancelSaysWhichQuestionItEndedAndThatATrainingGoesOn() {
    bot.school().hold();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits("40 %");
    bot.phone().await("the upload is done with", () -> !bot.reading());
    ann.says("/train");
    ann.says("/cancel");
    assertThat(ann.reads()).isEqualTo(text("cancel.file") + " " + text("cancel.not-jobs"));
    ann.says("/forget chat");
    ann.says("/cancel");
    assertThat(ann.reads()).isEqualTo(text("forget.kept") + " " + text("cancel.not-jobs"));
    ann.presses(text("button.erase"));
    ann.hears("hint.stale-button");
    bot.school().release();
    ann.awaitsQuiet();
  }

  @Test
  void cancelAsksWhichTrainingWhereThereAreSeveral() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    ann.says("/cancel");
    ann.hears("cancel.which");
    assertThat(ann.buttons()).containsExactly("Bella", "Tim", text("button.cancel-all"));
    var question = ann.newest().ref();
    String bella = ann.action("Bella");
    ann.presses("Tim");
    ann.hears("cancel.jobs", "Tim");
    ann.says("/cancel");
    ann.hears("cancel.jobs", "Bella");
    ann.presses(question, bella);
    ann.hears("hint.stale-button");
    ann.awaitsQuiet();
    assertThat(bot.phone().at(ann.address()).get(0).now().text())
        .contains(text("notice.cancelled", "Bella") + "\n" + text("notice.cancelled", "Tim"));
  }

  @Test
  void allOfThemAreCancelledAtOnce() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    ann.says("/cancel");
    ann.presses(text("button.cancel-all"));
    ann.hears("cancel.jobs", "Bella and Tim");
    ann.awaitsQuiet();
  }

  @Test
  void nobodyElseCanCancelOrRetryATraining() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    Someone eve = bot.someone(9);
    for (String action : List.of("stop:1", "cjob:1", "cjobs", "retry:1", "learn:1", "learn:2")) {
      eve.presses(ann.newest().ref(), action);
      assertThat(eve.reads()).as(action).contains(text("hint.stale-button"));
    }
    eve.says("/cancel");
    eve.hears("cancel.nothing");
    assertThat(bot.working(ann.owner())).isTrue();
  }

  @Test
  void aNewerExportSentDuringTheTrainingIsWhatIsLearnedInTheEnd() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    ann.sends("result.json", Export.ofBellaAndTim().says("Bella", 5, "new").json(), "/train");
    ann.awaits(text("people.first", "name", "Bella", "count", 25));
    bot.school().release();
    ann.awaitsQuiet();
    ann.says("/speak Bella");
    assertThat(ann.reads()).isEqualTo("new 5 from Bella");
  }

  @Test
  void theSameExportSentDuringTheTrainingPointsToTheMessageFurtherUp() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits(text("training.already", "names", "Bella and Tim", "count", 2));
  }

  @Test
  void aTrainingThatWasCutOffGoesOnInItsMessageAfterARestart() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    bot.restart();
    ann.awaits("40 %");
    assertThat(ann.buttons()).containsExactly(text("button.cancel"));
    bot.school().release();
    ann.awaits(text("notice.done", "Tim"));
    ann.awaitsQuiet();
    assertThat(ann.readsAll()).hasSize(1);
  }

  @Test
  void anUploadThatWasCutOffIsTakenUpAfterARestart() {
    bot.phone().holdFetches();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    bot.phone().await("fetching", () -> !bot.phone().fetched().isEmpty());
    bot.stop();
    bot.phone().releaseFetches();
    bot.start();
    ann.awaits(text("notice.done", "Tim"));
    assertThat(ann.readsAll()).hasSize(1);
    assertThat(bot.blobs().names("upload")).isEmpty();
  }
}
