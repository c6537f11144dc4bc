package io.mynah.lm;

import static io.mynah.lm.Chats.ADA;
import static io.mynah.lm.Chats.BELLA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mynah.domain.PersonKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HabitsTest {
  private final List<Turn> turns = new ArrayList<>();
  private Instant now = Instant.parse("2019-02-03T10:00:00Z");

  private HabitsTest after(Duration time, PersonKey who) {
    now = now.plus(time);
    turns.add(new Turn(who, now, "hm"));
    return this;
  }

  private HabitsTest bella(int seconds) {
    return after(Duration.ofSeconds(seconds), BELLA);
  }

  private HabitsTest ada(int seconds) {
    return after(Duration.ofSeconds(seconds), ADA);
  }

  private Habits learned() {
    return Habits.of(turns, BELLA, new int[0], VoiceParameters.defaults().timing());
  }

  @Test
  void countsHowManyMessagesComeInARow() {
    ada(0).bella(10).bella(5).bella(7);
    ada(60).bella(20);
    ada(60).bella(20).bella(3);
    ada(60).bella(20);
    assertThat(learned().bursts()).containsExactly(0.5, 0.25, 0.25);
  }

  @Test
  void aMessageInAnotherChatIsNoAnswerAndGoesOnWithNothing() {
    ada(0).bella(10);
    turns.add(new Turn(BELLA, now.plusSeconds(5), "hm", 1));
    turns.add(new Turn(ADA, now.plusSeconds(6), "hm", 1));
    turns.add(new Turn(BELLA, now.plusSeconds(7), "hm", 0));
    assertThat(learned().bursts()).containsExactly(1.0);
    assertThat(learned().delays().seconds()).allMatch(delay -> delay == 10);
  }

  @Test
  void knowsHowLongMessagesAreAndHowManyHaveEmoji() {
    ada(0).bella(10);
    turns.add(new Turn(BELLA, now, "oh 🌙"));
    turns.add(new Turn(BELLA, now, "2 × 3"));
    turns.add(new Turn(ADA, now, "🦜"));
    turns.add(new Turn(BELLA, now, "😀"));
    VoiceParameters.Timing timing = VoiceParameters.defaults().timing();
    Habits habits = Habits.of(turns, BELLA, new int[] {3, 1, 1, 500}, timing);
    assertThat(habits.emoji()).hasValue(0.5);
    assertThat(habits.lengths()).hasSize(timing.longestMessage() + 1);
    assertThat(habits.lengths().subList(0, 4)).containsExactly(0.0, 0.5, 0.0, 0.25);
    assertThat(habits.lengths().get(timing.longestMessage())).isEqualTo(0.25);
    SplittableRandom random = new SplittableRandom(5);
    int brief = 0;
    for (int i = 0; i < 4000; i++) {
      brief += habits.drawLength(random).getAsInt() == 1 ? 1 : 0;
    }
    assertThat(brief / 4000.0).isCloseTo(0.5, within(0.03));
    assertThat(Habits.PLAIN.drawLength(random)).isEmpty();
  }

  @Test
  void aLongPauseOrSomeoneElseEndsABurst() {
    bella(0).bella(180).bella(181).ada(1).bella(1);
    assertThat(learned().bursts()).containsExactly(2 / 3.0, 1 / 3.0);
    assertThat(learned().gaps().at(1)).isEqualTo(180);
  }

  @Test
  void aDelayIsFromTheLastWordOfSomeoneElse() {
    ada(0).ada(50).bella(30).bella(2);
    ada(500).bella(90);
    assertThat(learned().delays().at(0)).isEqualTo(30);
    assertThat(learned().delays().at(1)).isEqualTo(90);
    assertThat(learned().gaps().seconds()).containsOnly(2.0);
  }

  @Test
  void aNightIsNoDelay() {
    for (int day = 0; day < 10; day++) {
      ada(60).bella(40).ada(20);
      after(Duration.ofHours(9), BELLA);
    }
    assertThat(learned().delays().at(1)).isEqualTo(40);
  }

  @Test
  void messagesOutOfOrderOrAllOfOneMomentTakeNoTime() {
    ada(100).bella(-50).bella(0);
    assertThat(learned().delays().at(1)).isZero();
    assertThat(learned().gaps().at(1)).isZero();
  }

  @Test
  void ofSomeoneWhoSaidNothingNothingIsKnown() {
    ada(0);
    assertThat(learned()).isEqualTo(Habits.PLAIN);
    assertThat(Habits.PLAIN.delays().draw(new SplittableRandom(1))).isZero();
    assertThat(Habits.PLAIN.drawBurst(new SplittableRandom(1), 6)).isEqualTo(1);
  }

  @Test
  void quantilesLieBetweenTheTimesThatWereSeen() {
    double[] times = new double[101];
    for (int i = 0; i < times.length; i++) {
      times[i] = 100 - i;
    }
    Quantiles quantiles = Quantiles.of(times);
    for (double share : new double[] {0, 0.05, 0.31, 0.5, 1}) {
      assertThat(quantiles.at(share)).isCloseTo(100 * share, within(1e-9));
    }
  }

  @Test
  void burstsAreDrawnAsOftenAsThePersonSendsThemAndCapped() {
    Habits habits = new Habits(List.of(0.5, 0.2, 0.0, 0.3), Quantiles.NONE, Quantiles.NONE);
    SplittableRandom random = new SplittableRandom(5);
    Map<Integer, Double> shares = new HashMap<>();
    for (int i = 0; i < 4000; i++) {
      shares.merge(habits.drawBurst(random, 6), 1 / 4000.0, Double::sum);
      assertThat(habits.drawBurst(random, 2)).isBetween(1, 2);
    }
    assertThat(shares).containsOnlyKeys(1, 2, 4);
    assertThat(shares.get(1)).isCloseTo(0.5, within(0.03));
    assertThat(shares.get(4)).isCloseTo(0.3, within(0.03));
  }

  @Test
  void sharesThatAreNoneAndQuantilesThatFallAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Habits(List.of(), Quantiles.NONE, Quantiles.NONE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Habits(List.of(1.5, -0.5), Quantiles.NONE, Quantiles.NONE));
    for (double emoji : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new Habits(
                      List.of(1.0),
                      Quantiles.NONE,
                      Quantiles.NONE,
                      OptionalDouble.of(emoji),
                      List.of()));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Quantiles(List.of(2.0, 1.0)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Quantiles(List.of(Double.NaN)));
  }
}
