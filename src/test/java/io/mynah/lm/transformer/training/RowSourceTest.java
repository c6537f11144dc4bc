package io.mynah.lm.transformer.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.TokenStream;
import io.mynah.text.ControlTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowSourceTest {
  private static final int LENGTH = 8;

  /** Token i is i + 10, so that a token tells its place. */
  private static TokenStream stream(int count) {
    float[] weights = new float[count];
    Arrays.fill(weights, 1);
    return new TokenStream(IntStream.range(10, 10 + count).toArray(), weights);
  }

  private static List<Integer> counting(RowSource source, int epoch, int size) {
    List<Integer> targets = new ArrayList<>();
    for (int i = 0; i < source.batches(); i++) {
      RowBatch batch = source.batch(epoch, i, 3, size);
      for (int j = 0; j < batch.targets().length; j++) {
        if (batch.weights()[j] > 0) {
          targets.add(batch.targets()[j]);
        }
      }
    }
    return targets;
  }

  @Test
  void anEpochPredictsEveryTokenOnceWhereverTheCutsFall() {
    RowSource source = RowSource.forTraining(stream(100), LENGTH, 3);
    assertThat(source.batches()).isEqualTo(5);
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(counting(source, epoch, 4))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(10, 110).boxed().toList());
    }
    assertThat(source.weight()).isEqualTo(100);
  }

  @Test
  void cutsAndOrderChangeWithTheEpoch() {
    RowSource source = RowSource.forTraining(stream(100), LENGTH, 3);
    Set<List<Integer>> orders = new HashSet<>();
    Set<Integer> firsts = new HashSet<>();
    for (int epoch = 0; epoch < 4; epoch++) {
      orders.add(counting(source, epoch, 3));
      firsts.add(Math.floorMod(source.batch(epoch, 0, 3, 3).inputs()[0] - 10, LENGTH));
    }
    assertThat(orders).hasSize(4);
    assertThat(firsts).hasSizeGreaterThan(1);
  }

  @Test
  void theTargetIsTheNextToken() {
    RowBatch batch = RowSource.forTraining(stream(64), LENGTH, 2).batch(1, 0, 3, 2);
    for (int i = 0; i < batch.inputs().length; i++) {
      int next = 10 + (batch.inputs()[i] - 10 + 1) % 64;
      assertThat(batch.targets()[i]).isEqualTo(next);
    }
  }

  @Test
  void measuringPredictsEveryTokenButTheFirstOnceWithHalfARowBeforeIt() {
    RowSource source = RowSource.forMeasuring(stream(50), LENGTH, 3);
    List<Integer> targets = counting(source, 0, 3);
    assertThat(new HashSet<>(targets)).hasSameSizeAs(targets);
    assertThat(targets).containsExactlyElementsOf(IntStream.range(11, 60).boxed().toList());
    assertThat(source.weight()).isEqualTo(49);
    RowBatch second = source.batch(0, 0, 0, 3);
    int row = LENGTH;
    assertThat(second.weights()[row + LENGTH / 2 - 1]).isZero();
    assertThat(second.weights()[row + LENGTH / 2]).isEqualTo(1);
    assertThat(second.begins()[row + LENGTH / 2]).isZero();
    assertThat(second.inputs()[row]).isEqualTo(10);
  }

  @Test
  void measuringMissesNothingWhereARowHasNoMiddle() {
    for (int length : new int[] {2, 3, 7}) {
      assertThat(counting(RowSource.forMeasuring(stream(50), length, 3), 0, 3))
          .as("rows of %s", length)
          .containsExactlyElementsOf(IntStream.range(11, 60).boxed().toList());
    }
  }

  @Test
  void nothingAttendsToWhatStandsBeforeAGapOrBeforeTheText() {
    int[] tokens = new int[32];
    Arrays.fill(tokens, 9);
    tokens[3] = ControlTokens.GAP;
    tokens[12] = ControlTokens.GAP;
    float[] weights = new float[32];
    Arrays.fill(weights, 1);
    TokenStream stream = new TokenStream(tokens, weights);

    int[] begins = RowSource.forTraining(stream, 16, 2).batch(0, 0, 1, 2).begins();
    int[] found = Arrays.copyOfRange(begins, 0, 16);
    int[] other = Arrays.copyOfRange(begins, 16, 32);
    List<int[]> both = new ArrayList<>(List.of(found, other));
    both.sort((a, b) -> Integer.compare(b[15], a[15]));
    assertThat(both.get(0)).containsExactly(0, 0, 0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 12, 12, 12, 12);
    assertThat(both.get(1)).containsOnly(0);

    int[] measured = RowSource.forMeasuring(stream, 16, 1).batch(0, 0, 1, 1).begins();
    for (int t = 0; t <= 8; t++) {
      assertThat(measured[t]).isEqualTo(t);
    }
    assertThat(Arrays.copyOfRange(measured, 8, 16)).containsExactly(8, 8, 8, 11, 11, 11, 11, 11);
  }

  @Test
  void aShortTextGetsFewRows() {
    assertThat(RowSource.rows(100, 160, 16)).isEqualTo(1);
    assertThat(RowSource.rows(160 * 16 * 5, 160, 16)).isEqualTo(5);
    assertThat(RowSource.rows(10_000_000, 160, 16)).isEqualTo(16);
    assertThat(Collections.max(counting(RowSource.forTraining(stream(3), LENGTH, 1), 0, 1)))
        .isEqualTo(12);
  }
}
