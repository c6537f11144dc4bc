package io.mynah.lm.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.lm.VoiceParameters;
import io.mynah.text.ControlTokens;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RecencyCacheTest {
  private static final int VOCABULARY = 50;
  private static final int A = 10;
  private static final int B = 11;
  private static final int C = 12;

  private static RecencyCache after(int... tokens) {
    RecencyCache cache = new RecencyCache(VoiceParameters.defaults().cache());
    Arrays.stream(tokens).forEach(cache::advance);
    return cache;
  }

  private static float[] factors(RecencyCache cache) {
    float[][] thought = new float[1][VOCABULARY];
    Arrays.fill(thought[0], (float) Math.log(1.0 / VOCABULARY));
    float[] out = new float[VOCABULARY];
    cache.factors(thought, out);
    return out;
  }

  @Test
  void saysNothingOfWhatWasNotSaid() {
    assertThat(factors(new RecencyCache(VoiceParameters.defaults().cache()))).containsOnly(0f);
    float[] factors = factors(after(ControlTokens.OWN, A, ControlTokens.END, ControlTokens.OWN));
    assertThat(factors[A]).isPositive();
    assertThat(factors[B]).isZero();
    assertThat(factors[ControlTokens.OWN]).isZero();
  }

  @Test
  void isAsSureOfATokenAsItsCountsSay() {
    // One token seen just now after nothing in common: (p + 1/30) / p.
    RecencyCache cache = after(ControlTokens.GAP, A);
    assertThat((double) factors(cache)[A]).isCloseTo(Math.log1p(VOCABULARY / 30.0), within(1e-4));
  }

  @Test
  void forSpeakingItRemembersOthersAndTheMessageInProgressAndNotWhatTheModelSaid() {
    RecencyCache cache = new RecencyCache(VoiceParameters.defaults().cache()).speaking();
    for (int token :
        new int[] {
          ControlTokens.OTHER,
          A,
          ControlTokens.END,
          ControlTokens.OWN,
          B,
          ControlTokens.END,
          ControlTokens.OWN,
          C
        }) {
      cache.advance(token);
    }
    float[] factors = factors(cache);
    assertThat(factors[A]).isPositive();
    assertThat(factors[C]).isPositive();
    assertThat(factors[B]).isZero();
    assertThat(factors(cache.copy())).isEqualTo(factors);
  }

  @Test
  void holdsLikelierWhatFollowedTheSameTokensALittleAgo() {
    float[] factors =
        factors(after(ControlTokens.OTHER, A, B, C, ControlTokens.END, ControlTokens.OWN, A));
    assertThat(factors[B]).isGreaterThan(factors[C] + 1);
  }

  @Test
  void countsTheTokensInARowThatItHeardBeforeWhoeverSaidThem() {
    RecencyCache cache = after(ControlTokens.OTHER, A, B, C, A, ControlTokens.END);
    int[] matched = new int[5];
    int[] message = {ControlTokens.OWN, A, B, C, A};
    for (int i = 0; i < message.length; i++) {
      cache.advance(message[i]);
      matched[i] = cache.matched();
    }
    assertThat(matched).containsExactly(1, 2, 3, 3, 3);
    cache.advance(40);
    assertThat(cache.matched()).isZero();
  }

  @Test
  void forgetsByAndBy() {
    RecencyCache cache = after(ControlTokens.OWN, A, ControlTokens.END);
    float last = Float.MAX_VALUE;
    for (int i = 0; i < 1200; i++) {
      cache.advance(i % 10 == 0 ? ControlTokens.OTHER : 20 + i % 20);
      if (i % 300 == 5) {
        assertThat(factors(cache)[A]).isLessThan(last);
        last = factors(cache)[A];
      }
    }
    assertThat(factors(cache)[A]).isZero();
  }

  @Test
  void copiesGoTheirOwnWay() {
    RecencyCache cache = after(ControlTokens.OWN, A, B);
    float[] before = factors(cache);
    RecencyCache copy = cache.copy();
    assertThat(factors(copy)).isEqualTo(before);
    copy.advance(C);
    assertThat(factors(cache)).isEqualTo(before);
    cache.advance(C);
    assertThat(factors(copy)).isEqualTo(factors(cache));
  }
}
