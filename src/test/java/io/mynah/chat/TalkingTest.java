package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.speech.ChatResponder;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.lm.Habits;
import io.mynah.lm.Quantiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /chat} and {@code /stop}. */
class TalkingTest {
  private static final Habits TWO_IN_A_ROW =
      new Habits(
          List.of(0.0, 1.0), new Quantiles(List.of(5.0, 20.0)), new Quantiles(List.of(60.0, 90.0)));

  private static final Group FRIENDS = new Group(new Address("group"), "Friends");

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

  private void isAnswered(String... answers) {
    bot.passes(ChatResponder.QUIET);
    assertThat(ann.readsLast(answers.length)).containsExactly(answers);
    assertThat(bot.working(ann.owner())).isFalse();
  }

  @Test
  void whatIsWrittenIsAnsweredUntilStop() {
    ann.says("/chat Bella");
    ann.hears("talk.begun", "Bella");
    ann.says("are you awake?");
    isAnswered("night from Bella … are you awake?");
    ann.says("good");
    isAnswered("night from Bella … good");
    ann.says("/stop");
    ann.hears("talk.ended", "Bella");
    ann.says("hello?");
    ann.hears("speak.to-whom");
    ann.says("/stop");
    ann.hears("stop.nothing");
  }

  @Test
  void theButtonUnderTheFirstMessageEndsItTooButOnlyOnce() {
    ann.says("/chat Bella");
    ann.says("hm");
    isAnswered("night from Bella … hm");
    String stop = ann.action(text("button.stop"));
    Phone.Shown start = ann.shownWith(text("button.stop"));
    ann.presses(text("button.stop"));
    assertThat(bot.phone().now(start.ref()).text()).startsWith(text("talk.ended", "Bella"));
    ann.says("hello?");
    ann.hears("speak.to-whom");
    ann.presses(start.ref(), stop);
    ann.hears("hint.stale-button");

    ann.says("/chat Tim");
    ann.presses(start.ref(), stop);
    assertThat(ann.reads())
        .as("a button of a talk with another")
        .contains(text("hint.stale-button"));
    ann.says("hm");
    isAnswered("well then 20 from Tim … hm");
  }

  @Test
  void messagesInQuickSuccessionAreAnsweredTogether() {
    ann.says("/chat Bella");
    int before = ann.readsAll().size();
    ann.says("are you");
    bot.passes(ChatResponder.QUIET.minusMillis(1));
    ann.says("still");
    bot.passes(ChatResponder.QUIET.minusMillis(1));
    ann.says("awake?");
    assertThat(ann.readsAll()).hasSize(before);
    assertThat(bot.working(ann.owner())).isTrue();
    isAnswered("night from Bella … awake?");
    assertThat(ann.readsAll()).hasSize(before + 1);
    assertThat(bot.pauses().due()).isEmpty();
  }

  @Test
  void aMessageThatIsChangedBeforeItIsAnsweredIsAnsweredAsItIsThen() {
    ann.says("/chat Bella");
    int before = ann.readsAll().size();
    ann.says("are you awkae?");
    ann.corrects("are you awake?");
    isAnswered("night from Bella … are you awake?");
    assertThat(ann.readsAll()).hasSize(before + 1);
    assertThat(bot.pauses().due()).isEmpty();
    ann.corrects("are you up?");
    isAnswered("night from Bella … are you up?");
  }

  @Test
  void aPauseThatEndsThoughItWasCancelledAnswersNothingAndHoldsNothingUp() {
    bot.pauses().cancelTooLate();
    ann.says("/chat Bella");
    int before = ann.readsAll().size();
    ann.says("are you");
    bot.passes(ChatResponder.QUIET.minusMillis(1));
    ann.says("awake?");
    bot.passes(Duration.ofMillis(1));
    assertThat(ann.readsAll()).as("a moment after the second").hasSize(before);
    isAnswered("night from Bella … awake?");
    assertThat(ann.readsAll()).hasSize(before + 1);
    ann.says("good");
    isAnswered("night from Bella … good");
  }

  @Test
  void afterAFaultTheTalkGoesOn() {
    ann.says("/settings length natural");
    ann.says("/chat Bella");
    ann.says("are you awake?");
    settle("length = 'broken'");
    bot.passes(ChatResponder.QUIET);
    assertThat(ann.reads()).containsPattern(anyText("error"));
    settle("length = 'NATURAL'");
    assertThat(bot.working(ann.owner())).isFalse();
    ann.says("and now?");
    isAnswered("night from Bella … and now?");
  }

  private void settle(String what) {
    bot.executes("update preferences set " + what);
  }

  @Test
  void whatIsWrittenWhileAnAnswerIsUnderWayIsAnsweredAfterIt() {
    bot.school().teaches(TWO_IN_A_ROW);
    ann.trains(Export.chatWith("Kim", 3).says("Kim", 20, "k"));
    ann.says("/chat Kim one");
    int before = ann.readsAll().size();
    bot.passes(ChatResponder.QUIET);
    bot.passes(bot.pauses().due().get(0));
    assertThat(ann.reads()).isEqualTo("k 20 from Kim … one");
    ann.says("two");
    assertThat(bot.pauses().due()).as("the rest of the first answer alone").hasSize(1);
    bot.rests();
    assertThat(ann.readsLast(4))
        .containsExactly(
            "k 20 from Kim … one",
            "k 20 from Kim … one (2)",
            "k 20 from Kim … two",
            "k 20 from Kim … two (2)");
    assertThat(ann.readsAll()).hasSize(before + 4);
  }

  @Test
  void whatThePersonSaidBelongsToTheTalkSoItIsNotSaidAgain() {
    ann.trains(Export.chatWith("Kim", 3).says("Kim", 20, "k").adds("Kim", Parrot.deaf("a", "b")));
    ann.says("/speak Kim");
    String first = ann.reads();
    ann.says("/speak Kim");
    assertThat(ann.reads()).as("each time from the same seed").isEqualTo(first);
    ann.says("/chat Kim one");
    bot.rests();
    assertThat(ann.reads()).isEqualTo(first);
    ann.says("two");
    bot.rests();
    assertThat(ann.reads()).isIn("a", "b").isNotEqualTo(first);
  }

  @Test
  void whatAPersonIsCorrectedInAnswersTheOwnersLastWords() {
    ann.says("/chat Bella one");
    bot.rests();
    ann.says("two");
    bot.rests();
    ann.presses("👎");
    ann.says("i would say three");
    assertThat(bot.corrections(ann.person("Bella")))
        .singleElement()
        .satisfies(c -> assertThat(c.saidTo()).isEqualTo("two"));
  }

  @Test
  void commandsWorkInBetween() {
    ann.says("/chat Bella");
    ann.says("/speak Tim");
    assertThat(ann.reads()).isEqualTo("well then 20 from Tim");
    ann.says("/status");
    ann.hears("status.idle");
    ann.says("/settings temperature 1.2");
    ann.says("are you awake?");
    isAnswered("night from Bella … are you awake?");
  }

  @Test
  void ofAPictureOrTheLikeTheWordsAreAnswered() {
    ann.sendsSomethingElse("photo", "look");
    ann.hears("hint.other");
    ann.says("/chat Bella");
    ann.sendsSomethingElse("photo", "look at this");
    isAnswered("night from Bella … look at this");
    ann.sendsSomethingElse("voice");
    ann.hears("talk.only-words", "Bella");
    ann.sendsSomethingElse("photo", "/train");
    ann.hears("hint.other");
  }

  @Test
  void theTalkSurvivesARestartButNotWhatWasSaid() {
    ann.says("/chat Bella");
    ann.says("are you awake?");
    isAnswered("night from Bella … are you awake?");
    bot.restart();
    ann.says("and now?");
    isAnswered("night from Bella … and now?");
    ann.presses(text("button.stop"));
    ann.says("hello?");
    ann.hears("speak.to-whom");
  }

  @Test
  void nobodyElseAndNoOtherChatIsPartOfIt() {
    Someone ben = bot.someone(2);
    ben.trains(Export.ofBellaAndTim());
    ann.says("/chat Bella");
    ben.says("hello?");
    ben.hears("speak.to-whom");
    Someone there = ann.in(FRIENDS);
    there.says("hello?");
    bot.rests();
    assertThat(there.readsAll()).isEmpty();
    ann.hears("talk.begun", "Bella");
  }

  @Test
  void itIsNotBegunInAGroup() {
    Someone there = ann.in(FRIENDS);
    there.says("/share Bella");
    int before = there.readsAll().size();
    there.says("/chat Bella hello?");
    bot.rests();
    there.says("hello?");
    bot.rests();
    assertThat(there.readsAll()).hasSize(before + 1);
    there.hears("access.private");
  }

  @Test
  void withoutANameThereAreButtons() {
    ann.says("/chat");
    ann.hears("speak.whom");
    ann.presses("Tim");
    ann.hears("talk.begun", "Tim");
    ann.says("/chat Bella");
    ann.hears("talk.begun", "Bella");
    ann.says("hm");
    isAnswered("night from Bella … hm");
  }

  @Test
  void aSlipOfTheFingersIsAskedAboutAndKeepsTheFirstWords() {
    ann.says("/chat Blela are you there?");
    ann.hears("speak.did-you-mean");
    ann.presses("Bella");
    ann.hears("talk.begun", "Bella");
    isAnswered("night from Bella … are you there?");
  }

  @Test
  void anUnknownOneAndOneWhoCannotSpeakAreToldAsBySpeak() {
    ann.trains(Export.chatWith("Zoe", 4).says("Zoe", 20, "hi").says("Kim", 3, "few"));
    ann.says("/chat Ferdinand");
    ann.hears("speak.unknown", "Bella, Tim, and Zoe");
    ann.says("/chat Kim");
    ann.hears("speak.too-few", "name", "Kim", "count", 3, "needed", 10);
    ann.says("hello?");
    ann.hears("speak.to-whom");
    Someone ben = bot.someone(2);
    ben.says("/chat Bella");
    ben.hears("speak.nobody");
  }

  @Test
  void stopEndsAnAnswerThatIsDueOrUnderWay() {
    bot.school().teaches(TWO_IN_A_ROW);
    ann.trains(Export.chatWith("Kim", 3).says("Kim", 20, "k"));
    ann.says("/chat Kim one");
    ann.says("/stop");
    int before = ann.readsAll().size();
    bot.rests();
    assertThat(ann.readsAll()).hasSize(before);

    ann.says("/chat Kim one");
    bot.passes(ChatResponder.QUIET);
    bot.passes(bot.pauses().due().get(0));
    assertThat(ann.reads()).isEqualTo("k 20 from Kim … one");
    ann.presses(text("button.stop"));
    before = ann.readsAll().size();
    bot.rests();
    assertThat(ann.readsAll()).hasSize(before);
  }

  @Test
  void whoIsForgottenDoesNotAnswer() {
    ann.says("/chat Bella");
    ann.says("are you awake?");
    ann.says("/forget Bella");
    ann.presses(text("button.erase"));
    ann.awaitsQuiet();
    bot.rests();
    int before = ann.readsAll().size();
    ann.says("hello?");
    bot.rests();
    assertThat(ann.readsLast(1)).first().asString().startsWith(text("speak.to-whom"));
    assertThat(ann.readsAll()).hasSize(before + 1);
  }

  @Test
  void someoneWhoseVoiceIsBeingTrainedAnewSaysSo() {
    ann.says("/chat Tim");
    bot.school().hold();
    ann.says("/forget Bella");
    ann.presses(text("button.erase"));
    ann.says("are you there?");
    bot.rests();
    assertThat(ann.reads())
        .satisfiesAnyOf(
            said -> assertThat(said).containsPattern(anyText("speak.training", "name", "Tim")),
            said -> assertThat(said).containsPattern(anyText("speak.queued", "name", "Tim")));
    bot.school().release();
    ann.awaitsQuiet();
    ann.says("and now?");
    isAnswered("well then 20 from Tim … and now?");
  }
}
