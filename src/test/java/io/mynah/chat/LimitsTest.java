package io.mynah.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.limits.Limits;
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
        .startsWith("That is faster than I can follow: more than 3 messages within a minute.")
        .contains("seconds I am all ears again.");
    ben.says("/people");
    assertThat(ben.readsAll()).as("somebody else").hasSize(1);

    bot.clock().advance(Duration.ofSeconds(61));
    ann.says("/people");
    assertThat(ann.reads()).startsWith("Nobody is here yet.");
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
            "I read one export of yours a day, and had it. Please send this one again in 24 hours.");
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
    assertThat(ann.reads()).contains("One training of yours is waiting already").contains("Bella");
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
    assertThat(ann.reads()).startsWith("I am short of memory just now");
    ann.says("/speak Bella 1");
    assertThat(ann.reads()).isEqualTo("night from Bella");
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
