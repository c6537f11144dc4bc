package io.mynah.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.speech.ChatResponder;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.lm.Habits;
import io.mynah.lm.Quantiles;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
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
    assertThat(ann.reads())
        .isEqualTo(
            "You are talking with Bella now: Bella answers whatever you write here. Say"
                + " /stop to end it.");
    ann.says("are you awake?");
    isAnswered("night from Bella … are you awake?");
    ann.says("good");
    isAnswered("night from Bella … good");
    ann.says("/stop");
    assertThat(ann.reads()).startsWith("You are not talking with Bella any more.");
    ann.says("hello?");
    assertThat(ann.reads()).startsWith("Who should answer that?");
    ann.says("/stop");
    assertThat(ann.reads()).startsWith("There is no chat");
  }

  @Test
  void theButtonUnderTheFirstMessageEndsItTooButOnlyOnce() {
    ann.says("/chat Bella");
    ann.says("hm");
    isAnswered("night from Bella … hm");
    String stop = ann.action("Stop");
    Phone.Shown start = ann.shownWith("Stop");
    ann.presses("Stop");
    assertThat(bot.phone().now(start.ref()).text())
        .startsWith("You are not talking with Bella any more.");
    ann.says("hello?");
    assertThat(ann.reads()).startsWith("Who should answer that?");
    ann.presses(start.ref(), stop);
    assertThat(ann.reads()).contains("out of date");

    ann.says("/chat Tim");
    ann.presses(start.ref(), stop);
    assertThat(ann.reads()).as("a button of a talk with another").contains("out of date");
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
  void afterAFaultTheTalkGoesOn() throws SQLException {
    ann.says("/settings length natural");
    ann.says("/chat Bella");
    ann.says("are you awake?");
    settle("length = 'broken'");
    bot.passes(ChatResponder.QUIET);
    assertThat(ann.reads()).startsWith("Sorry, something went wrong on my side.");
    settle("length = 'NATURAL'");
    assertThat(bot.working(ann.owner())).isFalse();
    ann.says("and now?");
    isAnswered("night from Bella … and now?");
  }

  private void settle(String what) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("mynah.db"));
        var statement = connection.createStatement()) {
      statement.execute("update preferences set " + what);
    }
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
    assertThat(ann.reads()).startsWith("I have nothing to do right now.");
    ann.says("/settings temperature 1.2");
    ann.says("are you awake?");
    isAnswered("night from Bella … are you awake?");
  }

  @Test
  void ofAPictureOrTheLikeTheWordsAreAnswered() {
    ann.sendsSomethingElse("photo", "look");
    assertThat(ann.reads()).startsWith("I can't learn from that");
    ann.says("/chat Bella");
    ann.sendsSomethingElse("photo", "look at this");
    isAnswered("night from Bella … look at this");
    ann.sendsSomethingElse("voice");
    assertThat(ann.reads())
        .isEqualTo("Bella can only read words. Write something, or say /stop to end the chat.");
    ann.sendsSomethingElse("photo", "/train");
    assertThat(ann.reads()).startsWith("I can't learn from that");
  }

  @Test
  void theTalkSurvivesARestartButNotWhatWasSaid() {
    ann.says("/chat Bella");
    ann.says("are you awake?");
    isAnswered("night from Bella … are you awake?");
    bot.restart();
    ann.says("and now?");
    isAnswered("night from Bella … and now?");
    ann.presses("Stop");
    ann.says("hello?");
    assertThat(ann.reads()).startsWith("Who should answer that?");
  }

  @Test
  void nobodyElseAndNoOtherChatIsPartOfIt() {
    Someone ben = bot.someone(2);
    ben.trains(Export.ofBellaAndTim());
    ann.says("/chat Bella");
    ben.says("hello?");
    assertThat(ben.reads()).startsWith("Who should answer that?");
    Someone there = ann.in(FRIENDS);
    there.says("hello?");
    bot.rests();
    assertThat(there.readsAll()).isEmpty();
    assertThat(ann.reads()).startsWith("You are talking with Bella now");
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
    assertThat(there.reads()).startsWith("Let's talk in private");
  }

  @Test
  void withoutANameThereAreButtons() {
    ann.says("/chat");
    assertThat(ann.reads()).isEqualTo("Who should speak?");
    ann.presses("Tim");
    assertThat(ann.reads()).startsWith("You are talking with Tim now");
    ann.says("/chat Bella");
    assertThat(ann.reads()).startsWith("You are talking with Bella now");
    ann.says("hm");
    isAnswered("night from Bella … hm");
  }

  @Test
  void aSlipOfTheFingersIsAskedAboutAndKeepsTheFirstWords() {
    ann.says("/chat Blela are you there?");
    assertThat(ann.reads()).isEqualTo("Did you mean …?");
    ann.presses("Bella");
    assertThat(ann.reads()).startsWith("You are talking with Bella now");
    isAnswered("night from Bella … are you there?");
  }

  @Test
  void anUnknownOneAndOneWhoCannotSpeakAreToldAsBySpeak() {
    ann.trains(Export.chatWith("Zoe", 4).says("Zoe", 20, "hi").says("Kim", 3, "few"));
    ann.says("/chat Ferdinand");
    assertThat(ann.reads()).startsWith("I don't know anyone by that name. I know ");
    ann.says("/chat Kim");
    assertThat(ann.reads()).contains("Kim wrote only 3 messages");
    ann.says("hello?");
    assertThat(ann.reads()).startsWith("Who should answer that?");
    Someone ben = bot.someone(2);
    ben.says("/chat Bella");
    assertThat(ben.reads()).startsWith("Nobody is here yet.");
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
    ann.presses("Stop");
    before = ann.readsAll().size();
    bot.rests();
    assertThat(ann.readsAll()).hasSize(before);
  }

  @Test
  void whoIsForgottenDoesNotAnswer() {
    ann.says("/chat Bella");
    ann.says("are you awake?");
    ann.says("/forget Bella");
    ann.presses("Yes");
    ann.awaitsQuiet();
    bot.rests();
    int before = ann.readsAll().size();
    ann.says("hello?");
    bot.rests();
    assertThat(ann.readsLast(1)).first().asString().startsWith("Who should answer that?");
    assertThat(ann.readsAll()).hasSize(before + 1);
  }

  @Test
  void someoneWhoseVoiceIsBeingTrainedAnewSaysSo() {
    ann.says("/chat Tim");
    bot.school().hold();
    ann.says("/forget Bella");
    ann.presses("Yes");
    ann.says("are you there?");
    bot.rests();
    assertThat(ann.reads()).startsWith("Tim is ");
    bot.school().release();
    ann.awaitsQuiet();
    ann.says("and now?");
    isAnswered("well then 20 from Tim … and now?");
  }
}
