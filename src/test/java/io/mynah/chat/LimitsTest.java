package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
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
    assertThat(ann.reads()).containsPattern(anyText("limits.requests", "most", 3));
    ben.says("/people");
    assertThat(ben.readsAll()).as("somebody else").hasSize(1);

    bot.clock().advance(Duration.ofSeconds(61));
    ann.says("/people");
    ann.hears("speak.nobody");
  }

  @Test
  void whoIsTooFastCanStillEndWhatTheyBegan() {
    start(new Limits(3, 0, 0, 0, 0, 0));
    ann.trains(Export.ofBellaAndTim());
    ann.says("/chat Bella");
    for (int i = 0; i < 5; i++) {
      ann.says("/people");
    }
    assertThat(ann.reads()).containsPattern(anyText("limits.requests", "most", 3));
    ann.says("/stop");
    ann.hears("talk.ended", "Bella");
    ann.says("/forget everything");
    ann.presses(text("button.erase"));
    assertThat(ann.reads()).contains(text("forget.done-everything"));

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
    assertThat(member.reads()).containsPattern(anyText("limits.group"));
    bot.someone(40).in(new Group(new Address("group 2"), "Work")).says("/speak Bella");
    assertThat(bot.phone().at(new Address("group 2"))).as("elsewhere").hasSize(1);

    bot.clock().advance(Duration.ofSeconds(61));
    bot.pauses().hold();
    member.says("/speak Bella 3");
    for (int i = 0; i < 15; i++) {
      member.says("/share Bella");
    }
    member.says("/stop");
    member.hears("stop.done");
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
    annThere.hears("share.first", "name", "Bella", "mark", "🦜");

    bot.clock().advance(Duration.ofSeconds(61));
    for (int i = 0; i < 5; i++) {
      member.says("/speak Bella 1");
    }
    for (int i = 0; i < 5; i++) {
      annThere.says("/share Tim");
    }
    assertThat(annThere.reads()).containsPattern(anyText("limits.requests", "most", 2));
    annThere.says("/unshare Bella");
    annThere.hears("share.ended", "names", "Bella", "count", 1);
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
    ann.hears("share.ended-there", "name", "Bella", "group", "Friends");
  }

  @Test
  void whereRepliesWaitToBeSentNoMoreAreMade() {
    start(Limits.NONE);
    ann.trains(Export.ofBellaAndTim());
    bot.pauses().hold();
    for (int i = 0; i < 6; i++) {
      ann.says("/speak Bella 2");
    }
    assertThat(ann.readsLast(2)).containsOnly(text("speak.full"));
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
    ann.hears("limits.uploads", "most", 1, "hours", 24);
    ann.sends("result.json", Export.ofBellaAndTim().json(), "");
    ann.presses(text("button.yes-train"));
    ann.hears("limits.uploads", "most", 1, "hours", 24);
    assertThat(bot.blobs().names("upload")).isEmpty();

    bot.clock().advance(Duration.ofHours(25));
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits(text("upload.nothing-new", "Bella and Tim"));
  }

  @Test
  void ofMoreTrainingsThanMayWaitTheFirstAreTakenAndTheRestIsNamed() {
    start(new Limits(0, 0, 1, 0, 0, 0));
    bot.school().hold();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.awaits("Bella: ▓▓▓▓");
    assertThat(ann.reads()).contains(text("limits.jobs", 1)).contains("Bella");
    assertThat(ann.reads()).doesNotContainPattern(anyText("notice.queued", "name", "Tim"));
    bot.school().release();
    ann.awaitsQuiet();
    assertThat(ann.reads()).contains(text("notice.done", "Bella"));
  }

  @Test
  void whoKeepsTooMuchIsToldHowToMakeRoom() {
    start(new Limits(0, 0, 0, 100, 0, 0));
    ann.trains(Export.ofBellaAndTim());
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    assertThat(ann.reads()).containsPattern(anyText("limits.stored"));
    ben.trains(Export.ofBellaAndTim());
  }

  @Test
  void whereTheDiskIsAlmostFullNothingNewIsTakenInAndVoicesGoOn() {
    start(Limits.NONE);
    ann.trains(Export.ofBellaAndTim());
    bot.stop();
    bot.limitedTo(new Limits(0, 0, 0, 0, Long.MAX_VALUE, 0)).start();
    ann.sends("result.json", Export.ofBellaAndTim().json(), "/train");
    ann.hears("limits.disk");
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
    ann.hears("limits.memory");
    ann.says("/speak Bella 1");
    assertThat(ann.reads()).isEqualTo("night from Bella");
  }

  @Test
  void keepsTheFileOfAVoiceThatCannotBeReadWhileItCannotBeTrainedAgain() {
    start(Limits.NONE);
    ann.trains(Export.chatWith("Kim", 3).says("Kim", 20, "k"));
    bot.limitedTo(new Limits(0, 0, 0, 0, 0, Long.MAX_VALUE)).spoilsModels();
    ann.says("/speak Kim 1");
    assertThat(ann.reads())
        .startsWith(text("speak.damaged-later", "name", "Kim", "why", text("limits.memory")));

    bot.spoilsModels(); // the same bit again
    ann.says("/speak Kim 1");
    assertThat(ann.reads()).isEqualTo("k 20 from Kim");
  }

  @Test
  void whereMemoryIsShortNoTrainingIsTriedAgainAndNoVoiceMendedUntilThereIsSome() {
    start(Limits.NONE);
    ann.trains(Export.chatWith("Kim", 3).says("Kim", 20, "k"));
    bot.school().failWith(new IllegalStateException("broken"));
    ann.sends("result.json", Export.chatWith("Zoe", 4).says("Zoe", 20, "z").json(), "/train");
    ann.awaits(text("failure.internal", "Zoe"));
    ann.awaitsQuiet();
    bot.school().failWith(null);
    bot.limitedTo(new Limits(0, 0, 0, 0, 0, Long.MAX_VALUE)).spoilsModels();

    ann.presses(text("button.retry"));
    ann.hears("limits.memory");
    int before = ann.readsAll().size();
    ann.says("/speak Kim");
    assertThat(ann.readsAll()).hasSize(before + 1);
    assertThat(ann.reads())
        .startsWith(text("speak.damaged-later", "name", "Kim", "why", text("limits.memory")));
    assertThat(bot.working(ann.owner())).isFalse();

    bot.stop();
    bot.limitedTo(Limits.NONE).start();
    ann.presses(text("button.train", "Kim"));
    ann.awaits(text("notice.done", "Kim"));
    ann.presses(text("button.retry"));
    bot.phone()
        .await(
            "Zoe",
            () -> ann.readsAll().stream().anyMatch(t -> t.contains(text("notice.done", "Zoe"))));
    ann.awaitsQuiet();
  }

  @Test
  void withoutLimitsNothingIsRefused() {
    start(Limits.NONE);
    for (int i = 0; i < 200; i++) {
      ann.says("/people");
    }
    assertThat(ann.readsAll()).hasSize(200).allMatch(said -> said.startsWith(text("speak.nobody")));
  }
}
