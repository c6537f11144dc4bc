package io.mynah.lm.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenSamplerTest {
  private final SplittableRandom random = new SplittableRandom(11);

  private static boolean set(TokenSampler nucleus, float... weights) {
    float[] logs = new float[weights.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = (float) Math.log(weights[i]);
    }
    return nucleus.set(logs);
  }

  /** Draws and takes out until nothing is left. */
  private Set<Integer> all(TokenSampler nucleus) {
    Set<Integer> drawn = new LinkedHashSet<>();
    for (int token = nucleus.draw(random); token >= 0; token = nucleus.draw(random)) {
      assertThat(drawn.add(token)).as("drawn twice").isTrue();
      nucleus.remove(token);
    }
    return drawn;
  }

  @Test
  void isTheSmallestSetThatHasTheProbability() {
    TokenSampler nucleus = new TokenSampler(1, 0.9);
    for (int round = 0; round < 300; round++) {
      float[] weights = new float[2 + random.nextInt(400)];
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (7 * Math.pow(random.nextDouble(), 1 + round % 9));
        sum += weights[i];
      }
      List<Integer> expected = new ArrayList<>();
      double mass = 0;
      for (int token : descending(weights.clone())) {
        if (mass < 0.9 * sum) {
          expected.add(token);
          mass += weights[token];
        }
      }
      assertThat(set(nucleus, weights)).isTrue();
      assertThat(all(nucleus)).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static List<Integer> descending(float[] weights) {
    return IntStream.range(0, weights.length)
        .boxed()
        .sorted(Comparator.comparingDouble(token -> -weights[token]))
        .toList();
  }

  @Test
  void isTheLikeliestTokenWhereNoProbabilityIsAskedFor() {
    TokenSampler nucleus = new TokenSampler(1, 0);
    set(nucleus, 0.2f, 0.3f, 0.1f);
    assertThat(all(nucleus)).containsExactly(1);
  }

  @Test
  void drawsInProportionToWhatIsLeft() {
    TokenSampler nucleus = new TokenSampler(1, 1);
    set(nucleus, 1, 5, 0, 4);
    nucleus.remove(1);
    int[] drawn = new int[4];
    for (int i = 0; i < 20_000; i++) {
      drawn[nucleus.draw(random)]++;
    }
    assertThat(drawn[0] / 20_000.0).isCloseTo(0.2, within(0.02));
    assertThat(drawn[3] / 20_000.0).isCloseTo(0.8, within(0.02));
  }

  @Test
  void hasNothingToDrawWhereNothingIsPossible() {
    TokenSampler nucleus = new TokenSampler(1, 0.9);
    assertThat(set(nucleus, 0, 0, 0)).isFalse();
    assertThat(nucleus.draw(random)).isNegative();
    assertThat(set(nucleus, Float.NaN, 1)).isFalse();
  }

  @Test
  void takesTheLikeliestWithoutTemperatureHoweverCloseTheNext() {
    TokenSampler nucleus = new TokenSampler(0, 1);
    for (int i = 0; i < 50; i++) {
      set(nucleus, 0.3300f, 0.3301f, 0.3299f);
      assertThat(nucleus.draw(random)).isEqualTo(1);
    }
  }

  @Test
  void keepsItsProportionsAtTheSmallestProbabilities() {
    TokenSampler nucleus = new TokenSampler(0.5, 1);
    int second = 0;
    for (int i = 0; i < 5000; i++) {
      set(nucleus, 2e-30f, 1e-30f);
      second += nucleus.draw(random);
    }
    assertThat(second / 5000.0).isCloseTo(0.2, within(0.03));
  }
}
