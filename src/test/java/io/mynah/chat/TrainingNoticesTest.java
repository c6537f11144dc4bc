package io.mynah.chat;

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
        .startsWith("I have read: Bella 20 messages, Tim 20, February 2019.")
        .contains("Tim is waiting, number 1 in the queue.")
        .contains("You can talk to Bella already; the voice gets better while I train.");
    bot.school().release();
    ann.awaitsQuiet();
    Phone.Shown notice = bot.phone().at(ann.address()).get(0);
    List<String> texts = notice.versions().stream().map(Reply::text).toList();
    assertThat(texts.get(0)).isEqualTo("Got it. I'm reading the file.");
    assertThat(texts.get(1)).isEqualTo("I have read: Bella 20 messages, Tim 20, February 2019.");
    assertThat(notice.now().text()).contains("Bella is ready.\n", "Tim is ready.\n", "/speak");
    assertThat(notice.now().buttons().stream().flatMap(List::stream).map(Button::label))
        .containsExactly("Ask Bella", "Ask Tim");
    assertThat(notice.versions())
        .as("something to press until the end")
        .allMatch(v -> v.text().startsWith("I have read:") || !v.buttons().isEmpty());
  }

  @Test
  void aRunningTrainingShowsBarPercentAndTimeLeft() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    assertThat(ann.reads()).contains("Bella: ▓▓▓▓░░░░░░ 40 %, about").contains("left");
    assertThat(ann.buttons()).containsExactly("Cancel");
  }

  @Test
  void theStatusSaysWhenItsButtonCancelsMoreThanOne() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    ann.says("/status");
    ann.presses("Cancel all training");
    assertThat(ann.reads()).isEqualTo("The training of Bella and Tim is cancelled.");
    ann.awaitsQuiet();
    ann.says("/people Bella");
    ann.presses("Train");
    ann.says("/status");
    assertThat(ann.buttons()).containsExactly("Cancel");
  }

  @Test
  void theFirstVoiceCanBeSpokenWhileTheTrainingGoesOn() {
    bot.school().holdWithVoice();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits("You can talk to Bella already");
    ann.presses("Ask Bella");
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
    ann.awaits("You can talk to Bella already");
    assertThat(ann.reads()).doesNotContain("has a better voice");
    ann.presses("Cancel");
    ann.awaitsQuiet();
    bot.school().holdWithBetterVoice();
    ann.presses("Train Bella");
    ann.awaits("Bella now has a better voice than the first one.");
  }

  @Test
  void ofSomeoneWithFewMessagesTheNoticeSaysThatMoreWouldHelp() {
    bot.school().hold();
    ann.sends(
        "result.json",
        Export.chatWith("Bella", 12).says("Bella", 1000, "hi").says("Tim", 999, "hm").json(),
        "/train");
    ann.awaits("40 %");
    assertThat(ann.reads()).doesNotContain("the voice gets better");
    bot.school().release();
    ann.awaits("Tim is ready.");
    ann.awaitsQuiet();
    assertThat(bot.phone().at(ann.address()).get(0).now().text())
        .contains(
            "Bella is ready.\nTim is ready.\n"
                + "I have only 999 messages from Tim. With more, the voice gets better");
  }

  @Test
  void theCancelButtonEndsAllTrainingsOfTheMessageAndOffersThemAnew() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    String stop = ann.action("Cancel");
    ann.presses("Cancel");
    ann.awaitsQuiet();
    assertThat(ann.reads()).contains("Bella: cancelled.\nTim: cancelled.");
    assertThat(ann.buttons()).containsExactly("Train Bella", "Train Tim");
    ann.presses(ann.newest().ref(), stop);
    assertThat(ann.reads()).contains("out of date");
    bot.school().release();
    ann.presses("Train Tim");
    ann.awaits("Tim is ready.");
  }

  @Test
  void aTrainingButtonPressedTwiceTrainsOnce() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    ann.presses("Cancel");
    ann.awaitsQuiet();
    int before = bot.school().lessons().size();
    var message = ann.newest().ref();
    String train = ann.action("Train Tim");
    ann.presses(message, train);
    ann.awaits("40 %");
    ann.presses(message, train);
    assertThat(ann.reads()).startsWith("Tim is being trained, 40 %.");
    bot.school().release();
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(before + 1);
  }

  @Test
  void aFailedTrainingSaysWhyAndIsTriedAgainInItsMessage() {
    bot.school().failWith(new IllegalStateException("Bella's secret"));
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaitsQuiet();
    assertThat(ann.reads())
        .contains("Something went wrong while I trained Bella. Please try again.")
        .doesNotContain("secret");
    assertThat(ann.buttons()).containsExactly("Try again", "Try again");
    ann.says("/speak Bella");
    assertThat(ann.reads()).startsWith("Something went wrong while I trained Bella.");
    assertThat(ann.buttons()).containsExactly("Try again");
    ann.says("/people");
    assertThat(ann.reads()).contains("the training failed");

    bot.school().failWith(null);
    Phone.Shown notice = bot.phone().at(ann.address()).get(0);
    for (var row : notice.now().buttons()) {
      row.forEach(button -> ann.presses(notice.ref(), button.action()));
    }
    ann.awaitsQuiet();
    assertThat(bot.phone().at(ann.address()).get(0).now().text())
        .contains("Bella is ready.\n", "Tim is ready.\n");
    ann.presses(notice.ref(), notice.now().buttons().get(0).get(0).action());
    assertThat(ann.reads()).contains("out of date");
  }

  @Test
  void whatAPersonCanDoAboutAFailureIsSaid() {
    bot.school().failWith(new IllegalStateException(new OutOfMemoryError()));
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaitsQuiet();
    assertThat(ann.reads()).contains("not enough memory").contains("/settings");
  }

  @Test
  void othersInTheQueueSeeHowTheyMoveUp() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    Someone bob = bot.someone(2);
    bob.sends("result.json", Export.chatWith("Kim", 3).says("Kim", 20, "k").json(), "/train");
    bob.awaits("Kim is waiting, number 1 in the queue.");
    ann.awaits("Tim is waiting, number 2 in the queue.");
    bot.school().release();
    ann.awaitsQuiet();
    bob.awaits("Kim is ready.");
  }

  @Test
  void statusSaysWhatGoesOn() {
    ann.says("/status");
    assertThat(ann.reads())
        .startsWith("I have nothing to do right now. Send me an export with /train");
    ann.sends("result.json", Export.ofBellaAndTim().json(), "");
    ann.says("/status");
    assertThat(ann.reads()).isEqualTo("You sent a file. Say /train and I'll learn from it.");
    bot.school().hold();
    ann.says("/train");
    bot.phone()
        .await(
            "both jobs",
            () -> {
              ann.says("/status");
              return ann.reads().contains("40 %")
                  && ann.reads()
                      .contains("Tim is waiting, number 1 in the queue. The training begins in ");
            });
    bot.school().release();
    ann.awaitsQuiet();
    ann.says("/status");
    assertThat(ann.reads()).startsWith("I have nothing to do right now. Say /speak");
  }

  @Test
  void cancelWithNothingToCancelSaysSo() {
    ann.says("/cancel");
    assertThat(ann.reads()).isEqualTo("There is nothing to cancel.");
    ann.says("/train");
    ann.says("/cancel");
    assertThat(ann.reads()).isEqualTo("All right, I'm not waiting for a file any more.");
    ann.says("hello");
    assertThat(ann.reads()).doesNotContain("waiting for the file");
  }

  @Test
  void cancelSaysWhichQuestionItEndedAndThatATrainingGoesOn() {
    bot.school().hold();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits("40 %");
    bot.phone().await("the upload is done with", () -> !bot.reading());
    ann.says("/train");
    ann.says("/cancel");
    assertThat(ann.reads())
        .isEqualTo(
            "All right, I'm not waiting for a file any more. A training is still running; say"
                + " /cancel once more to stop that, too.");
    ann.says("/forget chat");
    ann.says("/cancel");
    assertThat(ann.reads()).startsWith("All right, I erased nothing. A training is still");
    ann.presses("Yes");
    assertThat(ann.reads()).contains("out of date");
    bot.school().release();
    ann.awaitsQuiet();
  }

  @Test
  void cancelAsksWhichTrainingWhereThereAreSeveral() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    ann.says("/cancel");
    assertThat(ann.reads()).isEqualTo("Which training should I stop?");
    assertThat(ann.buttons()).containsExactly("Bella", "Tim", "All of them");
    var question = ann.newest().ref();
    String bella = ann.action("Bella");
    ann.presses("Tim");
    assertThat(ann.reads()).isEqualTo("The training of Tim is cancelled.");
    ann.says("/cancel");
    assertThat(ann.reads()).isEqualTo("The training of Bella is cancelled.");
    ann.presses(question, bella);
    assertThat(ann.reads()).contains("out of date");
    ann.awaitsQuiet();
    assertThat(bot.phone().at(ann.address()).get(0).now().text())
        .contains("Bella: cancelled.\nTim: cancelled.");
  }

  @Test
  void allOfThemAreCancelledAtOnce() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    ann.says("/cancel");
    ann.presses("All of them");
    assertThat(ann.reads()).isEqualTo("The training of Bella and Tim is cancelled.");
    ann.awaitsQuiet();
  }

  @Test
  void nobodyElseCanCancelOrRetryATraining() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    Someone eve = bot.someone(9);
    for (String action : List.of("stop:1", "cjob:1", "cjobs", "retry:1", "learn:1", "learn:2")) {
      eve.presses(ann.newest().ref(), action);
      assertThat(eve.reads()).as(action).contains("out of date");
    }
    eve.says("/cancel");
    assertThat(eve.reads()).isEqualTo("There is nothing to cancel.");
    assertThat(bot.working(ann.owner())).isTrue();
  }

  @Test
  void aNewerExportSentDuringTheTrainingIsWhatIsLearnedInTheEnd() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    ann.sends("result.json", Export.ofBellaAndTim().says("Bella", 5, "new").json(), "/train");
    ann.awaits("I have read: Bella 25 messages");
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
    ann.awaits("Bella and Tim are already being trained: see the message further up.");
  }

  @Test
  void aTrainingThatWasCutOffGoesOnInItsMessageAfterARestart() {
    bot.school().hold();
    beginsToTrainBellaAndTim();
    bot.restart();
    ann.awaits("40 %");
    assertThat(ann.buttons()).containsExactly("Cancel");
    bot.school().release();
    ann.awaits("Tim is ready.");
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
    ann.awaits("Tim is ready.");
    assertThat(ann.readsAll()).hasSize(1);
    assertThat(bot.uploads()).isEmptyDirectory();
  }
}
