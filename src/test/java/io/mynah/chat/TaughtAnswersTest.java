package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Address;
import io.mynah.domain.Group;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an owner teaches a person to answer is heard at once, in private and in groups. */
class TaughtAnswersTest {
  private static final Group FRIENDS = new Group(new Address("group 1"), "Friends");
  private static final String TAUGHT = "hello sunshine!!";

  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    AtomicLong seed = new AtomicLong();
    bot = new Bot(home).drawsBy(() -> new SplittableRandom(seed.incrementAndGet())).start();
    ann = bot.someone(1);
    ann.trains(Export.ofBellaAndTim());
  }

  @AfterEach
  void close() {
    bot.close();
  }

  private void teach(String said, String answer) {
    ann.says("/speak Bella " + said);
    ann.presses("👎");
    ann.says(answer);
  }

  /** What is answered when the same is said over and over. */
  private List<String> answers(Someone someone, String said) {
    return IntStream.range(0, 20)
        .mapToObj(
            i -> {
              someone.says(said);
              bot.rests();
              return someone.reads();
            })
        .toList();
  }

  @Test
  void oneIsGivenNowAndThenToTheSameWordsWhateverTheirSpelling() {
    teach("hi", TAUGHT);
    ann.hears("correct.kept-answer", "Bella");
    assertThat(answers(ann, "/speak Bella Hi!"))
        .contains(TAUGHT, "night from Bella … Hi!")
        .hasSize(20);
    ann.says("/chat Bella");
    assertThat(answers(ann, "HI")).contains(TAUGHT).contains("night from Bella … HI");
    bot.restart();
    assertThat(answers(ann, "/speak Bella hi")).contains(TAUGHT);
  }

  @Test
  void aNewOneIsGivenForSureTheFirstTimeHoweverOftenTheDiceFall() {
    for (int i = 0; i < 6; i++) {
      teach("what editor do you use", "emacs " + i);
      ann.says("/speak Bella What editor do you use??");
      assertThat(ann.reads()).isEqualTo("emacs " + i);
    }
    teach("tabs or spaces?", TAUGHT);
    ann.says("/speak Bella 3 tabs or spaces");
    assertThat(ann.readsLast(3)).contains(TAUGHT);
    ann.says("/chat Bella");
    teach("hi", "hello");
    ann.says("hi");
    bot.rests();
    assertThat(ann.reads()).isEqualTo("hello");
  }

  @Test
  void theVoiceLearnsFromACorrectionAtOnceAndUnlearnsItWhenItIsTakenBack() {
    teach("hi", Parrot.LESSON + "morning");
    ann.says("/speak Bella something else");
    assertThat(ann.reads()).isEqualTo("morning … something else");
    teach("ho", Parrot.LESSON + "evening");
    ann.says("/speak Bella something else");
    assertThat(ann.reads()).isEqualTo("evening … something else");
    teach("hu", Parrot.LESSON + "noon");
    ann.presses(text("button.take-back"));
    ann.says("/speak Bella something else");
    assertThat(ann.reads()).isEqualTo("evening … something else");
  }

  @Test
  void theFirstTimeOutlastsARestartAndIsNotUsedUpByOffers() {
    for (int i = 0; i < 4; i++) {
      teach("what editor do you use", "emacs " + i);
      assertThat(ann.asksInline("Bella what editor do you use")).isPresent();
      bot.restart();
      ann.says("/speak Bella what editor do you use");
      assertThat(ann.reads()).isEqualTo("emacs " + i);
    }
    bot.restart();
    assertThat(answers(ann, "/speak Bella what editor do you use"))
        .as("not for sure any more")
        .contains("night from Bella … what editor do you use");
  }

  @Test
  void oneThatIsTakenBackIsGivenNoMore() {
    teach("hi", TAUGHT);
    ann.presses(text("button.take-back"));
    assertThat(answers(ann, "/speak Bella hi")).doesNotContain(TAUGHT);
    teach("hi", "hello");
    ann.says("/speak Bella hi");
    assertThat(ann.reads()).isEqualTo("hello");
  }

  @Test
  void ofSeveralMessagesAtMostOneIsATaughtOne() {
    teach("hi", TAUGHT);
    int taught = 0;
    for (int i = 0; i < 8; i++) {
      int before = ann.readsAll().size();
      ann.says("/speak Bella 3 hi");
      List<String> said = ann.readsAll().subList(before, before + 3);
      assertThat(said.stream().filter(TAUGHT::equals).count()).isLessThan(2);
      taught += said.contains(TAUGHT) ? 1 : 0;
    }
    assertThat(taught).isGreaterThan(2);
  }

  @Test
  void nothingElseIsAnsweredByIt() {
    teach("hi", TAUGHT);
    assertThat(answers(ann, "/speak Bella hi you")).doesNotContain(TAUGHT);
    assertThat(answers(ann, "/speak Bella")).doesNotContain(TAUGHT);
    assertThat(answers(ann, "/speak Tim hi")).doesNotContain(TAUGHT);
  }

  @Test
  void messagesWithoutWordsAreToldApartByTheirSigns() {
    teach("🙂", TAUGHT);
    assertThat(answers(ann, "/speak Bella 🙂")).contains(TAUGHT);
    assertThat(answers(ann, "/speak Bella ?!")).doesNotContain(TAUGHT);
  }

  @Test
  void groupsHearItTooButNothingThatIsMasked() {
    String secret = "ask me at bella.sunshine@example.org";
    teach("hi", TAUGHT);
    teach("where are you", secret);
    ann.in(FRIENDS).says("/share Bella");
    Someone member = bot.someone(50).in(FRIENDS);
    assertThat(answers(member, "/speak Bella hi")).contains(TAUGHT + " 🦜");
    assertThat(answers(member, "/speak Bella where are you"))
        .noneMatch(text -> text.contains("sunshine"));
    assertThat(answers(ann, "/speak Bella where are you")).doesNotContain(secret);
  }
}
