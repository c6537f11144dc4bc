package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
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
  private static final String FIRST_SHARE = text("share.first", "name", "Bella", "mark", "🦜");

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
    assertThat(ann.sees()).isEqualTo(text("answer.liked", "name", "Bella", "count", 1));
    does(() -> ann.presses("✓ 👍"));
    assertThat(ann.sees()).isEqualTo(text("answer.rated"));
    does(() -> ann.says("/speak Bella"));
    does(() -> ann.presses("👍"));
    assertThat(ann.sees()).isEqualTo(text("answer.liked", "name", "Bella", "count", 2));
  }

  @Test
  void aCorrectionIsKeptOnceAndNotGivenToTheVoice() {
    does(() -> ann.says("/chat Bella one"));
    bot.rests();
    isCutOff(() -> ann.presses("👎"));
    assertThat(ann.reads()).containsPattern(anyText("correct.ask", "name", "Bella"));
    isCutOff(() -> ann.says("the one and only"));
    bot.rests();
    ann.hears("correct.kept", "Bella");
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
    assertThat(phone.now(question)).isEqualTo(Reply.of(text("correct.skipped")));
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
    ann.hears("correct.kept-answer", "Bella");
    isCutOff(() -> ann.corrects(wrong, "the one"));
    bot.rests();
    ann.hears("correct.kept-answer", "Bella");
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
    ann.hears("correct.kept-answer", "Bella");
    assertThat(ofBella()).hasSize(1);
  }

  @Test
  void aMessageWithTheIdOfAnOldCorrectionIsAnotherMessage() {
    does(() -> ann.says("/speak Bella"));
    does(() -> ann.presses("👎"));
    does(() -> ann.says("good night"));
    bot.clock().advance(Duration.ofDays(1));
    does(() -> ann.corrects("what shall we eat tonight"));
    ann.hears("speak.to-whom");
    assertThat(ofBella()).extracting(Correction::text).containsExactly("good night");
  }

  @Test
  void whatIsTakenBackAfterARestartMayBeRatedAgain() {
    does(() -> ann.says("/speak Bella"));
    does(() -> ann.presses("👎"));
    does(() -> ann.says("good night"));
    bot.restart();
    isCutOff(() -> ann.presses(text("button.take-back")));
    assertThat(ofBella()).isEmpty();
    does(() -> ann.presses("✓ 👎"));
    ann.hears("correct.ask", "name", "Bella", "quoted", 1, "text", "night from Bella");
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
    isCutOff(() -> ann.presses(text("button.skip")));
    ann.hears("correct.skipped");
    does(() -> ann.presses("👎"));
    ann.hears("correct.ask", "name", "Bella", "quoted", 1, "text", "night from Bella");
    isCutOff(() -> ann.says("/stop"));
    ann.hears("stop.done");
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
    ann.hears("correct.kept", "Bella");
    assertThat(ofBella()).hasSize(1);
  }

  @Test
  void aGroupIsToldWhomItMayHearAndWhatTheMarkMeans() {
    isCutOff(() -> annThere.says("/share Bella"));
    assertThat(group())
        .singleElement()
        .asString()
        .startsWith(FIRST_SHARE)
        .endsWith(text("share.first", "name", "Bella", "mark", "🦜"));
    assertThat(ann.reads()).startsWith(text("share.done", "name", "Bella", "group", "Friends"));
    does(() -> annThere.says("/share Bella"));
    annThere.hears("share.already", "Bella");
  }

  @Test
  void aGroupThatWasNotToldWhatTheMarkMeansIsToldWhenTheShareIsAskedForAgain() {
    phone.failNextSend(new IllegalStateException("no way"));
    does(() -> annThere.says("/share Bella"));
    assertThat(group()).isEmpty();
    does(() -> annThere.says("/share Bella"));
    assertThat(group()).singleElement().asString().startsWith(FIRST_SHARE);
    assertThat(ann.reads()).startsWith(text("share.done", "name", "Bella", "group", "Friends"));
  }

  @Test
  void aGroupIsToldOfWhoIsSharedByAButtonToo() {
    ann.trains(Export.group("Choir", 78).says("Bella", 12, "la").says("Zoe", 12, "z"));
    does(() -> annThere.says("/share Bella"));
    isCutOff(() -> ann.presses("Bella · Choir"));
    assertThat(annThere.reads()).startsWith(FIRST_SHARE);
    assertThat(ann.reads()).startsWith(text("share.done", "name", "Bella", "group", "Friends"));
  }

  @Test
  void whoseShareEndsIsToldWhereverItWasEnded() {
    does(() -> annThere.says("/share Bella"));
    isCutOff(() -> annThere.says("/unshare Bella"));
    annThere.hears("share.ended", "names", "Bella", "count", 1);

    does(() -> annThere.says("/share Bella"));
    isCutOff(() -> ann.says("/unshare"));
    ann.hears("share.ended-elsewhere", "Bella");

    does(() -> annThere.says("/share Bella"));
    isCutOff(() -> ann.presses(text("button.unshare")));
    ann.hears("share.ended-elsewhere", "Bella");
    does(() -> ann.says("/unshare"));
    ann.hears("share.none");
  }

  @Test
  void anOlderWordOnRealMessagesDoesNotHoldAgain() {
    does(() -> annThere.says("/share Bella"));
    var card = ann.newest().ref();
    String allow = ann.action(text("button.allow-real"));
    does(() -> ann.presses(text("button.allow-real")));
    long allowed = update;
    does(() -> ann.presses(text("button.refuse-real")));
    bot.restart();
    isHandledAgain(allowed, () -> ann.presses(card, allow));
    assertThat(ann.reads()).contains(text("share.ask-real", "name", "Bella", "group", "Friends"));
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
    does(() -> ann.presses(text("card.train-again")));
    isCutOff(() -> ann.says("/cancel"));
    ann.hears("cancel.jobs", "Tim");

    does(() -> ann.says("/train"));
    isCutOff(() -> ann.says("/cancel"));
    ann.hears("cancel.file");
    bot.school().release();
    ann.awaitsQuiet();
  }

  @Test
  void aTrainingThatWasOverWhenItWasAskedForAgainIsNotBegunAgain() {
    ann.says("/people Tim");
    var card = ann.newest().ref();
    String train = ann.action(text("card.train-again"));
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
    ann.presses(text("card.train-again"));
    ann.awaits("40 %");
    isHandledAgain(cancelled, () -> ann.says("/cancel"));
    bot.school().release();
    ann.awaits(text("notice.done", "Tim"));
    ann.awaitsQuiet();
  }
}
