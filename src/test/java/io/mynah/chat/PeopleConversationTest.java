package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.training.VoiceGrade;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.PersonId;
import io.mynah.domain.Recognition;
import io.mynah.domain.VoiceRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /people}: the list, and a card for each person, in one message. */
class PeopleConversationTest {
  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    bot = new Bot(home).start();
    ann = bot.someone(1);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  /** Of somebody in the list of people. */
  private static String line(String name, int messages, String state) {
    String span = "February 2019";
    return text("people.line", "name", name, "count", messages, "span", span, "state", state);
  }

  @Test
  void aCardTellsOfMessagesVoiceAndSharesAndWhatCanBeDone() {
    ann.trains(Export.ofBellaAndTim());
    bot.clock().advance(Duration.ofDays(3));
    ann.in(new Group(new Address("group 1"), "Friends 🎉")).says("/share Bella");
    int before = ann.readsAll().size();
    ann.says("/people");
    ann.presses("Bella");
    assertThat(ann.readsAll()).as("in place").hasSize(before + 1);
    String rough = text("quality.rough");
    assertThat(ann.reads())
        .isEqualTo(
            String.join(
                "\n",
                text("card.head", "name", "Bella", "title", "Bella"),
                text("card.messages", "count", 20, "span", "February 2019"),
                text("card.voice", "quality", rough, "age", "3 days ago", "count", 20),
                text("card.shared", "Friends 🎉")));
    assertThat(ann.buttons())
        .containsExactly(
            text("card.speak"),
            text("card.chat"),
            text("card.report"),
            text("card.train-again"),
            text("card.forget"),
            text("card.share", "Friends 🎉"),
            text("card.back"));
    ann.presses("◀");
    assertThat(ann.reads()).startsWith("Bella\n•");
    assertThat(ann.buttons()).containsExactlyInAnyOrder("Bella", "Tim");
  }

  @Test
  void theButtonsOfACardDoWhatTheySay() {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/people bella");
    ann.presses(text("card.speak"));
    assertThat(ann.reads()).isEqualTo("night from Bella");
    ann.presses(text("card.chat"));
    assertThat(ann.reads()).contains("Bella").contains("/stop");
    ann.says("/stop");
    ann.presses(text("card.report"));
    ann.hears("report.none", "Bella");
    ann.presses(text("card.train-again"));
    ann.awaits(text("notice.done", "Bella"));
    ann.awaitsQuiet();
    ann.presses(text("card.forget"));
    ann.presses(text("button.erase"));
    ann.awaitsQuiet();
    assertThat(bot.corpora().people(ann.owner())).hasSize(1);
  }

  @Test
  void aCardWhileItsPersonIsTrainedShowsHowFar() {
    ann.trains(Export.ofBellaAndTim());
    bot.school().hold();
    ann.says("/people Bella");
    ann.presses(text("card.train-again"));
    ann.awaits("40 %");
    ann.says("/people Bella");
    assertThat(ann.reads())
        .containsPattern(anyText("card.voice", "quality", text("quality.rough"), "count", 20))
        .endsWith(text("card.state", text("state.training", 40)));
    assertThat(ann.buttons())
        .containsExactly(
            text("card.speak"),
            text("card.chat"),
            text("card.report"),
            text("card.forget"),
            text("card.back"));
    bot.school().release();
  }

  @Test
  void whoHasTooFewMessagesCanOnlyBeForgotten() {
    ann.trains(Export.chatWith("Bella", 4).says("Bella", 20, "hi").says("Kim", 3, "few"));
    ann.says("/people Kim");
    assertThat(ann.reads()).endsWith(text("card.state", text("state.too-few", 10)));
    assertThat(ann.buttons()).containsExactly(text("card.forget"), text("card.back"));
  }

  @Test
  void manyPeopleComeInPagesAndACardLeadsBackToItsPage() {
    Export choir = Export.group("Choir", 5);
    for (int i = 10; i < 30; i++) {
      choir.says("Singer " + i, i, "la");
    }
    bot.school().hold();
    ann.sends("result.json", choir.json(), "/train");
    ann.awaits(text("ask.people", "title", "Choir", "count", 20));
    ann.presses("Singer 29");
    ann.presses(text("button.train-picked", 1));
    ann.awaits("40 %");
    ann.says("/people");
    assertThat(ann.reads())
        .startsWith("Choir\n• Singer 29")
        .endsWith(text("people.page", "page", 1, "pages", 3));
    ann.presses("▶");
    ann.presses("▶");
    assertThat(ann.reads())
        .contains("• Singer 10")
        .endsWith(text("people.page", "page", 3, "pages", 3));
    assertThat(ann.buttons()).hasSize(5).endsWith("◀").doesNotContain("▶");
    bot.restart();
    ann.presses("Singer 12");
    assertThat(ann.reads()).startsWith(text("card.head", "name", "Singer 12", "title", "Choir"));
    ann.presses(text("card.back"));
    assertThat(ann.reads()).endsWith(text("people.page", "page", 3, "pages", 3));
    ann.presses(ann.newest().ref(), "people:999");
    assertThat(ann.reads())
        .as("a page that is no more")
        .endsWith(text("people.page", "page", 3, "pages", 3));
    bot.school().release();
  }

  @Test
  void voicesComeFirstThenWhoCanBeTrainedAndTheRestBehindAButton() {
    Export choir = Export.group("Choir", 5);
    for (int i = 10; i < 20; i++) {
      choir.says("Singer " + i, i, "la");
    }
    for (int i = 1; i < 10; i++) {
      choir.says("Guest " + i, i, "hm");
    }
    ann.sends("result.json", choir.json(), "/train");
    ann.awaits(text("ask.people", "title", "Choir", "count", 19));
    ann.presses("▶");
    ann.presses("Singer 10");
    ann.presses(text("button.train-picked", 1));
    ann.awaits(text("notice.done", "Singer 10"));
    ann.awaitsQuiet();
    ann.says("/people");
    assertThat(ann.reads())
        .startsWith("Choir\n" + line("Singer 10", 10, text("state.ready")) + "\n• Singer 19: ")
        .endsWith(text("people.page", "page", 1, "pages", 2));
    assertThat(ann.buttons()).startsWith("Singer 10").endsWith("▶", text("button.too-few", 9));
    ann.presses("▶");
    assertThat(ann.reads()).contains("• Singer 11").doesNotContain("Guest");
    ann.presses(text("button.too-few", 9));
    assertThat(ann.reads())
        .startsWith("Choir\n• Guest 9")
        .endsWith(text("people.page", "page", 1, "pages", 2));
    ann.presses("▶");
    assertThat(ann.reads())
        .contains("• Guest 1:")
        .endsWith(text("people.page", "page", 2, "pages", 2));
    assertThat(ann.buttons()).containsExactly("Guest 1", "◀", text("card.back"));
    ann.presses("Guest 1");
    ann.presses(text("card.back"));
    assertThat(ann.reads()).as("back to where they stand").contains("• Guest 1:");
    ann.presses(text("card.back"));
    assertThat(ann.reads()).startsWith("Choir\n• Singer 10");
  }

  @Test
  void voicesOfSeveralChatsComeBeforeThoseWithoutVoices() {
    ann.trains(Export.ofBellaAndTim());
    Export choir = Export.group("Choir", 5);
    for (int i = 10; i < 20; i++) {
      choir.says("Singer " + i, i, "la");
    }
    ann.trainsAll(choir, "Singer 19");
    ann.says("/people");
    assertThat(ann.buttons().subList(0, 3)).containsExactlyInAnyOrder("Bella", "Tim", "Singer 19");
  }

  @Test
  void whereNobodyCanBeTrainedAllAreShown() {
    Export choir = Export.group("Choir", 5).says("Bella", 20, "hi");
    for (int i = 1; i < 10; i++) {
      choir.says("Guest " + i, i, "hm");
    }
    ann.trains(choir);
    ann.says("/forget Bella");
    ann.presses(text("button.erase"));
    ann.awaitsQuiet();
    ann.says("/people");
    assertThat(ann.reads())
        .startsWith("Choir\n• Guest")
        .endsWith(text("people.page", "page", 1, "pages", 2));
    assertThat(ann.buttons()).doesNotContain(text("button.too-few", 9), text("card.back"));
  }

  @Test
  void aCardOfSomeoneForgottenOrSomebodyElsesIsOutOfDate() {
    ann.trains(Export.ofBellaAndTim());
    ann.says("/people");
    String bella = ann.action("Bella");
    Someone eve = bot.someone(9);
    eve.presses(ann.newest().ref(), bella);
    eve.hears("hint.stale-button");
    eve.presses(ann.newest().ref(), "people:0");
    eve.hears("hint.stale-button");
    ann.says("/forget everything");
    ann.presses(text("button.erase"));
    ann.awaits(text("forget.done-everything"));
    ann.presses(ann.newest().ref(), bella);
    ann.hears("hint.stale-button");
  }

  @Test
  void namesOfAnyScriptStandApartFromTheWordsAroundThem() {
    ann.trains(Export.group("חברים 🎶", 78).says("דנה 🦜", 12, "la"));
    ann.says("/people");
    ann.presses("\u2068דנה");
    assertThat(ann.reads())
        .startsWith(
            text("card.head", "name", "\u2068דנה 🦜\u2069", "title", "\u2068חברים 🎶\u2069")
                + "\n");
  }

  @Test
  void aVoiceIsCalledByHowOftenItIsTakenForThePersonElseByWhatItLearnedFrom() {
    assertThat(VoiceGrade.of(voice("neural", 50_000), recognition(80, 90)))
        .isEqualTo(VoiceGrade.VERY_GOOD);
    assertThat(VoiceGrade.of(voice("neural", 50_000), recognition(60, 90)))
        .isEqualTo(VoiceGrade.GOOD);
    assertThat(VoiceGrade.of(voice("neural", 50_000), recognition(40, 90)))
        .isEqualTo(VoiceGrade.FAIR);
    assertThat(VoiceGrade.of(voice("neural", 50_000), recognition(10, 90)))
        .isEqualTo(VoiceGrade.ROUGH);
    assertThat(VoiceGrade.of(voice("n-gram", 50_000), recognition(80, 90)))
        .isEqualTo(VoiceGrade.ROUGH);
    assertThat(VoiceGrade.of(voice("neural", 10_000), null)).isEqualTo(VoiceGrade.VERY_GOOD);
    assertThat(VoiceGrade.of(voice("neural", 9_999), null)).isEqualTo(VoiceGrade.GOOD);
    assertThat(VoiceGrade.of(voice("neural", 100), recognition(0, 0))).isEqualTo(VoiceGrade.FAIR);
    assertThat(VoiceGrade.of(voice("neural", 99), null)).isEqualTo(VoiceGrade.ROUGH);
    assertThat(VoiceGrade.of(voice("neural", 248), recognition(88, 74)))
        .as("no better than so few messages allow")
        .isEqualTo(VoiceGrade.FAIR);
  }

  private static VoiceRecord voice(String stage, int messages) {
    return new VoiceRecord(new PersonId(1), stage, 2, messages, Instant.EPOCH, 1, null);
  }

  private static Recognition recognition(int made, int real) {
    return new Recognition(2, 100, made, 100, real);
  }

  @Test
  void agesAreToldInTheLanguageSpoken() {
    Phrases english = Phrases.in(Locale.ENGLISH);
    assertThat(Wording.ago(english, Duration.ofSeconds(5))).isEqualTo("this minute");
    assertThat(Wording.ago(english, Duration.ofMinutes(59))).isEqualTo("59 minutes ago");
    assertThat(Wording.ago(english, Duration.ofHours(1))).isEqualTo("1 hour ago");
    assertThat(Wording.ago(english, Duration.ofHours(24))).isEqualTo("yesterday");
    assertThat(Wording.ago(english, Duration.ofDays(13))).isEqualTo("13 days ago");
    assertThat(Wording.ago(english, Duration.ofDays(15))).isEqualTo("2 weeks ago");
    assertThat(Wording.ago(english, Duration.ofDays(365))).isEqualTo("12 months ago");
  }
}
