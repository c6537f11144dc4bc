package io.mynah.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.limits.Limits;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one person may ask for, and what they are told when it is more. */
class LimitsTest {
  @TempDir Path home;
  private Bot bot;
  private Someone ann;
  private Someone ben;

  private void start(Limits limits) {
    bot = new Bot(home).limitedTo(limits).start();
    ann = bot.someone(1);
    ben = bot.someone(2);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  @Test
  void whoWritesTooFastIsToldOnceAndHeardAgainAfterAMinute() {
    start(new Limits(3, 0, 0, 0, 0, 0));
    for (int i = 0; i < 10; i++) {
      ann.says("/people");
    }
    assertThat(ann.readsAll()).hasSize(4);
    assertThat(ann.reads())
        .startsWith("You're too fast for me: more than 3 messages within a minute.")
        .contains("seconds I'm all ears again.");
    ben.says("/people");
    assertThat(ben.readsAll()).as("somebody else").hasSize(1);

    bot.clock().advance(Duration.ofSeconds(61));
    ann.says("/people");
    assertThat(ann.reads()).startsWith("Nobody is here yet.");
  }

  @Test
  void whoIsTooFastCanStillEndWhatTheyBegan() {
    start(new Limits(3, 0, 0, 0, 0, 0));
    ann.trains(Export.ofBellaAndTim());
    ann.says("/chat Bella");
    for (int i = 0; i < 5; i++) {
      ann.says("/people");
    }
    assertThat(ann.reads()).startsWith("You're too fast for me");
    ann.says("/stop");
    assertThat(ann.reads()).startsWith("You are not talking with Bella any more.");
    ann.says("/forget everything");
    ann.presses("Yes, erase");
    assertThat(ann.reads()).contains("I forgot everything");

    for (int i = 0; i < 30; i++) {
      ann.says("/stop");
    }
    int sent = ann.readsAll().size();
    ann.says("/stop");
    assertThat(ann.readsAll()).as("not for ever").hasSize(sent);
  }

  @Test
  void aGroupIsHeardSoOftenAndToldOnceAndCanStillEndWhatGoesOnThere() {
    start(new Limits(120, 0, 0, 0, 0, 0));
    ann.trains(Export.ofBellaAndTim());
    Group friends = new Group(new Address("group 1"), "Friends");
    Someone member = bot.someone(50).in(friends);
    for (int i = 0; i < 20; i++) {
      member.says("/guess");
    }
    assertThat(member.readsAll()).as("nobody is shared there").hasSize(1);
    bot.clock().advance(Duration.ofSeconds(61));

    ann.in(friends).says("/share Bella");
    int before = member.readsAll().size();
    for (int i = 0; i < 60; i++) {
      member.says("hello");
      bot.someone(51 + i).in(friends).says("/speak Bella 1");
    }
    assertThat(member.readsAll()).hasSize(before + 15 + 1);
    assertThat(member.reads()).startsWith("This group is too fast for me.");
    bot.someone(40).in(new Group(new Address("group 2"), "Work")).says("/speak Bella");
    assertThat(bot.phone().at(new Address("group 2"))).as("elsewhere").hasSize(1);

    bot.clock().advance(Duration.ofSeconds(61));
    bot.pauses().hold();
    member.says("/speak Bella 3");
    for (int i = 0; i < 15; i++) {
      member.says("/share Bella");
    }
    member.says("/stop");
    assertThat(member.reads()).isEqualTo("All right, I stopped.");
  }

  @Test
  void whatOthersAskForInAGroupKeepsNoOwnerFromSharingThereOrEndingIt() {
    start(new Limits(2, 0, 0, 0, 0, 0));
    ann.trains(Export.ofBellaAndTim());
    Group friends = new Group(new Address("group 1"), "Friends");
    Someone annThere = ann.in(friends);
    Someone member = bot.someone(50).in(friends);
    bot.clock().advance(Duration.ofSeconds(61));
    for (int i = 0; i < 5; i++) {
      member.says("/guess");
    }
    annThere.says("/share Bella");
    assertThat(annThere.reads()).startsWith("From now on everyone here can hear Bella");

    bot.clock().advance(Duration.ofSeconds(61));
    for (int i = 0; i < 5; i++) {
      member.says("/speak Bella 1");
    }
    for (int i = 0; i < 5; i++) {
      annThere.says("/share Tim");
    }
    assertThat(annThere.reads()).startsWith("You're too fast for me");
    annThere.says("/unshare Bella");
    assertThat(annThere.reads()).isEqualTo("Bella is not shared here any more.");
    int before = member.readsAll().size();
    for (int i = 0; i < 5; i++) {
      member.says("/share Bella");
    }
    assertThat(member.readsAll()).as("of somebody without people").hasSize(before);
  }

  @Test
  void aShareCanBeEndedInPrivateByWhoIsTooFast() {
    start(new Limits(2, 0, 0, 0, 0, 0));
    ann.trains(Export.ofBellaAndTim());
    bot.clock().advance(Duration.ofSeconds(61));
    ann.in(new Group(new Address("group 1"), "Friends")).says("/share Bella");
    for (int i = 0; i < 5; i++) {
      ann.says("/people");
    }
    ann.says("/unshare");
    assertThat(ann.reads()).isEqualTo("Bella is not shared in the group Friends any more.");
  }

  @Test
  void whereRepliesWaitToBeSentNoMoreAreMade() {
    start(Limits.NONE);
    ann.trains(Export.ofBellaAndTim());
    bot.pauses().hold();
    for (int i = 0; i < 6; i++) {
      ann.says("/speak Bella 2");
    }
    assertThat(ann.readsLast(2))
        .containsOnly(
            "I still have other replies to send here. Ask again when they are all here, or"
                + " say /stop to stop them.");
    int before = ann.readsAll().size();
    bot.rests();
    assertThat(ann.readsAll()).as("one under way, three behind it").hasSize(before + 7);

    Someone there = ann.in(new Group(new Address("group 1"), "Friends"));
    there.says("/share Bella");
    before = there.readsAll().size();
    for (int i = 0; i < 12; i++) {
      there.says("/speak Bella 2");
    }
    bot.rests();
    assertThat(there.readsAll()).as("and a group is told nothing").hasSize(before + 8);
  }

  @Test
  void filesAreNoRequests() {
    start(new Limits(1, 0, 0, 0, 0, 0));
    for (int page = 1; page < 6; page++) {
      ann.sends("messages" + page + ".html", "<html></html>", page == 1 ? "/train" : "");
    }
    assertThat(ann.reads()).contains("5");
    assertThat(ann.readsAll()).hasSize(1);
  }

  @Test
  void moreExportsThanADayAllowsAreRefusedUntilTheNext() {
    start(new Limits(0, 1, 0, 0, 0, 0));
    ann.trains(Export.ofBellaAndTim());
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    assertThat(ann.reads())
        .isEqualTo(
            "You have sent one export within a day, and I can't read more than that. Please"
                + " send this one again in 24 hours.");
    ann.sends("result.json", Export.ofBellaAndTim().json(), "");
    ann.presses("Train");
    assertThat(ann.reads()).contains("Please send this one again");
    assertThat(bot.uploads()).isEmptyDirectory();

    bot.clock().advance(Duration.ofHours(25));
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits("I knew all of it already");
  }

  @Test
  void ofMoreTrainingsThanMayWaitTheFirstAreTakenAndTheRestIsNamed() {
    start(new Limits(0, 0, 1, 0, 0, 0));
    bot.school().hold();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits("Bella: ▓▓▓▓");
    assertThat(ann.reads()).contains("You already have one training waiting").contains("Bella");
    assertThat(ann.reads()).doesNotContain("Tim is waiting");
    bot.school().release();
    ann.awaitsQuiet();
    assertThat(ann.reads()).contains("Bella is ready.");
  }

  @Test
  void whoKeepsTooMuchIsToldHowToMakeRoom() {
    start(new Limits(0, 0, 0, 100, 0, 0));
    ann.trains(Export.ofBellaAndTim());
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    assertThat(ann.reads()).contains("Make room with /forget, then send the file again.");
    ben.trains(Export.ofBellaAndTim());
  }

  @Test
  void whereTheDiskIsAlmostFullNothingNewIsTakenInAndVoicesGoOn() {
    start(Limits.NONE);
    ann.trains(Export.ofBellaAndTim());
    bot.stop();
    bot.limitedTo(new Limits(0, 0, 0, 0, Long.MAX_VALUE, 0)).start();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    assertThat(ann.reads()).startsWith("There is hardly any room left on the disk");
    ann.says("/speak Bella 1");
    assertThat(ann.reads()).isEqualTo("night from Bella");
  }

  @Test
  void whereMemoryIsShortNothingNewIsBegunAndVoicesGoOn() {
    start(Limits.NONE);
    ann.trains(Export.ofBellaAndTim());
    bot.stop();
    bot.limitedTo(new Limits(0, 0, 0, 0, 0, Long.MAX_VALUE)).start();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    assertThat(ann.reads()).startsWith("I'm short of memory right now");
    ann.says("/speak Bella 1");
    assertThat(ann.reads()).isEqualTo("night from Bella");
  }

  @Test
  void whereMemoryIsShortNoTrainingIsTriedAgainAndNoVoiceMendedUntilThereIsSome() {
    start(Limits.NONE);
    ann.trains(Export.chatWith("Kim", 3).says("Kim", 20, "k"));
    bot.school().failWith(new IllegalStateException("broken"));
    ann.sends("result.json", Export.chatWith("Zoe", 4).says("Zoe", 20, "z").json(), "/train");
    ann.awaits("Something went wrong while I trained Zoe.");
    ann.awaitsQuiet();
    bot.school().failWith(null);
    bot.limitedTo(new Limits(0, 0, 0, 0, 0, Long.MAX_VALUE)).spoilsModels();

    ann.presses("Try again");
    assertThat(ann.reads()).startsWith("I'm short of memory right now");
    int before = ann.readsAll().size();
    ann.says("/speak Kim");
    assertThat(ann.readsAll()).hasSize(before + 1);
    assertThat(ann.reads())
        .startsWith(
            "The file with Kim's voice is damaged. I kept all the messages and can train it again,"
                + " but not right now.\nI'm short of memory right now");
    assertThat(bot.working(ann.owner())).isFalse();

    bot.stop();
    bot.limitedTo(Limits.NONE).start();
    ann.presses("Train Kim");
    ann.awaits("Kim is ready.");
    ann.presses("Try again");
    bot.phone()
        .await("Zoe", () -> ann.readsAll().stream().anyMatch(t -> t.contains("Zoe is ready.")));
    ann.awaitsQuiet();
  }

  @Test
  void withoutLimitsNothingIsRefused() {
    start(Limits.NONE);
    for (int i = 0; i < 200; i++) {
      ann.says("/people");
    }
    assertThat(ann.readsAll()).hasSize(200).allMatch(text -> text.startsWith("Nobody"));
  }
}
