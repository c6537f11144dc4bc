package io.mynah.lm.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class DislikesTest {
  private final Dislikes dislikes =
      new Dislikes(List.of("Where is my key?", "no idea, sorry", "🦜"));

  @Test
  void whatWasDislikedLosesOneNatHoweverItIsWritten() {
    assertThat(dislikes.penalty("Where is my key?")).isCloseTo(1, within(1e-9));
    assertThat(dislikes.penalty("  where   IS my key? ")).isCloseTo(1, within(1e-9));
    assertThat(dislikes.penalty("🦜")).isCloseTo(1, within(1e-9));
  }

  @Test
  void whatIsLikeItLosesLessTheLessItIsLikeIt() {
    double alike = dislikes.penalty("where is my keyring?");
    double aLittle = dislikes.penalty("my key is in the car, isn't it");
    assertThat(alike).isBetween(0.3, 0.9);
    assertThat(aLittle).isPositive().isLessThan(0.1);
    assertThat(dislikes.penalty("good night")).isZero();
    assertThat(dislikes.penalty("")).isZero();
  }

  @Test
  void whereNothingWasDislikedNothingIsLost() {
    assertThat(new Dislikes(List.of()).penalty("where is my key?")).isZero();
    assertThat(new Dislikes(List.of()).hasSame("where is my key?")).isFalse();
  }

  @Test
  void theSameWordsAreKnown() {
    assertThat(dislikes.hasSame("NO IDEA, sorry")).isTrue();
    assertThat(dislikes.hasSame("no idea")).isFalse();
  }
}
