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
        .containsExactly(use(2), use(3), text("versions.back", "name", "Bella"));
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
