package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Correction;
import io.mynah.domain.MessageRef;
import io.mynah.lm.training.TrainingData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The buttons under what was said: again, calmer, wilder, and thumbs up and down. */
class RatingTest {
  private static final String STALE = text("hint.stale-button");

  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    bot = new Bot(home).start();
    ann = bot.someone(1);
    ann.trains(Export.ofBellaAndTim());
  }

  @AfterEach
  void close() {
    bot.close();
  }

  private List<Correction> ofBella() {
    return bot.corrections(ann.person("Bella"));
  }

  /** What is asked of somebody who does not like a message of Bella's. */
  private static String question(String key, String message) {
    return text(key, "name", "Bella", "quoted", 1, "text", message);
  }

  @Test
  void theLastMessageOfSeveralAloneBearsButtons() {
    ann.says("/speak Bella 2");
    List<Phone.Shown> shown = bot.phone().at(ann.address());
    assertThat(Someone.labels(shown.get(shown.size() - 2))).isEmpty();
    assertThat(ann.buttons())
        .containsExactly(
            text("button.again"), text("button.calmer"), text("button.wilder"), "👍", "👎");
  }

  @Test
  void calmerAndWilderGoAStepFromTheReplyThatBearsThemUpToTheBounds() {
    ann.says("/settings temperature 0.5");
    ann.says("/speak Bella are you awake?");
    assertThat(ann.action(text("button.again"))).endsWith(":50");
    ann.presses(text("button.calmer"));
    assertThat(ann.reads()).isEqualTo("night from Bella … are you awake?");
    assertThat(ann.action(text("button.again"))).endsWith(":30");
    ann.presses(text("button.wilder"));
    ann.presses(text("button.wilder"));
    assertThat(ann.action(text("button.again"))).endsWith(":70");
    for (int i = 0; i < 9; i++) {
      ann.presses(text("button.wilder"));
    }
    assertThat(ann.action(text("button.again"))).endsWith(":200");
    for (int i = 0; i < 12; i++) {
      ann.presses(text("button.calmer"));
    }
    assertThat(ann.action(text("button.again"))).endsWith(":10");
    assertThat(ann.reads()).isEqualTo("night from Bella … are you awake?");
    ann.says("/speak Bella");
    assertThat(ann.action(text("button.again"))).as("the setting stays").endsWith(":50");
  }

  @Test
  void aLikedMessageIsKeptAsAnExampleUntilItsOwnerForgetsTheirLikes() {
    ann.says("/speak Bella are you awake?");
    ann.presses("👍");
    assertThat(bot.liked(ann.person("Bella"))).containsExactly("night from Bella … are you awake?");
    ann.says("/speak Bella");
    bot.restart();
    ann.presses("👍");
    assertThat(bot.liked(ann.person("Bella"))).contains("night from Bella").hasSize(2);
    ann.says("/settings");
    ann.presses(text("button.forget-likes"));
    assertThat(bot.liked(ann.person("Bella"))).isEmpty();
    assertThat(bot.phone().toasts()).last().isEqualTo(text("settings.likes-forgotten", 2));
  }

  @Test
  void aDislikedMessageIsKeptUntilItIsLikedOrItsOwnerForgetsTheirRatings() {
    ann.says("/speak Bella are you awake?");
    Phone.Shown wrong = ann.newest();
    ann.presses("👎");
    assertThat(ann.reads()).isEqualTo(question("correct.ask-answer", wrong.now().text()));
    String said = "night from Bella … are you awake?";
    assertThat(bot.disliked(ann.person("Bella"))).containsExactly(said);
    ann.presses(text("button.skip"));
    ann.reacts(wrong, "👎");
    assertThat(bot.disliked(ann.person("Bella"))).as("once").containsExactly(said);
    ann.reacts(wrong, "👍");
    assertThat(bot.disliked(ann.person("Bella"))).isEmpty();
    assertThat(bot.liked(ann.person("Bella"))).containsExactly(said);

    ann.says("/speak Bella");
    bot.restart();
    ann.presses("👎");
    ann.says("morning");
    assertThat(bot.disliked(ann.person("Bella"))).containsExactly("night from Bella");
    ann.says("/settings");
    ann.presses(text("button.forget-likes"));
    assertThat(bot.disliked(ann.person("Bella"))).isEmpty();
    assertThat(bot.liked(ann.person("Bella"))).isEmpty();
    assertThat(bot.phone().toasts()).last().isEqualTo(text("settings.likes-forgotten", 2));
  }

  @Test
  void whatOthersDislikeIsNothingToTheVoice() {
    ann.says("/speak Bella");
    Someone eve = bot.someone(9);
    eve.presses(ann.newest().ref(), ann.action("👎"));
    eve.reacts(ann.newest(), "👎");
    assertThat(bot.disliked(ann.person("Bella"))).isEmpty();
  }

  @Test
  void theVoiceSpeaksAfterWhatItsOwnerLiked() {
    ann.says("/speak Bella");
    bot.likes(ann.person("Bella"), Parrot.LESSON + "morning");
    ann.says("/speak Bella are you awake?");
    assertThat(ann.reads()).isEqualTo("morning … are you awake?");
  }

  @Test
  void theyWorkAfterARestartWithoutWhatWasSaid() {
    ann.says("/speak Bella are you awake?");
    bot.restart();
    ann.presses(text("button.wilder"));
    assertThat(ann.reads()).isEqualTo("night from Bella");
    assertThat(ann.action(text("button.again"))).endsWith(":100");
  }

  @Test
  void aTemperatureOutOfBoundsOrANumberOutOfBoundsIsNoButtonOfOurs() {
    ann.says("/speak Bella");
    MessageRef message = ann.newest().ref();
    long bella = ann.person("Bella").value();
    for (String action : List.of("at:%d:0:9", "at:%d:0:201", "at:%d:11:80", "finat:%d:80")) {
      ann.presses(message, action.formatted(bella));
      assertThat(ann.reads()).as(action).isEqualTo(STALE);
    }
  }

  @Test
  void whoTakesAThumbDownBackIsNotListenedToForWhatWouldHaveBeenSaid() {
    ann.says("/speak Bella");
    MessageRef message = ann.newest().ref();
    String like = ann.action("👍");
    ann.presses("👎");
    assertThat(ann.reads()).isEqualTo(question("correct.ask", "night from Bella"));
    ann.presses(message, like);
    ann.says("that was fine");
    assertThat(ofBella()).isEmpty();
  }

  @Test
  void whoChangesTheWordsOfACorrectionChangesTheCorrection() {
    ann.says("/chat Bella");
    ann.says("/speak Bella are you awake?");
    ann.presses("👎");
    ann.says("allways");
    ann.corrects("always");
    ann.hears("correct.kept-answer", "Bella");
    assertThat(ofBella()).containsExactly(new Correction("are you awake?", "always"));
    ann.says("really?");
    bot.rests();
    assertThat(ann.reads()).startsWith("night from Bella");
    ann.corrects("honestly?");
    assertThat(ofBella()).hasSize(1);
  }

  @Test
  void thumbsUpAreCountedEachMessageOnce() {
    ann.says("/speak Bella");
    MessageRef message = ann.newest().ref();
    String dislike = ann.action("👎");
    int before = ann.readsAll().size();
    ann.presses("👍");
    assertThat(ann.sees()).isEqualTo(text("answer.liked", "name", "Bella", "count", 1));
    assertThat(ann.buttons())
        .containsExactly(
            text("button.again"), text("button.calmer"), text("button.wilder"), "✓ 👍");
    ann.presses("✓ 👍");
    assertThat(ann.sees()).isEqualTo(text("answer.rated"));
    ann.presses(message, dislike);
    assertThat(bot.phone().toasts()).endsWith(text("answer.rated")).hasSize(3);
    assertThat(ann.readsAll()).as("no message").hasSize(before);
    ann.says("/speak Bella");
    bot.restart();
    ann.presses("👍");
    assertThat(ann.sees()).isEqualTo(text("answer.liked", "name", "Bella", "count", 2));
    assertThat(ofBella()).isEmpty();
  }

  @Test
  void aThumbAsAReactionIsHeardAsTheButtonIs() {
    ann.says("/speak Bella 2");
    List<Phone.Shown> shown = bot.phone().at(ann.address());
    Phone.Shown first = shown.get(shown.size() - 2);
    int before = ann.readsAll().size();
    ann.reacts(first, "👍");
    ann.reacts(first, "👍");
    ann.reacts(first, "👎");
    ann.reacts(ann.newest(), "🎉");
    bot.someone(9).reacts(ann.newest(), "👍");
    assertThat(ann.readsAll()).as("the sign says enough").hasSize(before);
    ann.presses("👍");
    assertThat(ann.sees()).isEqualTo(text("answer.liked", "name", "Bella", "count", 2));

    ann.says("/speak Bella are you awake?");
    Phone.Shown wrong = ann.newest();
    ann.reacts(wrong, "👎");
    assertThat(ann.reads())
        .isEqualTo(question("correct.ask-answer", "night from Bella … are you awake?"));
    ann.says("always");
    ann.hears("correct.kept-answer", "Bella");
    assertThat(ofBella()).containsExactly(new Correction("are you awake?", "always"));
  }

  @Test
  void thumbsDownAskWhatThePersonWouldSayAndTheNextTrainingLearnsIt() {
    ann.says("/speak Bella are you awake?");
    ann.presses("👎");
    assertThat(ann.reads())
        .isEqualTo(question("correct.ask-answer", "night from Bella … are you awake?"));
    assertThat(ann.buttons()).containsExactly(text("button.skip"));
    ann.says("  always, for you  ");
    ann.hears("correct.kept-answer", "Bella");
    assertThat(ofBella()).containsExactly(new Correction("are you awake?", "always, for you"));
    ann.says("hello?");
    assertThat(ann.reads()).isEqualTo("night from Bella … hello?");

    ann.presses(text("button.train", "Bella"));
    ann.awaits(text("notice.done", "Bella"));
    ann.awaitsQuiet();
    List<TrainingData> lessons = bot.school().lessons();
    assertThat(lessons.get(lessons.size() - 1).corrections()).isEqualTo(ofBella());
    assertThat(lessons.get(0).corrections()).isEmpty();
  }

  @Test
  void aCorrectionMayBeSkippedOnceByButtonOrByStop() {
    ann.says("/speak Bella");
    ann.presses("👎");
    Phone.Shown question = ann.newest();
    String skip = ann.action(text("button.skip"));
    ann.presses(text("button.skip"));
    ann.hears("correct.skipped");
    ann.says("hello?");
    assertThat(ann.reads()).isEqualTo("night from Bella … hello?");
    ann.presses(question.ref(), skip);
    assertThat(ann.reads()).isEqualTo(STALE);

    ann.says("/speak Bella");
    ann.presses("👎");
    ann.says("/stop");
    ann.hears("stop.done");
    ann.says("hello?");
    ann.hears("speak.to-whom");
    assertThat(ofBella()).isEmpty();
  }

  @Test
  void asLongAsNoCorrectionWasKeptItMayBeAskedForAgain() {
    ann.says("/speak Bella");
    ann.presses("👎");
    ann.presses(text("button.skip"));
    ann.presses("👎");
    assertThat(ann.reads()).isEqualTo(question("correct.ask", "night from Bella"));
    ann.says("good night");
    ann.hears("correct.kept", "Bella");
    assertThat(Someone.labels(ann.shownWith("✓ 👎"))).doesNotContain("👍", "👎");
    ann.presses("✓ 👎");
    assertThat(bot.phone().toasts()).containsExactly(text("answer.rated"));
    assertThat(ofBella()).hasSize(1);
  }

  @Test
  void theQuestionSurvivesARestartAndIsNotWaitedForForEver() {
    ann.says("/speak Bella are you awake?");
    ann.presses("👎");
    bot.restart();
    ann.says("always");
    ann.hears("correct.kept", "Bella");
    assertThat(ofBella()).containsExactly(new Correction(null, "always"));

    ann.says("/speak Bella");
    ann.presses("👎");
    bot.clock().advance(Duration.ofHours(1));
    ann.says("hello?");
    ann.hears("speak.to-whom");
  }

  @Test
  void inATalkTheNextWordsAreTheCorrectionAndThenTheTalkGoesOn() {
    ann.says("/chat Bella one");
    bot.rests();
    ann.presses("👎");
    ann.says("the one and only");
    bot.rests();
    ann.hears("correct.kept-answer", "Bella");
    assertThat(ofBella()).containsExactly(new Correction("one", "the one and only"));
    ann.says("two");
    bot.rests();
    assertThat(ann.reads()).isEqualTo("night from Bella … two");
  }

  @Test
  void somebodyElseCannotRateIt() {
    ann.says("/speak Bella");
    MessageRef message = ann.newest().ref();
    Someone eve = bot.someone(9);
    eve.trains(Export.ofBellaAndTim());
    for (String label : List.of("👍", "👎")) {
      eve.presses(message, ann.action(label));
      assertThat(eve.reads()).isEqualTo(STALE);
    }
    String theirs = "like:" + eve.person("Bella").value();
    eve.presses(message, theirs);
    assertThat(eve.reads()).isEqualTo(STALE);
    ann.presses("👍");
    assertThat(ann.sees()).startsWith(text("answer.liked", "name", "Bella", "count", 1));
  }

  @Test
  void withThePersonTheirCorrectionsAreForgotten() {
    ann.says("/speak Bella");
    ann.presses("👎");
    ann.says("good night");
    var bella = ann.person("Bella");
    assertThat(bot.corrections(bella)).hasSize(1);
    MessageRef message = ann.shownWith("✓ 👎").ref();
    String like = "like:" + bella.value();
    ann.says("/forget Bella");
    ann.presses(text("button.erase"));
    ann.awaitsQuiet();
    assertThat(bot.corrections(bella)).isEmpty();
    ann.presses(message, like);
    assertThat(ann.reads()).isEqualTo(STALE);
  }

  @Test
  void aCommandEndsTheQuestionSoThatLaterWordsAreNoCorrection() {
    for (String command : List.of("/status", "/speak Tim", "/forget Bella")) {
      ann.says("/speak Bella are you awake?");
      ann.presses("👎");
      Phone.Shown question = ann.newest();
      ann.says(command);
      assertThat(bot.phone().now(question.ref())).isEqualTo(Reply.of(text("correct.skipped")));
      ann.says("that was long ago");
      assertThat(ofBella()).as(command).isEmpty();
    }
  }

  @Test
  void aSecondQuestionEndsTheFirst() {
    ann.says("/speak Bella");
    ann.presses("👎");
    Phone.Shown first = ann.newest();
    ann.says("/speak Tim");
    ann.presses("👎");
    ann.hears("correct.ask", "name", "Tim", "quoted", 1, "text", "well then 20 from Tim");
    assertThat(bot.phone().now(first.ref()).buttons()).isEmpty();
    bot.restart();
    ann.says("/stop");
    assertThat(ann.buttons()).isEmpty();
  }

  @Test
  void cancelSaysThatNoCorrectionIsWaitedForAnyMore() {
    ann.says("/speak Bella");
    ann.presses("👎");
    Phone.Shown question = ann.newest();
    ann.says("/cancel");
    ann.hears("cancel.correction");
    assertThat(bot.phone().now(question.ref()).buttons()).isEmpty();
    ann.says("hello?");
    assertThat(ofBella()).isEmpty();
  }

  @Test
  void theQuestionQuotesTheMessageThatBearsTheReaction() {
    ann.says("/speak Bella are you awake?");
    Phone.Shown wrong = ann.newest();
    ann.says("/speak Tim");
    ann.reacts(wrong, "👎");
    assertThat(ann.reads())
        .isEqualTo(question("correct.ask-answer", "night from Bella … are you awake?"));
    ann.says("/stop");
    ann.says("/complete Bella " + "la ".repeat(60));
    ann.reacts(ann.newest(), "👎");
    assertThat(ann.reads()).isEqualTo(question("correct.ask", "la ".repeat(27).strip() + "…"));
  }

  @Test
  void aCorrectionIsTakenBackWithTheButtonUnderItsThanks() {
    ann.says("/speak Bella are you awake?");
    ann.presses("👎");
    ann.says("always");
    assertThat(ann.buttons())
        .containsExactly(text("button.train", "Bella"), text("button.take-back"));
    MessageRef thanks = ann.newest().ref();
    String back = ann.action(text("button.take-back"));
    Someone eve = bot.someone(9);
    eve.says("/help");
    eve.presses(eve.newest().ref(), back);
    assertThat(ofBella()).hasSize(1);
    bot.restart();
    ann.presses(text("button.take-back"));
    ann.hears("correct.taken-back");
    assertThat(ann.buttons()).isEmpty();
    assertThat(ofBella()).isEmpty();
    ann.presses(thanks, back);
    assertThat(ann.reads()).isEqualTo(STALE);
  }

  @Test
  void whatWasTakenBackIsCorrectedAnewWithTheSameThumb() {
    ann.says("/speak Bella are you awake?");
    ann.presses("👎");
    ann.says("where is my key");
    ann.presses(text("button.take-back"));
    ann.presses("✓ 👎");
    assertThat(ann.reads())
        .isEqualTo(question("correct.ask-answer", "night from Bella … are you awake?"));
    ann.says("always");
    assertThat(ofBella()).containsExactly(new Correction("are you awake?", "always"));
  }
}
