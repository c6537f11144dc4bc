package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Address;
import io.mynah.domain.Group;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written without a command: a reply to a voice, or words after one was heard. */
class PlainWordsTest {
  private static final Group FRIENDS = new Group(new Address("group 1"), "Friends");

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

  @Test
  void aReplyToWhatAVoiceSaidIsAnsweredByThatVoiceWhateverItSays() {
    ann.says("/speak Bella");
    Phone.Shown said = ann.newest();
    ann.says("/speak Tim");
    ann.answers(said, "Tim");
    assertThat(ann.reads()).isEqualTo("night from Bella … Tim");
    ann.answers(ann.newest(), "5");
    assertThat(ann.reads()).isEqualTo("night from Bella … 5");
    bot.restart();
    ann.answers(said, "still there?");
    assertThat(ann.reads()).isEqualTo("night from Bella … still there?");
  }

  @Test
  void aReplyIsForTheVoiceThoughAnotherIsTalkedWithOrSomethingElseIsAsked() {
    ann.says("/speak Bella");
    Phone.Shown said = ann.newest();
    ann.says("/chat Tim");
    ann.answers(said, "hey");
    assertThat(ann.reads()).isEqualTo("night from Bella … hey");
    ann.says("and you?");
    bot.rests();
    assertThat(ann.reads()).as("the talk goes on").isEqualTo("well then 20 from Tim … and you?");
    ann.answers(ann.newest(), "good");
    bot.rests();
    assertThat(ann.reads()).as("as part of the talk").isEqualTo("well then 20 from Tim … good");
    ann.says("/train");
    ann.answers(said, "hm");
    assertThat(ann.reads()).isEqualTo("night from Bella … hm");
  }

  @Test
  void aReplyToTheMessageThatIsToBeCorrectedIsTheCorrection() {
    ann.says("/speak Bella");
    Phone.Shown other = ann.newest();
    ann.says("/speak Bella are you awake?");
    Phone.Shown wrong = ann.newest();
    ann.presses("👎");
    ann.answers(other, "hey");
    assertThat(ann.reads()).isEqualTo("night from Bella … hey");
    ann.answers(wrong, "always");
    ann.hears("correct.kept-answer", "Bella");
  }

  @Test
  void plainWordsFindWhoeverWasHeardLast() {
    ann.says("/speak Bella");
    ann.says("/speak Tim");
    ann.says("are you there?");
    assertThat(ann.reads()).isEqualTo("well then 20 from Tim … are you there?");
    ann.says("/speak Bella");
    bot.restart();
    ann.says("and you?");
    assertThat(ann.reads()).isEqualTo("night from Bella … and you?");
  }

  @Test
  void afterAnHourOrAStopItIsAskedWhoShallAnswer() {
    ann.says("/speak Tim");
    ann.says("/stop");
    ann.hears("stop.done");
    ann.says("are you there?");
    ann.hears("speak.to-whom");
    assertThat(ann.buttons()).containsExactly("Tim", "Bella");
    ann.presses("Bella");
    assertThat(ann.reads()).isEqualTo("night from Bella … are you there?");
    bot.clock().advance(Duration.ofMinutes(61));
    ann.says("and now?");
    ann.hears("speak.to-whom");
    assertThat(ann.buttons()).containsExactly("Bella", "Tim");
  }

  @Test
  void whereNobodyCanSpeakItIsSaidWhatCanBeDone() {
    Someone ben = bot.someone(2);
    ben.says("hello?");
    ben.hears("hint.text-nobody");
  }

  @Test
  void whatWasAskedForMayBeWritten() {
    ann.says("/complete Bella");
    ann.hears("complete.what", "Bella");
    ann.says("night f");
    assertThat(ann.reads()).isEqualTo("night from Bella");
    ann.says("/complete Bella");
    bot.restart();
    ann.says("nig");
    assertThat(ann.reads()).isEqualTo("night from Bella");
    ann.says("/complete Tim");
    ann.says("/speak Bella");
    ann.says("well");
    assertThat(ann.reads()).as("asked for something else").isEqualTo("night from Bella … well");
    ann.says("/complete Tim");
    ann.says("/stop");
    ann.says("well");
    ann.hears("speak.to-whom");
  }

  @Test
  void aNameAnswersTheQuestionWhoIsMeant() {
    ann.says("/speak");
    ann.hears("speak.whom");
    ann.says("tim");
    assertThat(ann.reads()).isEqualTo("well then 20 from Tim");
    ann.says("tim");
    assertThat(ann.reads()).as("asked once").isEqualTo("well then 20 from Tim … tim");
    ann.says("/speak Belal 2 hey");
    ann.says("Bella");
    assertThat(ann.readsLast(2))
        .containsExactly("night from Bella … hey", "night from Bella … hey");
    ann.says("/chat");
    ann.says("Bella");
    ann.hears("talk.begun", "Bella");
    ann.says("/stop");
    ann.says("are you there?");
    ann.says("Tim");
    assertThat(ann.reads()).isEqualTo("well then 20 from Tim … are you there?");
    ann.says("/converse");
    ann.says("tim");
    ann.hears("converse.with", "Tim");
    ann.says("bella");
    ann.hears("converse.begins", "first", "Tim", "second", "Bella");
    ann.says("/stop");
  }

  @Test
  void aQuestionWhoIsMeantIsClosedByItsButton() {
    for (String command : List.of("/speak", "/chat", "/complete", "/report", "/speak Belal")) {
      ann.says(command);
      String question = ann.reads();
      Phone.Shown asked = ann.newest();
      ann.presses("Bella");
      assertThat(bot.phone().now(asked.ref()).text()).as(command).isEqualTo(question + "\n✓ Bella");
      assertThat(bot.phone().now(asked.ref()).buttons()).isEmpty();
      ann.says("/stop");
    }
    ann.says("/converse");
    Phone.Shown first = ann.newest();
    ann.presses("Tim");
    Phone.Shown second = ann.newest();
    ann.presses("Bella");
    assertThat(bot.phone().now(first.ref()).text()).isEqualTo(text("converse.whom") + "\n✓ Tim");
    assertThat(bot.phone().now(second.ref()).text())
        .isEqualTo(text("converse.with", "Tim") + "\n✓ Bella");
    ann.says("/stop");
  }

  @Test
  void aCardThatAQuestionBecameStaysOpen() {
    ann.says("/people Belal");
    Phone.Shown asked = ann.newest();
    ann.presses("Bella");
    ann.presses(text("card.speak"));
    assertThat(ann.reads()).isEqualTo("night from Bella");
    assertThat(
            Someone.labels(
                bot.phone().at(ann.address()).stream()
                    .filter(shown -> shown.ref().equals(asked.ref()))
                    .findFirst()
                    .orElseThrow()))
        .contains(text("card.speak"), text("card.chat"));
  }

  @Test
  void whatTwoSaidToEachOtherCanBeAnswered() {
    ann.says("/converse Bella Tim 2");
    bot.rests();
    Phone.Shown said =
        bot.phone().at(ann.address()).stream()
            .filter(message -> message.now().text().startsWith("Bella: "))
            .findFirst()
            .orElseThrow();
    ann.answers(said, "hey");
    assertThat(ann.reads()).isEqualTo("night from Bella … hey");
  }

  @Test
  void nobodyElseIsAnsweredByIt() {
    ann.says("/speak Bella");
    Someone eve = bot.someone(9);
    eve.answers(ann.newest(), "hey");
    eve.hears("hint.text-nobody");
  }

  @Test
  void inAGroupAReplyToAVoiceIsAnsweredByThatVoiceAsLongAsItIsShared() {
    Someone annThere = ann.in(FRIENDS);
    annThere.says("/share Bella");
    annThere.says("/share Tim");
    Someone member = bot.someone(50).in(FRIENDS);
    member.says("/speak Bella");
    Phone.Shown said = member.newest();
    member.says("/speak Tim");
    member.answers(said, "hey");
    assertThat(member.reads()).isEqualTo("night from Bella … hey 🦜");
    bot.restart();
    member.answers(member.newest(), "and now?");
    assertThat(member.reads()).isEqualTo("night from Bella … and now? 🦜");
    member.says("/converse Tim Bella 1");
    bot.rests();
    Phone.Shown line = bot.phone().at(FRIENDS.address()).get(member.readsAll().size() - 2);
    member.answers(line, "tea?");
    assertThat(member.reads()).isEqualTo("well then 20 from Tim … tea? 🦜");

    int before = member.readsAll().size();
    member.says("hello");
    member.answers("something of another's", "hey");
    annThere.says("/unshare Bella");
    member.answers(said, "hey");
    assertThat(member.readsAll()).as("nothing but that the sharing ended").hasSize(before + 1);
    Someone elsewhere = bot.someone(51).in(new Group(new Address("group 2"), "Work"));
    elsewhere.answers(said, "hey");
    assertThat(elsewhere.readsAll()).isEmpty();
  }
}
