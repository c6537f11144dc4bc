package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.Habits;
import io.mynah.lm.Quantiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /converse}: two models talk with each other. */
class ConversingTest {
  private static final String BEGINS = text("converse.begins", "first", "Bella", "second", "Tim");

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

  private String transcript() {
    return bot.phone().document(ann.newest().ref());
  }

  private List<String> readsSince(int before) {
    List<String> all = ann.readsAll();
    return all.subList(before, all.size());
  }

  @Test
  void eachAnswersWhatTheOtherSaidAndAllOfItComesAsAFile() {
    int before = ann.readsAll().size();
    ann.says("/converse Bella Tim 3");
    assertThat(ann.reads()).isEqualTo(BEGINS);
    assertThat(ann.buttons()).containsExactly(text("button.stop"));
    bot.rests();
    String first = "night from Bella";
    String second = "well then 20 from Tim … " + first;
    String third = first + " … " + second;
    assertThat(readsSince(before))
        .containsExactly(
            BEGINS,
            "Bella: " + first,
            "Tim: " + second,
            "Bella: " + third,
            text("converse.done", "first", "Bella", "second", "Tim", "count", 3));
    assertThat(transcript())
        .isEqualTo(
            text("converse.transcript", "first", "Bella", "second", "Tim")
                + "\n\nBella: "
                + first
                + "\nTim: "
                + second
                + "\nBella: "
                + third
                + "\n");
    assertThat(ann.buttons()).containsExactly(text("button.more"));
    assertThat(bot.working(ann.owner())).isFalse();
  }

  @Test
  void theyTakeTheirTimeAndTypingIsShown() {
    ann.says("/converse Bella Tim 2");
    bot.passes(Duration.ofSeconds(1));
    assertThat(ann.reads()).isEqualTo(BEGINS);
    assertThat(bot.phone().isTyping(ann.address())).isTrue();
    assertThat(bot.working(ann.owner())).isTrue();
    bot.passes(Duration.ofSeconds(1));
    assertThat(ann.reads()).startsWith("Bella: ");
    bot.rests();
    assertThat(bot.phone().isTyping(ann.address())).isFalse();
  }

  @Test
  void whoSendsSeveralInARowDoesSoHereToo() {
    bot.school()
        .teaches(
            new Habits(
                List.of(0.0, 1.0),
                new Quantiles(List.of(5.0, 20.0)),
                new Quantiles(List.of(60.0, 90.0))));
    ann.trains(Export.chatWith("Kim", 5).says("Kim", 20, "k").says("Lou", 20, "l"));
    int before = ann.readsAll().size();
    ann.says("/converse Kim Lou 3");
    bot.rests();
    assertThat(readsSince(before).subList(1, 4))
        .extracting(line -> line.substring(0, 4))
        .containsExactly("Kim:", "Kim:", "Lou:");
  }

  @Test
  void withoutANumberThereAreTwelveMessagesAndNeverMoreThanForty() {
    bot.school()
        .teachesToSay("ok", "no", "yes", "hm", "well", "tea?", "sure", "oh", "why", "go on");
    ann.trains(Export.chatWith("Kim", 5).says("Kim", 20, "k").says("Lou", 20, "l"));
    ann.says("/converse Kim and Lou");
    bot.rests();
    ann.hears("converse.done", "first", "Kim", "second", "Lou", "count", 12);
    int before = ann.readsAll().size();
    ann.says("/converse Kim Lou 4000");
    assertThat(readsSince(before).get(0)).isEqualTo(text("speak.capped", 40));
    bot.rests();
    ann.hears("converse.done", "first", "Kim", "second", "Lou", "count", 40);
  }

  @Test
  void nobodyIsAddressedWhoIsNotThere() {
    bot.school()
        .teachesToSay("Max, come here", "no, Max.", "Lou, are you there?", "max is out", "ok");
    Export group =
        Export.chatWith("Kim", 5)
            .says("Kim", 20, "k")
            .says("Lou Reed", 20, "l")
            .says("Max Reed", 20, "m");
    ann.trainsAll(group, "Kim", "Lou Reed");
    int before = ann.readsAll().size();
    ann.says("/converse Kim and Lou Reed 12");
    bot.rests();
    assertThat(readsSince(before))
        .anyMatch(said -> said.endsWith("Lou, are you there?"))
        .anyMatch(said -> said.endsWith("max is out"))
        .noneMatch(said -> said.contains("Max, come here"))
        .noneMatch(said -> said.contains("no, Max."));
  }

  @Test
  void aTopicIsSaidToBothByNobodyOfThem() {
    int before = ann.readsAll().size();
    ann.says("/converse Tim, Bella 2 what about\nthe moon?");
    bot.rests();
    assertThat(readsSince(before).get(1))
        .isEqualTo("Tim: well then 20 from Tim … what about\nthe moon?");
    assertThat(transcript())
        .contains("\n\n" + text("converse.topic") + ": what about\nthe moon?\nTim: ");
  }

  @Test
  void whoseVoiceIsDamagedIsSaidSoAndTrainedAgain() {
    bot.spoilsModels();
    ann.says("/converse Bella Tim");
    bot.rests();
    assertThat(ann.readsAll())
        .anyMatch(said -> said.startsWith(text("converse.lost", 0)))
        .anyMatch(said -> said.startsWith(text("speak.damaged", "Bella")));
    ann.awaits(text("notice.done", "Bella"));
  }

  @Test
  void theFirstMessageBearsTheButtonOnlyUntilThereIsANewerOneOrTheEnd() {
    ann.says("/converse Bella Tim 2");
    var first = ann.newest().ref();
    bot.passes(Duration.ofSeconds(2));
    assertThat(ann.reads()).startsWith("Bella: ");
    assertThat(bot.phone().now(first).buttons()).isEmpty();
    bot.rests();

    ann.says("/converse Bella Tim");
    String stop = ann.action(text("button.stop"));
    first = ann.newest().ref();
    ann.presses(text("button.stop"));
    ann.hears("converse.stopped", 0);
    assertThat(bot.phone().now(first).buttons()).isEmpty();
    ann.presses(first, stop);
    ann.hears("converse.over");
  }

  @Test
  void theButtonEndsItAtOnceAndStandsUnderTheNewestMessageAlone() {
    ann.says("/converse Bella Tim");
    bot.passes(Duration.ofSeconds(5));
    List<Phone.Shown> shown = bot.phone().at(ann.address());
    assertThat(ann.buttons()).containsExactly(text("button.stop"));
    assertThat(Someone.labels(shown.get(shown.size() - 2))).isEmpty();
    String stop = ann.action(text("button.stop"));
    var newest = ann.newest().ref();
    ann.presses(text("button.stop"));
    ann.hears("converse.stopped", 2);
    assertThat(transcript().lines()).hasSize(4);
    assertThat(bot.phone().now(newest).buttons()).isEmpty();
    assertThat(bot.phone().isTyping(ann.address())).isFalse();
    assertThat(bot.pauses().due()).as("nothing more comes").isEmpty();
    ann.presses(newest, stop);
    ann.hears("converse.over");
  }

  @Test
  void whatIsOnItsWayWhenItIsStoppedStandsInTheFileToo() throws InterruptedException {
    ann.says("/converse Bella Tim");
    bot.passes(Duration.ofSeconds(3));
    String said = ann.reads();
    bot.phone().holdSends();
    Thread sending = new Thread(bot::rests);
    sending.start();
    bot.phone().await("a message is on its way", bot.phone()::isSending);
    int before = ann.readsAll().size();
    ann.presses(text("button.stop"));
    assertThat(ann.readsAll()).as("no file yet").hasSize(before);
    bot.phone().releaseSends();
    sending.join();
    assertThat(readsSince(before))
        .satisfiesExactly(
            last -> assertThat(last).startsWith("Tim: "),
            file -> assertThat(file).startsWith(text("converse.stopped", 2)));
    assertThat(transcript()).contains(said, ann.readsLast(2).get(0));
    assertThat(Someone.labels(bot.phone().at(ann.address()).get(before))).isEmpty();
  }

  @Test
  void stopAndCancelEndItToo() {
    for (String command : List.of("/stop", "/cancel")) {
      ann.says("/converse Bella Tim");
      bot.passes(Duration.ofSeconds(3));
      int before = ann.readsAll().size();
      ann.says(command);
      assertThat(readsSince(before)).containsExactly(text("converse.stopped", 1));
      assertThat(bot.working(ann.owner())).isFalse();
    }
    ann.says("/cancel");
    ann.hears("cancel.nothing");
  }

  @Test
  void aTalkWithOneOfThemAndAskingOneEndItFirst() {
    for (String command : List.of("/chat Bella", "/speak Tim")) {
      ann.says("/converse Bella Tim");
      bot.passes(Duration.ofSeconds(3));
      int before = ann.readsAll().size();
      ann.says(command);
      assertThat(readsSince(before).get(0)).isEqualTo(text("converse.stopped", 1));
      assertThat(readsSince(before)).hasSize(2);
      bot.rests();
      assertThat(readsSince(before)).hasSize(2);
      ann.says("/stop");
    }
    ann.says("/converse Bella Tim");
    int before = ann.readsAll().size();
    ann.says("/chat Nobody");
    bot.rests();
    assertThat(readsSince(before)).as("nobody was meant").hasSizeGreaterThan(3);
  }

  @Test
  void whatIsStoppedBeforeAnythingWasSaidHasNoFile() {
    ann.says("/converse Bella Tim");
    ann.presses(text("button.stop"));
    ann.hears("converse.stopped", 0);
    assertThat(ann.buttons()).isEmpty();
  }

  @Test
  void moreGoesOnWhereItEnded() {
    ann.says("/converse Bella Tim 2");
    bot.rests();
    ann.presses(text("button.more"));
    bot.rests();
    ann.hears("converse.done", "first", "Bella", "second", "Tim", "count", 4);
    List<String> lines = transcript().lines().skip(2).toList();
    assertThat(lines)
        .extracting(line -> line.substring(0, line.indexOf(':')))
        .containsExactly("Bella", "Tim", "Bella", "Tim");
    assertThat(lines.get(2)).isEqualTo("Bella: night from Bella … " + lines.get(1).substring(5));
  }

  @Test
  void aRestartEndsItAndItsButtonsSaySo() {
    ann.says("/converse Bella Tim 2");
    bot.rests();
    ann.says("/converse Tim Bella");
    bot.passes(Duration.ofSeconds(3));
    int before = ann.readsAll().size();
    String stop = ann.action(text("button.stop"));
    var bearer = ann.messageWith(text("button.stop"));
    bot.restart();
    bot.rests();
    assertThat(ann.readsAll()).hasSize(before);
    String gone = text("converse.forgotten");
    ann.presses(text("button.stop"));
    assertThat(ann.reads()).isEqualTo(gone);
    ann.presses(text("button.more"));
    assertThat(ann.reads()).isEqualTo(gone);
    assertThat(bot.working(ann.owner())).isFalse();
    ann.says("/converse Bella Tim 2");
    ann.says("/stop");
    ann.says("/converse Bella Tim 2");
    ann.presses(bearer, stop);
    assertThat(ann.reads()).as("another one is not stopped").isEqualTo(gone);
    bot.rests();
    ann.hears("converse.done", "first", "Bella", "second", "Tim", "count", 2);
  }

  @Test
  void whoGoRoundInCirclesAreEnded() {
    bot.school().teachesToSay("ok");
    ann.trains(Export.chatWith("Kim", 5).says("Kim", 20, "k").says("Lou", 20, "l"));
    int before = ann.readsAll().size();
    ann.says("/converse Kim Lou");
    bot.rests();
    assertThat(readsSince(before).subList(1, readsSince(before).size()))
        .containsExactly("Kim: ok", text("converse.circles", 1));
  }

  @Test
  void whoIsMissingIsAskedForAndTheRestIsKept() {
    ann.says("/converse");
    ann.hears("converse.whom");
    ann.presses("Tim");
    ann.hears("converse.with", "Tim");
    ann.presses("Bella");
    ann.hears("converse.begins", "first", "Tim", "second", "Bella");
    ann.presses(text("button.stop"));

    ann.says("/converse Bella 2 hello there");
    ann.hears("converse.with", "Bella");
    assertThat(ann.buttons()).containsExactlyInAnyOrder("Bella", "Tim");
    ann.presses("Tim");
    bot.rests();
    ann.hears("converse.done", "first", "Bella", "second", "Tim", "count", 2);
    assertThat(transcript()).contains(text("converse.topic") + ": hello there\n");

    ann.says("/converse Blela Tim 2");
    ann.hears("speak.did-you-mean");
    ann.presses("Bella");
    bot.rests();
    ann.hears("converse.done", "first", "Bella", "second", "Tim", "count", 2);
  }

  @Test
  void whoIsNotKnownIsSaidSoAndIsNoTopic() {
    for (String nobody : List.of("NOBODY", "nobody", "Nobody 2", "and Nobody")) {
      ann.says("/converse bella " + nobody);
      assertThat(ann.reads())
          .as(nobody)
          .isEqualToIgnoringCase(
              text("converse.unknown-second", "unknown", "Nobody", "name", "Bella"));
      assertThat(ann.buttons()).containsExactlyInAnyOrder("Bella", "Tim");
    }
    ann.says("/converse Bella Nobody 2 what about dinner?");
    ann.presses("Tim");
    bot.rests();
    ann.hears("converse.done", "first", "Bella", "second", "Tim", "count", 2);
    assertThat(transcript())
        .contains(text("converse.topic") + ": what about dinner?\n")
        .doesNotContain(text("converse.topic") + ": Nobody");

    ann.says("/converse Ferdinand Tim");
    ann.hears("converse.unknown-first", "Ferdinand");
    assertThat(ann.buttons()).containsExactlyInAnyOrder("Bella", "Tim");
  }

  @Test
  void wordsWithoutASecondNameAreWhatTheyTalkAbout() {
    ann.says("/converse Bella what about dinner?");
    ann.hears("converse.with", "Bella");
    ann.presses("Tim");
    bot.rests();
    assertThat(transcript()).contains(text("converse.topic") + ": what about dinner?\n");
  }

  @Test
  void aPersonTalksWithThemselvesByNumber() {
    int before = ann.readsAll().size();
    ann.says("/converse Bella Bella 2");
    bot.rests();
    assertThat(readsSince(before))
        .startsWith(
            text("converse.begins", "first", "Bella (1)", "second", "Bella (2)"),
            "Bella (1): night from Bella",
            "Bella (2): night from Bella … night from Bella");
  }

  @Test
  void namesakesOfTwoExportsAreToldApartByTheirChats() {
    ann.trains(
        Export.group("Climbing", 7).says("Bella", 20, "rope").says("Kim", 3, "no").adds("Bo", "a"));
    int before = ann.readsAll().size();
    ann.says("/converse Bella Bella 2");
    bot.rests();
    assertThat(readsSince(before).subList(1, 3))
        .containsExactlyInAnyOrder(
            "Bella (Bella): night from Bella"
                + (readsSince(before).get(1).startsWith("Bella (Bella)")
                    ? ""
                    : " … rope 20 from Bella"),
            "Bella (Climbing): rope 20 from Bella"
                + (readsSince(before).get(1).startsWith("Bella (Climbing)")
                    ? ""
                    : " … night from Bella"));
    ann.says("/converse Tim Bella 2");
    ann.hears("speak.which");
    ann.presses("Bella · Climbing");
    bot.rests();
    ann.hears("converse.done", "first", "Tim", "second", "Bella", "count", 2);
    assertThat(transcript()).contains("Bella: rope 20 from Bella … well then 20 from Tim");
  }

  @Test
  void whileTwoTalkAPlaceIsTakenAndOtherPlacesAreFree() {
    ann.says("/converse Bella Tim 3");
    bot.passes(Duration.ofSeconds(2));
    ann.says("/converse Tim Bella");
    ann.hears("converse.busy");
    Someone bob = bot.someone(2);
    bob.trains(Export.chatWith("Kim", 3).says("Kim", 20, "k").says("Lou", 20, "l"));
    bob.says("/converse Kim Lou 3");
    bot.rests();
    ann.hears("converse.done", "first", "Bella", "second", "Tim", "count", 3);
    bob.hears("converse.done", "first", "Kim", "second", "Lou", "count", 3);
  }

  @Test
  void nobodyElseCanStopItOrGoOnWithIt() {
    ann.says("/converse Bella Tim 2");
    bot.passes(Duration.ofSeconds(2));
    String stop = ann.action(text("button.stop"));
    Someone eve = bot.someone(9);
    eve.says("/people");
    eve.presses(eve.newest().ref(), stop);
    bot.rests();
    ann.hears("converse.done", "first", "Bella", "second", "Tim", "count", 2);
    String more = ann.action(text("button.more"));
    eve.presses(eve.newest().ref(), more);
    bot.rests();
    assertThat(eve.readsAll()).noneMatch(text -> text.contains("Bella"));
  }

  @Test
  void whoCannotSpeakIsSaidAndWhoIsForgottenFallsSilent() {
    ann.trains(Export.chatWith("Kim", 5).says("Kim", 20, "k").says("Lou", 3, "l"));
    ann.says("/converse Kim Lou");
    ann.hears("speak.too-few", "name", "Lou", "count", 3, "needed", 10);
    ann.says("/converse Bella Tim");
    bot.passes(Duration.ofSeconds(3));
    ann.says("/forget Bella");
    ann.presses(text("button.erase"));
    int before = ann.readsAll().size();
    ann.awaitsQuiet();
    bot.rests();
    assertThat(readsSince(before)).noneMatch(text -> text.startsWith("Bella:"));
    assertThat(bot.pauses().due()).isEmpty();
  }
}
