package io.mynah.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.Address;
import io.mynah.domain.Correction;
import io.mynah.domain.Group;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process is killed when something was done and nothing of it said yet; the next one handles
 * the same once more. It is done once, and answered as if nothing had been.
 */
class HandledAgainTest {
  private static final Group FRIENDS = new Group(new Address("group 1"), "Friends");
  private static final String FIRST_SHARE = "From now on everyone here can hear Bella: say";

  @TempDir Path home;
  private Bot bot;
  private Phone phone;
  private Someone ann;
  private Someone annThere;
  private long update;

  @BeforeEach
  void start() {
    bot = new Bot(home).start();
    phone = bot.phone();
    ann = bot.someone(1);
    annThere = ann.in(FRIENDS);
    ann.trains(Export.ofBellaAndTim());
  }

  @AfterEach
  void close() {
    phone.killsBeforeAnyAnswer(false);
    bot.close();
  }

  /** Does something that is answered at once. */
  private void does(Runnable deed) {
    phone.answers(++update, false, bot.clock().instant());
    deed.run();
    phone.replaysNoMore();
  }

  /** Does something whose answer a kill cuts off, so that it is handled again. */
  private void isCutOff(Runnable deed) {
    phone.answers(++update, false, bot.clock().instant());
    phone.killsBeforeAnyAnswer(true);
    assertThatThrownBy(deed::run).isInstanceOf(Phone.Killed.class);
    phone.killsBeforeAnyAnswer(false);
    bot.restart();
    isHandledAgain(update, deed);
  }

  private void isHandledAgain(long number, Runnable deed) {
    phone.answers(number, true, bot.clock().instant().minusSeconds(5));
    deed.run();
    phone.replaysNoMore();
  }

  private List<Correction> ofBella() {
    return bot.corrections(ann.person("Bella"));
  }

  private List<String> group() {
    return phone.at(FRIENDS.address()).stream().map(m -> m.now().text()).toList();
  }

  @Test
  void aMessageThatIsLikedIsCountedOnce() {
    does(() -> ann.says("/speak Bella"));
    isCutOff(() -> ann.presses("👍"));
    assertThat(ann.sees()).isEqualTo("Noted. That is the first of Bella's messages that you like.");
    does(() -> ann.presses("✓ 👍"));
    assertThat(ann.sees()).isEqualTo("You've already rated this one.");
    does(() -> ann.says("/speak Bella"));
    does(() -> ann.presses("👍"));
    assertThat(ann.sees()).isEqualTo("Noted. You like 2 of Bella's messages now.");
  }

  @Test
  void aCorrectionIsKeptOnceAndNotGivenToTheVoice() {
    does(() -> ann.says("/chat Bella one"));
    bot.rests();
    isCutOff(() -> ann.presses("👎"));
    assertThat(ann.reads()).startsWith("What would Bella say");
    isCutOff(() -> ann.says("the one and only"));
    bot.rests();
    assertThat(ann.reads()).isEqualTo("Thank you. I'll learn it in Bella's next training.");
    assertThat(ofBella()).containsExactly(new Correction(null, "the one and only"));
    does(() -> ann.says("two"));
    bot.rests();
    assertThat(ann.reads()).isEqualTo("night from Bella … two");
  }

  @Test
  void theQuestionForACorrectionLosesItsButtonWhenItIsEnded() {
    does(() -> ann.says("/speak Bella"));
    does(() -> ann.presses("👎"));
    var question = ann.newest().ref();
    does(() -> ann.says("/status"));
    assertThat(phone.now(question)).isEqualTo(Reply.of("All right, I kept nothing."));
    does(() -> ann.says("/speak Bella"));
    isCutOff(() -> ann.presses("👎"));
    var again = ann.newest().ref();
    does(() -> ann.says("/cancel"));
    assertThat(phone.now(again).buttons()).isEmpty();
  }

  @Test
  void aCommandThatEndsNoQuestionNotesNothing() {
    does(() -> ann.says("/speak Bella"));
    does(() -> ann.says("/status"));
    assertThat(bot.effects().of(OptionalLong.of(update), "drop-question")).isEmpty();
  }

  @Test
  void aCorrectionThatIsAReplyToTheMessageIsChangedOnceAndNeverGivenToTheVoice() {
    does(() -> ann.says("/chat Bella one"));
    bot.rests();
    Phone.Shown wrong = ann.newest();
    does(() -> ann.presses("👎"));
    does(() -> ann.answers(wrong, "the one and only"));
    bot.restart();
    isHandledAgain(update, () -> ann.corrects(wrong, "the one and only"));
    bot.rests();
    assertThat(ann.reads()).startsWith("Thank you.");
    isCutOff(() -> ann.corrects(wrong, "the one"));
    bot.rests();
    assertThat(ann.reads()).startsWith("Thank you.");
    long changed = update;
    does(() -> ann.corrects(wrong, "the only one"));
    assertThat(ofBella()).extracting(Correction::text).containsExactly("the only one");
    bot.restart();
    isHandledAgain(changed, () -> ann.corrects(wrong, "the one"));
    assertThat(ofBella()).extracting(Correction::text).containsExactly("the only one");
    bot.rests();
    assertThat(ann.readsAll()).noneMatch(text -> text.startsWith("night from Bella … the"));
  }

  @Test
  void aCorrectionUnderAPictureIsNotGivenToTheVoiceEither() {
    does(() -> ann.says("/chat Bella one"));
    bot.rests();
    does(() -> ann.presses("👎"));
    isCutOff(() -> ann.sendsSomethingElse("photo", "the one and only"));
    bot.rests();
    assertThat(ann.reads()).startsWith("Thank you.");
    assertThat(ofBella()).hasSize(1);
  }

  @Test
  void aMessageWithTheIdOfAnOldCorrectionIsAnotherMessage() {
    does(() -> ann.says("/speak Bella"));
    does(() -> ann.presses("👎"));
    does(() -> ann.says("good night"));
    bot.clock().advance(Duration.ofDays(1));
    does(() -> ann.corrects("what shall we eat tonight"));
    assertThat(ann.reads()).startsWith("Who should answer that?");
    assertThat(ofBella()).extracting(Correction::text).containsExactly("good night");
  }

  @Test
  void whatIsTakenBackAfterARestartMayBeRatedAgain() {
    does(() -> ann.says("/speak Bella"));
    does(() -> ann.presses("👎"));
    does(() -> ann.says("good night"));
    bot.restart();
    isCutOff(() -> ann.presses("Take it back"));
    assertThat(ofBella()).isEmpty();
    does(() -> ann.presses("✓ 👎"));
    assertThat(ann.reads()).startsWith("What would Bella say");
  }

  @Test
  void aTaughtAnswerIsGivenOnceMoreWhereItsFirstTimeWasCutOff() {
    for (int i = 0; i < 5; i++) {
      String taught = "sunshine " + i;
      does(() -> ann.says("/speak Bella hi"));
      does(() -> ann.presses("👎"));
      does(() -> ann.says(taught));
      isCutOff(() -> ann.says("/speak Bella hi"));
      assertThat(ann.reads()).isEqualTo(taught);
    }
  }

  @Test
  void aQuestionThatIsSkippedIsToldToBe() {
    does(() -> ann.says("/speak Bella"));
    does(() -> ann.presses("👎"));
    isCutOff(() -> ann.presses("Skip"));
    assertThat(ann.reads()).isEqualTo("All right, I kept nothing.");
    does(() -> ann.presses("👎"));
    assertThat(ann.reads()).startsWith("What would Bella say");
    isCutOff(() -> ann.says("/stop"));
    assertThat(ann.reads()).isEqualTo("All right, I stopped.");
    does(() -> ann.says("hello?"));
    assertThat(ofBella()).isEmpty();
  }

  @Test
  void wordsThatWereSaidBeforeTheQuestionAreNoAnswerToIt() {
    does(() -> ann.says("/chat Bella one"));
    bot.rests();
    does(() -> ann.says("two"));
    long two = update;
    does(() -> ann.presses("👎"));
    bot.restart();
    isHandledAgain(two, () -> ann.says("two"));
    bot.rests();
    assertThat(ann.reads()).isEqualTo("night from Bella … two");
    assertThat(ofBella()).isEmpty();
    does(() -> ann.says("the one and only"));
    assertThat(ann.reads()).startsWith("Thank you.");
    assertThat(ofBella()).hasSize(1);
  }

  @Test
  void aGroupIsToldWhomItMayHearAndWhatTheMarkMeans() {
    isCutOff(() -> annThere.says("/share Bella"));
    assertThat(group())
        .singleElement()
        .asString()
        .startsWith(FIRST_SHARE)
        .endsWith("I mark it with 🦜.");
    assertThat(ann.reads()).startsWith("The group Friends can hear Bella now.");
    does(() -> annThere.says("/share Bella"));
    assertThat(annThere.reads()).isEqualTo("Bella is shared here already.");
  }

  @Test
  void aGroupThatWasNotToldWhatTheMarkMeansIsToldWhenTheShareIsAskedForAgain() {
    phone.failNextSend(new IllegalStateException("no way"));
    does(() -> annThere.says("/share Bella"));
    assertThat(group()).isEmpty();
    does(() -> annThere.says("/share Bella"));
    assertThat(group()).singleElement().asString().startsWith(FIRST_SHARE);
    assertThat(ann.reads()).startsWith("The group Friends can hear Bella now.");
  }

  @Test
  void aGroupIsToldOfWhoIsSharedByAButtonToo() {
    ann.trains(Export.group("Choir", 78).says("Bella", 12, "la").says("Zoe", 12, "z"));
    does(() -> annThere.says("/share Bella"));
    isCutOff(() -> ann.presses("Bella · Choir"));
    assertThat(annThere.reads()).startsWith(FIRST_SHARE);
    assertThat(ann.reads()).startsWith("The group Friends can hear Bella now.");
  }

  @Test
  void whoseShareEndsIsToldWhereverItWasEnded() {
    does(() -> annThere.says("/share Bella"));
    isCutOff(() -> annThere.says("/unshare Bella"));
    assertThat(annThere.reads()).isEqualTo("Bella is not shared here any more.");

    does(() -> annThere.says("/share Bella"));
    isCutOff(() -> ann.says("/unshare"));
    assertThat(ann.reads()).isEqualTo("Bella is not shared in that group any more.");

    does(() -> annThere.says("/share Bella"));
    isCutOff(() -> ann.presses("Stop sharing"));
    assertThat(ann.reads()).isEqualTo("Bella is not shared in that group any more.");
    does(() -> ann.says("/unshare"));
    assertThat(ann.reads()).startsWith("You share nobody with a group.");
  }

  @Test
  void anOlderWordOnRealMessagesDoesNotHoldAgain() {
    does(() -> annThere.says("/share Bella"));
    var card = ann.newest().ref();
    String allow = ann.action("Show real messages");
    does(() -> ann.presses("Show real messages"));
    long allowed = update;
    does(() -> ann.presses("No real messages"));
    bot.restart();
    isHandledAgain(allowed, () -> ann.presses(card, allow));
    assertThat(ann.reads()).contains("There is one more thing");
  }

  @Test
  void aGroupThatTookTheBotInAgainIsNotLeftAgain() {
    does(() -> annThere.says("/share Bella"));
    does(() -> bot.isInGroup(FRIENDS.address(), false));
    long out = update;
    does(() -> bot.isInGroup(FRIENDS.address(), true));
    does(() -> annThere.says("/share Bella"));
    bot.restart();
    isHandledAgain(out, () -> bot.isInGroup(FRIENDS.address(), false));
    does(() -> annThere.says("/speak Bella"));
    assertThat(annThere.reads()).isEqualTo("night from Bella 🦜");
  }

  @Test
  void whatIsCancelledIsToldAndNothingElseIsCancelled() {
    bot.school().hold();
    ann.says("/people Tim");
    does(() -> ann.presses("Train"));
    isCutOff(() -> ann.says("/cancel"));
    assertThat(ann.reads()).isEqualTo("The training of Tim is cancelled.");

    does(() -> ann.says("/train"));
    isCutOff(() -> ann.says("/cancel"));
    assertThat(ann.reads()).isEqualTo("All right, I'm not waiting for a file any more.");
    bot.school().release();
    ann.awaitsQuiet();
  }

  @Test
  void aTrainingThatWasOverWhenItWasAskedForAgainIsNotBegunAgain() {
    ann.says("/people Tim");
    var card = ann.newest().ref();
    String train = ann.action("Train");
    does(() -> ann.presses(card, train));
    long asked = update;
    ann.awaitsQuiet();
    int lessons = bot.school().lessons().size();
    bot.restart();
    isHandledAgain(asked, () -> ann.presses(card, train));
    ann.awaitsQuiet();
    assertThat(bot.school().lessons()).hasSize(lessons);
  }

  @Test
  void endingATalkOfModelsCancelsNothingElseWhenItIsHandledAgain() {
    does(() -> ann.says("/converse Bella Tim 40"));
    does(() -> ann.says("/cancel"));
    long cancelled = update;
    bot.restart();
    bot.school().hold();
    ann.says("/people Tim");
    ann.presses("Train");
    ann.awaits("40 %");
    isHandledAgain(cancelled, () -> ann.says("/cancel"));
    bot.school().release();
    ann.awaits("Tim is ready.");
    ann.awaitsQuiet();
  }
}
