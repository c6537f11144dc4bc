package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.store.conversation.SpokenMessages;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /why}. */
class WhyTest {
  private static final String UNKNOWN = text("why.unknown");

  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    bot = new Bot(home).start();
    ann = bot.someone(1);
    ann.trains(
        Export.chatWith("Bella", 11)
            .says("Tim", 15, "good night moon")
            .says("Bella", 15, "hi")
            .adds("Bella", "the moon is up")
            .adds("Bella", "good night, sleep well")
            .adds("Bella", "what a night")
            .adds("Bella", "good night moon"));
  }

  @AfterEach
  void close() {
    bot.close();
  }

  @Test
  void aReplyToWhatWasSaidShowsTheThreeRealMessagesMostLikeItWithTheirDates() {
    ann.says("/speak Bella");
    Phone.Shown said = ann.newest();
    ann.answers(said, "/why");
    assertThat(ann.reads().lines())
        .satisfiesExactly(
            head -> assertThat(head).isEqualTo(text("why.head", "Bella")),
            first -> assertThat(first).matches("• February \\d, 2019: “good night moon”"),
            second -> assertThat(second).endsWith("“good night, sleep well”"),
            third -> assertThat(third).endsWith("“what a night”"));
  }

  @Test
  void itIsKnownAfterARestartButNotForEver() {
    ann.says("/speak Bella");
    Phone.Shown said = ann.newest();
    bot.restart();
    ann.answers(said, "/why");
    assertThat(ann.reads()).startsWith(text("why.head", "Bella"));
    bot.clock().advance(SpokenMessages.KEPT.plus(Duration.ofDays(1)));
    ann.says("/speak Bella");
    ann.answers(said, "/why");
    assertThat(ann.reads()).startsWith(UNKNOWN);
  }

  @Test
  void withoutAReplyItIsAboutWhatWasSaidLast() {
    ann.says("/why");
    ann.hears("why.how");
    ann.says("/speak Bella");
    ann.says("/status");
    ann.says("/why");
    assertThat(ann.reads()).startsWith(text("why.head", "Bella"));
  }

  @Test
  void ofWhatWasNotSaidAsAnyoneItSaysHowToUseIt() {
    ann.says("/status");
    ann.answers(ann.newest(), "/why");
    assertThat(ann.reads()).startsWith(UNKNOWN);
    ann.answers("something of another chat", "/why");
    assertThat(ann.reads()).startsWith(UNKNOWN);
  }

  @Test
  void whereNothingIsLikeItItSaysSo() {
    ann.says("/complete Bella 你好");
    ann.answers(ann.newest(), "/why");
    ann.hears("why.nothing", "Bella");
  }

  @Test
  void nobodyElseIsToldAndNoGroup() {
    ann.says("/speak Bella");
    Phone.Shown said = ann.newest();
    Someone eve = bot.someone(9);
    eve.answers(said, "/why");
    assertThat(eve.reads()).startsWith(UNKNOWN);
    Someone there = ann.in(new Group(new Address("group"), "Friends"));
    there.answers(said, "/why");
    assertThat(there.reads()).doesNotContain("moon");
  }

  @Test
  void whoIsForgottenIsNotQuoted() {
    ann.says("/speak Bella");
    Phone.Shown said = ann.newest();
    ann.says("/forget Bella");
    ann.presses(text("button.erase"));
    ann.awaitsQuiet();
    ann.answers(said, "/why");
    assertThat(ann.reads()).startsWith(UNKNOWN);
    ann.says("/why");
    ann.hears("why.how");
  }

  @Test
  void ofAnAnswerThatTheOwnerTaughtItSaysSo() {
    ann.says("/speak Bella are you awake?");
    ann.presses("👎");
    ann.says("good night moon");
    ann.says("/speak Bella are you awake?");
    Phone.Shown said = ann.newest();
    assertThat(said.now().text()).isEqualTo("good night moon");
    ann.answers(said, "/why");
    ann.hears("why.taught", "Bella");
    ann.says("/why");
    ann.hears("why.taught", "Bella");
  }
}
