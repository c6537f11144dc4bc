package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has no chat yet can be shown around, in a message of its own. */
class TourTest {
  @TempDir Path home;
  @TempDir Path disk;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void make() {
    bot = new Bot(home);
    ann = bot.someone(1);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  private void offersSample() throws IOException {
    Path sample = Files.writeString(disk.resolve("sample.json"), Export.ofBellaAndTim().json());
    bot.offersSample("sample", sample);
  }

  @Test
  void theTourHasFourStepsInOneMessageAndLeavesTheFirstWordsAsTheyAre() {
    bot.start();
    ann.says("/start");
    String first = ann.reads();
    ann.presses(text("button.show-me"));
    assertThat(ann.readsAll()).hasSize(2).startsWith(first);
    for (String step : new String[] {"tour.what", "tour.export", "tour.training"}) {
      assertThat(ann.reads()).contains(text(step));
      assertThat(ann.buttons()).containsExactly(text("button.tour-next"), text("button.skip"));
      ann.presses(text("button.tour-next"));
    }
    assertThat(ann.reads()).contains(text("tour.privacy"), "4", "/forget");
    ann.presses(text("button.done"));
    ann.hears("tour.end");
    assertThat(ann.readsAll()).containsExactly(first, text("tour.end"));
    assertThat(bot.phone().at(ann.address())).allMatch(shown -> shown.now().buttons().isEmpty());
  }

  @Test
  void whoSkipsTheTourIsNotShownAroundAgain() {
    bot.start();
    ann.says("/start");
    ann.presses(text("button.show-me"));
    ann.presses(text("button.skip"));
    ann.hears("tour.end");
    bot.restart();
    ann.says("/help");
    ann.says("hello");
    assertThat(ann.readsAll()).noneMatch(said -> said.contains(text("tour.what")));
  }

  @Test
  void theSampleIsTriedAtOnceWhereThereIsOne() throws IOException {
    offersSample();
    bot.start();
    ann.says("/start");
    ann.presses(text("button.show-me"));
    ann.presses(text("button.tour-next"));
    assertThat(ann.reads()).contains(text("tour.sample"));
    var tour = ann.newest().ref();
    ann.presses(text("button.try-sample"));
    assertThat(bot.phone().now(tour).text()).contains(text("tour.training"));
    ann.awaits(anyText("notice.done"));
    ann.awaitsQuiet();
    ann.says("/speak Bella");
    assertThat(ann.reads()).contains("Bella");
  }

  @Test
  void whereThereIsNoSampleNoneIsOffered() {
    bot.start();
    ann.says("/start");
    ann.presses(text("button.show-me"));
    ann.presses(text("button.tour-next"));
    assertThat(ann.reads()).contains(text("tour.export")).doesNotContain(text("tour.sample"));
    assertThat(ann.buttons()).doesNotContain(text("button.try-sample"));
    ann.presses(ann.newest().ref(), Action.of(Verb.TRY_SAMPLE).encode());
    ann.hears("hint.stale-button");
    ann.presses(ann.newest().ref(), Action.of(Verb.TOUR, 5).encode());
    ann.hears("hint.stale-button");
  }

  @Test
  void whoHasAChatIsOfferedNoTour() {
    bot.start();
    ann.trains(Export.ofBellaAndTim());
    ann.says("/start");
    assertThat(ann.reads()).startsWith(text("start.what"));
    assertThat(ann.buttons()).isEmpty();
  }
}
