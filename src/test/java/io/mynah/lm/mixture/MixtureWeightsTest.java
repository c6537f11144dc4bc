package io.mynah.lm.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.lm.VoiceParameters;
import io.mynah.text.ControlTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MixtureWeightsTest {
  private static final VoiceParameters.Mixture MIXTURE = VoiceParameters.defaults().mixture();

  private static final int VOCABULARY = 400;

  /** Two parts that know nothing of each other, and a recency cache that says nothing. */
  private static float[][] columns(SplittableRandom random) {
    float[][] columns = new float[3][VOCABULARY];
    for (int i = 0; i < 2; i++) {
      double sum = 0;
      for (int v = 0; v < VOCABULARY; v++) {
        columns[i][v] = (float) (6 * random.nextDouble());
        sum += Math.exp(columns[i][v]);
      }
      for (int v = 0; v < VOCABULARY; v++) {
        columns[i][v] -= (float) Math.log(sum);
      }
    }
    return columns;
  }

  private static double[] probabilities(float[][] columns, double[] exponents) {
    double[] out = new double[VOCABULARY];
    double sum = 0;
    for (int v = 0; v < VOCABULARY; v++) {
      if (v == ControlTokens.END || !ControlTokens.is(v)) {
        out[v] = Math.exp(exponents[0] * columns[0][v] + exponents[1] * columns[1][v]);
        sum += out[v];
      }
    }
    for (int v = 0; v < VOCABULARY; v++) {
      out[v] /= sum;
    }
    return out;
  }

  private static int draw(double[] probabilities, SplittableRandom random) {
    double point = random.nextDouble();
    int token = -1;
    while (point >= 0 && token < VOCABULARY - 1) {
      point -= probabilities[++token];
    }
    return token;
  }

  /** Places by turns in set 1 and in set 2, whose tokens come as some exponents have it. */
  private static List<Observation> places(int count, double[] odd, double[] even, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Observation> seen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[][] columns = columns(random);
      int came = draw(probabilities(columns, i % 2 == 1 ? odd : even), random);
      seen.add(Observation.of(columns, i, came, new int[] {0, 1 + i % 2}));
    }
    return seen;
  }

  @Test
  void findsTheExponentsOfEachSortOfPlace() {
    double[][] weights =
        MixtureWeights.fit(
            places(6000, new double[] {1, 0.2}, new double[] {0.3, 0.8}, 1), 3, 3, MIXTURE);
    double[] sum = new double[3];
    WeightSetSelector.sum(weights, new int[] {0, 2}, sum);
    assertThat(sum[0]).isCloseTo(1, within(0.1));
    assertThat(sum[1]).isCloseTo(0.2, within(0.1));
    WeightSetSelector.sum(weights, new int[] {0, 1}, sum);
    assertThat(sum[0]).isCloseTo(0.3, within(0.1));
    assertThat(sum[1]).isCloseTo(0.8, within(0.1));
  }

  @Test
  void isTheGeometricMeanWhereNothingWasSeen() {
    double[][] weights = MixtureWeights.fit(List.of(), 2, 3, MIXTURE);
    assertThat(weights[0]).containsExactly(0.5, 0.5, 0);
    assertThat(weights[1]).containsOnly(0);
    assertThat(MixtureWeights.bits(List.of(), weights)).isZero();
  }

  @Test
  void isNoWorseThanTheGeometricMeanOnTheFewPlacesItSawHoweverSureThePartsAre() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 20; i++) {
      List<Observation> seen = new ArrayList<>();
      for (int place = 0; place < 1 + i; place++) {
        float[][] columns = columns(random);
        int came = 10 + random.nextInt(VOCABULARY - 10);
        columns[0][came] = random.nextInt(4) == 0 ? -15 : 8;
        columns[1][came] = 8;
        seen.add(Observation.of(columns, place, came, new int[] {0, 1}));
      }
      double fitted = MixtureWeights.bits(seen, MixtureWeights.fit(seen, 2, 3, MIXTURE));
      double plain = MixtureWeights.bits(seen, MixtureWeights.fit(List.of(), 2, 3, MIXTURE));
      assertThat(fitted).isLessThanOrEqualTo(plain);
    }
  }

  @Test
  void judgesByPlacesThatItWasNotFittedOn() {
    double[] none = {0.5, 0.5};
    List<Observation> few = places(60, none, none, 3);
    double[][] weights = MixtureWeights.fit(few, 3, 3, MIXTURE);
    assertThat(MixtureWeights.bitsOfUnseen(few, 3, 3, MIXTURE))
        .isGreaterThan(MixtureWeights.bits(few, weights));
  }

  @Test
  void estimatesTheProbabilitiesOfAllTokensFromAFew() {
    SplittableRandom random = new SplittableRandom(4);
    double[] exponents = {0.6, 0.5, 0};
    double exact = 0;
    List<Observation> seen = new ArrayList<>();
    int kept = 0;
    for (int i = 0; i < 500; i++) {
      float[][] columns = columns(random);
      double[] probabilities = probabilities(columns, exponents);
      int came = draw(probabilities, random);
      exact -= Math.log(probabilities[came]) / Math.log(2);
      Observation observation = Observation.of(columns, i, came, new int[] {0});
      kept += observation.size();
      seen.add(observation);
    }
    assertThat(kept).isLessThan(400 * VOCABULARY);
    assertThat(MixtureWeights.bits(seen, new double[][] {exponents}))
        .isCloseTo(exact, within(exact / 200));
  }
}
