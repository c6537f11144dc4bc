package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.VoiceBase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What owners see of the base that a voice speaks on. */
class VoiceBaseTest {
  private static final Group FRIENDS = new Group(new Address("group 1"), "Friends");
  private static final VoiceBase TINY = new VoiceBase("tiny-1", false, "apache-2.0");
  private static final VoiceBase OTHER = new VoiceBase("my.base", false, "");
  private static final VoiceBase GERMAN = new VoiceBase("de", true, "");
  private static final String REMOVED =
      text("speak.base-removed", "name", "Bella", "base", "tiny-1");

  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    bot = new Bot(home).examines().trainsFrom(TINY).start();
    ann = bot.someone(1);
    Export chat = Export.chatWith("Bella", 11);
    for (int i = 1; i <= 40; i++) {
      chat.adds("Bella", "hi " + i + " from Bella").adds("Tim", "WELL " + i + " THEN?");
    }
    ann.trains(chat);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  @Test
  void theCardAndTheReportNameTheBaseAndItsLicence() {
    ann.says("/people Bella");
    assertThat(ann.reads()).contains("\nBase: tiny-1, licence apache-2.0");
    ann.says("/report Bella");
    ann.awaitsQuiet();
    assertThat(bot.phone().pictures(ann.address()))
        .anyMatch(picture -> picture.caption().contains("Base: tiny-1, licence apache-2.0."));
  }

  @Test
  void aVoiceWhoseBaseWasRemovedSaysSoAndIsTrainedAgainWhenAsked() {
    bot.stop();
    bot.trainsFrom(OTHER).start();
    ann.says("/speak Bella");
    assertThat(ann.reads()).isEqualTo(REMOVED);
    ann.says("/speak Bella");
    assertThat(ann.reads()).as("nothing was trained by itself").isEqualTo(REMOVED);
    ann.says("/people Bella");
    assertThat(ann.reads()).contains("\nBase: tiny-1, ");

    ann.says("/speak Bella");
    ann.presses(text("button.train", "Bella"));
    ann.awaits(text("notice.done", "Bella"));
    ann.awaitsQuiet();
    ann.says("/people Bella");
    assertThat(ann.reads()).endsWith("\nBase: my.base").doesNotContain("licence");
    ann.says("/speak Bella");
    assertThat(ann.reads()).isNotEqualTo(REMOVED);
  }

  @Test
  void whenTheBaseIsThereAgainTheVoiceSpeaksAsBefore() {
    bot.stop();
    bot.trainsFrom(OTHER).start();
    ann.says("/speak Bella");
    bot.stop();
    bot.trainsFrom(TINY).start();
    ann.says("/speak Bella");
    assertThat(ann.reads()).isNotEqualTo(REMOVED);
    assertThat(ann.readsAll()).noneMatch(said -> said.startsWith(text("speak.damaged", "Bella")));
  }

  @Test
  void aVoiceOfABaseThatCameWithAnEarlierVersionIsTrainedAgainUnasked() {
    bot.stop();
    bot.trainsFrom(GERMAN).start();
    ann.says("/speak Tim");
    ann.presses(text("button.train", "Tim"));
    ann.awaits(text("notice.done", "Tim"));
    ann.awaitsQuiet();
    ann.says("/people Tim");
    assertThat(ann.reads()).contains("\nBase: comes with Mynah (German)");
    bot.stop();
    bot.trainsFrom(new VoiceBase("de, anew", true, "")).start();
    ann.says("/speak Tim");
    ann.awaitsQuiet();
    assertThat(ann.readsAll()).anyMatch(said -> said.startsWith(text("speak.damaged", "Tim")));
  }

  @Test
  void ownersAreToldOnceWhateverAGroupAsks() {
    ann.in(FRIENDS).says("/share Bella");
    bot.stop();
    bot.trainsFrom(OTHER).start();
    Someone member = bot.someone(50).in(FRIENDS);
    member.says("/speak Bella");
    member.says("/speak Bella");
    assertThat(ann.readsAll()).filteredOn(REMOVED::equals).hasSize(1);
  }
}
