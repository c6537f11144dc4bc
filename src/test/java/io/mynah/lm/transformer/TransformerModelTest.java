package io.mynah.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mynah.lm.State;
import io.mynah.text.ControlTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransformerModelTest {
  private static final int VOCABULARY = 70;
  private static final int CONTEXT = 40;
  private static final TransformerShape SHAPE =
      new TransformerShape(VOCABULARY, 36, 3, 6, 2, 6, 50, CONTEXT, 1000, 1e-5);

  private static List<MatrixKernel> kernels() {
    return List.of(new PlainKernel(), Kernels.onHeap());
  }

  private static TransformerModel model(MatrixKernel kernel) {
    float[] flat = new float[(int) ParameterLayout.count(SHAPE)];
    SplittableRandom random = new SplittableRandom(3);
    for (ParameterLayout.Part part : new ParameterLayout(SHAPE).parts()) {
      for (int i = part.at(); i < part.at() + part.length(); i++) {
        flat[i] =
            (float) (part.kind() == ParameterLayout.Kind.GAIN ? 1 : 0.3 * random.nextGaussian());
      }
    }
    return new TransformerModel(new TransformerWeights(SHAPE, flat), kernel);
  }

  private static int[] tokens(int count, long seed) {
    return new SplittableRandom(seed).ints(count, ControlTokens.COUNT, VOCABULARY).toArray();
  }

  private static float[] next(State state) {
    float[] out = new float[VOCABULARY];
    state.logProbabilities(out);
    return out;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void probabilitiesSumToOne(MatrixKernel kernel) {
    State state = model(kernel).start();
    state.advance(tokens(30, 1));
    double sum = 0;
    for (float log : next(state)) {
      sum += Math.exp(log);
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void tokensTakenUpTogetherGiveWhatTheyGiveOneByOne(MatrixKernel kernel) {
    TransformerModel model = model(kernel);
    int[] text = tokens(75, 2);
    State together = model.start();
    State single = model.start();
    together.advance(text);
    for (int token : text) {
      single.advance(token);
    }
    assertThat(next(together)).containsExactly(next(single));
  }

  @Test
  void tokensTakenUpTogetherSeeTheirWholeContextWhereverItEnds() {
    TransformerModel model = model(new PlainKernel());
    int[] text = tokens(230, 12);
    for (int before = 1; before < 40; before += 3) {
      State together = model.start();
      State single = model.start();
      together.advance(java.util.Arrays.copyOf(text, before));
      together.advance(java.util.Arrays.copyOfRange(text, before, text.length));
      for (int token : text) {
        single.advance(token);
      }
      assertThat(next(together)).as("%s before", before).containsExactly(next(single));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void statesSideBySideGetWhatEachGetsAlone(MatrixKernel kernel) {
    TransformerModel model = model(kernel);
    List<State> side = new ArrayList<>();
    List<State> alone = new ArrayList<>();
    for (int s = 0; s < 7; s++) {
      int[] before = tokens(5 * s, 10 + s);
      side.add(model.start());
      alone.add(model.start());
      side.get(s).advance(before);
      alone.get(s).advance(before);
    }
    for (int step = 0; step < 20; step++) {
      int[] more = tokens(7, 100 + step);
      model.advance(side, more);
      for (int s = 0; s < 7; s++) {
        alone.get(s).advance(more[s]);
      }
    }
    float[][] out = new float[7][VOCABULARY];
    model.logProbabilities(side, out);
    for (int s = 0; s < 7; s++) {
      assertThat(out[s]).containsExactly(next(alone.get(s)));
    }
  }

  @Test
  void copiesThatGoOnInTurnsDoNotDisturbEachOther() {
    TransformerModel model = model(new PlainKernel());
    for (int length : new int[] {0, 5, 32, 40}) {
      List<State> copies = new ArrayList<>();
      List<State> single = new ArrayList<>();
      State first = model.start();
      first.advance(tokens(length, 4));
      for (int i = 0; i < 4; i++) {
        copies.add(i == 0 ? first : first.copy());
        single.add(model.start());
        single.get(i).advance(tokens(length, 4));
      }
      for (int step = 0; step < 40; step++) {
        for (int i = 0; i < 4; i++) {
          int token = ControlTokens.COUNT + (7 * step + 3 * i) % (VOCABULARY - ControlTokens.COUNT);
          copies.get(i).advance(token);
          single.get(i).advance(token);
          if ((step + i) % 5 == 0) {
            copies.set(i, copies.get(i).copy());
          }
        }
      }
      for (int i = 0; i < 4; i++) {
        assertThat(next(copies.get(i))).containsExactly(next(single.get(i)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void statesThatReadTogetherGetWhatEachGetsTokenByToken(MatrixKernel kernel) {
    TransformerModel model = model(kernel);
    int[][] texts = {tokens(40, 30), {}, tokens(3, 31), tokens(70, 32)};
    texts[3][20] = ControlTokens.GAP;
    List<State> together = new ArrayList<>();
    float[][][] out = new float[texts.length][][];
    for (int i = 0; i < texts.length; i++) {
      together.add(model.start());
      together.get(i).advance(ControlTokens.OWN);
      out[i] = new float[texts[i].length][VOCABULARY];
    }
    model.read(together, texts, out);
    for (int i = 0; i < texts.length; i++) {
      State single = model.start();
      single.advance(ControlTokens.OWN);
      for (int j = 0; j < texts[i].length; j++) {
        single.advance(texts[i][j]);
        assertThat(out[i][j]).containsExactly(next(single));
      }
      assertThat(next(together.get(i))).containsExactly(next(single));
    }
  }

  @Test
  void aCopyGoesItsOwnWay() {
    TransformerModel model = model(new PlainKernel());
    for (int length : new int[] {1, 15, 16, 17, 33, 70}) {
      State state = model.start();
      state.advance(tokens(length, 4));
      State copy = state.copy();
      float[] before = next(state);
      copy.advance(tokens(20, 5));
      assertThat(next(state)).containsExactly(before);
      state.advance(tokens(20, 6));

      State again = model.start();
      again.advance(tokens(length, 4));
      again.advance(tokens(20, 5));
      assertThat(next(copy)).containsExactly(next(again));
    }
  }

  @Test
  void whatIsLongerAgoThanTheContextHasNoInfluenceOnASingleLayer() {
    TransformerShape shape =
        new TransformerShape(VOCABULARY, 36, 1, 6, 2, 6, 50, CONTEXT, 1000, 1e-5);
    float[] flat = new float[(int) ParameterLayout.count(shape)];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) (0.3 * random.nextGaussian());
    }
    TransformerModel model =
        new TransformerModel(new TransformerWeights(shape, flat), new PlainKernel());
    int[] end = tokens(CONTEXT, 9);
    float[] expected = null;
    for (int before : new int[] {0, 1, 16, 50, 200}) {
      State state = model.start();
      state.advance(tokens(before, 20 + before));
      state.advance(end);
      float[] found = next(state);
      expected = expected == null ? found : expected;
      assertThat(found).as("%s before", before).containsExactly(expected, within(1e-3f));
    }
    State fewer = model.start();
    fewer.advance(new int[] {ControlTokens.COUNT});
    fewer.advance(java.util.Arrays.copyOfRange(end, 1, CONTEXT));
    assertThat(next(fewer)).isNotEqualTo(expected);
  }

  @Test
  void aGapIsABeginning() {
    TransformerModel model = model(new PlainKernel());
    State state = model.start();
    state.advance(tokens(23, 4));
    state.advance(new int[] {ControlTokens.GAP, 30, 31});
    State fresh = model.start();
    fresh.advance(new int[] {ControlTokens.GAP, 30, 31});
    assertThat(next(state)).containsExactly(next(fresh));

    State within = model.start();
    within.advance(new int[] {8, 9, ControlTokens.GAP, 30, 31});
    assertThat(next(within)).containsExactly(next(fresh));
  }

  @Test
  void everyKernelGivesNearlyTheSame() {
    State plain = model(new PlainKernel()).start();
    State fastest = model(Kernels.onHeap()).start();
    plain.advance(tokens(30, 1));
    fastest.advance(tokens(30, 1));
    assertThat(next(fastest)).containsExactly(next(plain), within(1e-3f));
  }

  @Test
  void manyTokensAtOnceGiveNearlyWhatTheyGiveOneByOneWithTheFastestKernel() {
    TransformerModel model = model(Kernels.fastest());
    int[] text = tokens(150, 7);
    State together = model.start();
    State single = model.start();
    together.advance(text);
    for (int token : text) {
      single.advance(token);
    }
    assertThat(next(together)).containsExactly(next(single), within(0.1f));
    State again = model.start();
    again.advance(text);
    assertThat(next(again)).containsExactly(next(together));
  }

  @Test
  void aClosedModelStillSpeaks() {
    TransformerModel model = model(Kernels.fastest());
    State before = model.start();
    before.advance(tokens(30, 1));
    model.close();
    model.close();
    State after = model.start();
    after.advance(tokens(30, 1));
    assertThat(next(after)).containsExactly(next(before), within(0.1f));
  }

  @Test
  void aTokenThatIsNoneIsRefused() {
    State state = model(new PlainKernel()).start();
    assertThatIllegalArgumentException().isThrownBy(() -> state.advance(VOCABULARY));
    assertThatIllegalArgumentException().isThrownBy(() -> state.advance(-1));
  }
}
