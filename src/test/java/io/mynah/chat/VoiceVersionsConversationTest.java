package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.domain.PersonId;
import io.mynah.domain.VoiceBase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A voice that was trained several times: its versions, and which of them speaks. */
class VoiceVersionsConversationTest {
  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    bot = new Bot(home).unsealed().trainsFrom(new VoiceBase("owl", false, "MIT")).start();
    ann = bot.someone(1);
    ann.trains(Export.ofBellaAndTim());
  }

  @AfterEach
  void close() {
    bot.phone().killsBeforeAnyAnswer(false);
    bot.close();
  }

  /** Trains Bella again, some days later; then she says this. */
  private void learns(String phrase) {
    bot.clock().advance(Duration.ofDays(3));
    bot.school().teachesToSay(phrase);
    ann.says("/people Bella");
    ann.presses(text("card.train-again"));
    ann.awaits(text("notice.done", "Bella"));
    ann.awaitsQuiet();
  }

  private String says() {
    ann.says("/speak Bella");
    bot.rests();
    return ann.reads();
  }

  private void opensVersions() {
    ann.says("/people Bella");
    ann.presses(text("card.versions"));
  }

  private static String use(int position) {
    return text("versions.use", "position", position);
  }

  private static String compare(int position) {
    return text("versions.compare", "position", position);
  }

  private List<String> versions() {
    return bot.blobs().names("version");
  }

  @Test
  void aVoiceOfOneTrainingHasNoVersionsToChooseFrom() {
    ann.says("/people Bella");
    assertThat(ann.buttons()).doesNotContain(text("card.versions"));
  }

  @Test
  void anotherVersionSpeaksAtOnceAndAfterARestart() {
    learns("kingfisher");
    learns("owl");
    assertThat(says()).isEqualTo("owl");
    opensVersions();
    assertThat(ann.reads().lines())
        .hasSize(4)
        .element(1)
        .asString()
        .startsWith("1. ")
        .contains("20 messages", "owl, licence MIT")
        .endsWith(text("versions.in-use"));
    assertThat(ann.buttons())
        .containsExactly(
            use(2), use(3), compare(2), compare(3), text("versions.back", "name", "Bella"));
    ann.presses(use(2));
    assertThat(ann.reads().lines().toList().get(2)).endsWith(text("versions.in-use"));
    assertThat(says()).isEqualTo("kingfisher");
    bot.restart();
    assertThat(says()).isEqualTo("kingfisher");
    opensVersions();
    ann.presses(use(3));
    assertThat(says()).isEqualTo("night from Bella");
    learns("blackbird");
    assertThat(says()).isEqualTo("blackbird");
    assertThat(versions()).hasSize(3);
    opensVersions();
    ann.presses(text("versions.back", "name", "Bella"));
    assertThat(ann.reads()).startsWith(text("card.head", "name", "Bella", "title", "Bella"));
  }

  /** Compares with a version, and reads what both answered: the first answer, then the second. */
  private List<String> compares(int position) {
    opensVersions();
    ann.presses(compare(position));
    return ann.reads()
        .lines()
        .filter(line -> line.matches("[12]: .*"))
        .map(line -> line.substring(3))
        .toList();
  }

  /** The line of a version in the list. */
  private String line(int position) {
    opensVersions();
    return ann.reads().lines().toList().get(position);
  }

  private static String preferred(int preferred, int count) {
    return text("versions.preferred", "preferred", preferred, "count", count);
  }

  @Test
  void twoVersionsAnswerTheSameAndWhatIsPreferredIsCounted() {
    learns("kingfisher");
    ann.says("/speak Bella are you awake?");
    List<String> answers = compares(2);
    assertThat(answers)
        .containsExactlyInAnyOrder("kingfisher", "night from Bella … are you awake?");
    assertThat(ann.reads()).startsWith(text("compare.said", "text", "are you awake?"));
    boolean kingfisherFirst = answers.get(0).equals("kingfisher");
    ann.presses(kingfisherFirst ? "1" : "2");
    assertThat(ann.reads())
        .contains(
            text(
                "compare.done",
                "first",
                kingfisherFirst ? 1 : 2,
                "second",
                kingfisherFirst ? 2 : 1));
    assertThat(ann.buttons()).containsExactly(text("compare.versions"));
    ann.presses(text("compare.versions"));
    assertThat(ann.reads().lines().toList().get(1)).contains(preferred(1, 1));
    assertThat(ann.reads().lines().toList().get(2)).contains(preferred(0, 1));

    List<String> unused = compares(2);
    ann.presses(text("button.neither"));
    assertThat(line(1)).contains(preferred(1, 2));
    assertThat(line(2)).contains(preferred(0, 2));
    ann.presses(use(2));
    assertThat(line(2)).as("of the version, not of the voice").contains(preferred(0, 2));
  }

  @Test
  void whereNothingWasSaidAnOpenerIsAnsweredAndTheOrderIsRandom() {
    learns("kingfisher");
    for (int seed = 1; seed < 40; seed++) {
      bot.phone().answers(seed, false, bot.clock().instant());
      ann.presses(
          ann.newest().ref(),
          Action.of(
                  Verb.COMPARE_VERSIONS,
                  ann.person("Bella").value(),
                  bot.versions(ann.person("Bella")).get(1).number())
              .encode());
    }
    bot.phone().replaysNoMore();
    List<String> comparisons =
        ann.readsAll().stream()
            .filter(said -> said.startsWith(text("compare.said", "text", text("compare.opener"))))
            .toList();
    assertThat(comparisons)
        .hasSize(39)
        .anyMatch(said -> said.contains("1: kingfisher"))
        .anyMatch(said -> said.contains("2: kingfisher"));
  }

  @Test
  void aComparisonIsCountedOnceAndOnlyForVersionsThatThereAre() {
    learns("kingfisher");
    List<String> unused = compares(2);
    Phone.Shown asked = ann.newest();
    String first = ann.action("1");
    ann.presses(asked.ref(), first);
    ann.presses(asked.ref(), first);
    assertThat(List.of(line(1), line(2)))
        .anyMatch(line -> line.contains(preferred(1, 1)))
        .anyMatch(line -> line.contains(preferred(0, 1)));
    long bella = ann.person("Bella").value();
    ann.presses(asked.ref(), Action.of(Verb.PREFER_FIRST, bella, 98, 99).encode());
    ann.hears("hint.stale-button");
    ann.presses(ann.newest().ref(), Action.of(Verb.COMPARE_VERSIONS, bella, 99).encode());
    ann.hears("hint.stale-button");
    Someone eve = bot.someone(9);
    eve.says("/help");
    eve.presses(eve.newest().ref(), first);
    eve.hears("hint.stale-button");
  }

  @Test
  void aVersionThatCannotBeReadIsNotCompared() {
    bot.trainsFrom(new VoiceBase("crow", false, "MIT"));
    learns("kingfisher");
    opensVersions();
    ann.presses(compare(2));
    ann.hears("compare.unreadable");
  }

  @Test
  void aPressThatIsHandledAgainIsDoneOnce() {
    learns("kingfisher");
    opensVersions();
    bot.phone().answers(7, false, bot.clock().instant());
    bot.phone().killsBeforeAnyAnswer(true);
    assertThatThrownBy(() -> ann.presses(use(2))).isInstanceOf(Phone.Killed.class);
    bot.phone().killsBeforeAnyAnswer(false);
    bot.phone().replaysNoMore();
    bot.restart();
    bot.trainsUnseen(ann.owner(), ann.person("Bella"));
    bot.phone().await("the training", () -> versions().size() == 2);
    ann.awaitsQuiet();

    bot.phone().answers(7, true, bot.clock().instant().minusSeconds(5));
    ann.presses(use(2));
    bot.phone().replaysNoMore();
    assertThat(says()).as("what was trained since").isEqualTo("kingfisher");
    assertThat(ann.readsAll()).anyMatch(text -> text.contains(text("versions.in-use")));
  }

  @Test
  void aVersionWhoseBaseIsGoneIsNotPutInUse() {
    bot.trainsFrom(new VoiceBase("crow", false, "MIT"));
    learns("kingfisher");
    opensVersions();
    ann.presses(use(2));
    assertThat(ann.reads()).startsWith(text("versions.damaged"));
    assertThat(says()).isEqualTo("kingfisher");
  }

  @Test
  void aButtonOfAVersionThatIsGoneIsOutOfDate() {
    learns("kingfisher");
    opensVersions();
    ann.presses(
        ann.newest().ref(), Action.of(Verb.USE_VERSION, ann.person("Bella").value(), 99).encode());
    ann.hears("hint.stale-button");
    assertThat(says()).isEqualTo("kingfisher");
  }

  @Test
  void nothingOfAnyVersionIsLeftOfSomeoneWhoIsForgotten() throws Exception {
    learns("kingfisher");
    learns("owl");
    assertThat(bot.holds("kingfisher")).isTrue();
    ann.says("/forget Bella");
    ann.presses(text("button.erase"));
    ann.awaitsQuiet();
    assertThat(versions()).isEmpty();
    await().untilAsserted(() -> assertThat(bot.holds("kingfisher")).isFalse());
  }

  @Test
  void theVersionsOfThoseWhoLearnedFromSomeoneForgottenGoToo() throws Exception {
    learns("kingfisher");
    learns("owl");
    bot.school().teachesToSay("heron");
    PersonId bella = ann.person("Bella");
    bot.likes(bella, "Tim is a kingfisher");
    ann.says("/forget Tim");
    ann.presses(text("button.erase"));
    ann.awaitsQuiet();
    assertThat(bot.liked(bella)).as("what the former voice said").isEmpty();
    assertThat(says()).isEqualTo("heron");
    assertThat(versions()).isEmpty();
    await().untilAsserted(() -> assertThat(bot.holds("kingfisher")).isFalse());
    ann.says("/people Bella");
    assertThat(ann.buttons()).doesNotContain(text("card.versions"));
  }

  @Test
  void everythingIsForgottenWithAllVersions() throws Exception {
    learns("kingfisher");
    learns("owl");
    ann.says("/forget everything");
    ann.presses(text("button.erase"));
    assertThat(bot.blobs().names()).isEmpty();
    assertThat(bot.blobs().isEmpty()).isTrue();
    assertThat(bot.holds("kingfisher")).isFalse();
  }
}
