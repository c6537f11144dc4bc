package io.mynah.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mynah.lm.BaseNetworks;
import io.mynah.lm.OtherBase;
import io.mynah.lm.State;
import io.mynah.lm.numeric.Floats;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models with whole weights and models with adapters, as files. */
class TransformerFormatTest {
  private static final TransformerShape SHAPE =
      new TransformerShape(70, 64, 2, 4, 2, 16, 96, 40, 1000, 1e-5);

  private static List<MatrixKernel> kernels() {
    return List.of(new PlainKernel(), Kernels.fastest());
  }

  private static TransformerWeights weights() {
    return weights(SHAPE);
  }

  private static TransformerWeights weights(TransformerShape shape) {
    float[] flat = new float[(int) ParameterLayout.count(shape)];
    SplittableRandom random = new SplittableRandom(3);
    for (ParameterLayout.Part part : new ParameterLayout(shape).parts()) {
      double mean = part.kind() == ParameterLayout.Kind.GAIN ? 1 : 0;
      for (int i = part.at(); i < part.at() + part.length(); i++) {
        flat[i] = (float) (mean + 0.2 * random.nextGaussian());
      }
    }
    return new TransformerWeights(shape, flat);
  }

  private static List<TransformerShape.Options> options() {
    RotaryPositions.Scaling scaling = new RotaryPositions.Scaling(8, 1, 4, 16);
    return List.of(
        new TransformerShape.Options(true, false, false, null),
        new TransformerShape.Options(false, true, false, null),
        new TransformerShape.Options(false, false, true, null),
        new TransformerShape.Options(false, false, false, scaling),
        new TransformerShape.Options(true, true, true, scaling));
  }

  private static TransformerModel adapted(TransformerModel base) {
    AdapterLayout layout = new AdapterLayout(SHAPE, 3, 2);
    float[] values = new float[layout.length()];
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.2 * random.nextGaussian());
    }
    return new TransformerModel(
        new TransformerModel.Adaptation(base, new Adapters(layout, values)));
  }

  private static byte[] written(TransformerModel model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    if (model.adaptation() == null) {
      TransformerFormat.write(model, out);
    } else {
      AdapterFormat.write(model.adaptation(), out);
    }
    return bytes.toByteArray();
  }

  /** A file as it was once written, with 16 bits for each number. */
  private static byte[] ofVersionOne(TransformerModel model) throws IOException {
    byte[] head = written(model);
    head[4] = 1;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(head, 0, 4 + 1 + 8 * Integer.BYTES + 2 * Double.BYTES);
    Floats.write(weights().flat(), true, bytes);
    return bytes.toByteArray();
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private static float[] next(TransformerModel model) {
    State state = model.start();
    state.advance(new int[] {8, 20, 9, 33});
    float[] out = new float[model.vocabulary()];
    state.logProbabilities(out);
    return out;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void wholeWeightsAreReadAsTheyWereWritten(MatrixKernel kernel) throws IOException {
    TransformerModel model = new TransformerModel(weights(), kernel);
    byte[] bytes = written(model);

    TransformerModel read = TransformerFormat.read(in(bytes), kernel);

    assertThat(read.shape()).isEqualTo(SHAPE);
    assertThat(next(read)).containsExactly(next(model));
    assertThat(read.digest()).isEqualTo(model.digest());
    assertThat(written(read)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @MethodSource("options")
  void optionsAreReadAsTheyWereWritten(TransformerShape.Options options) throws IOException {
    TransformerModel model = new TransformerModel(weights(SHAPE.with(options)));
    byte[] bytes = written(model);

    TransformerModel read = TransformerFormat.read(in(bytes));

    assertThat(read.shape()).isEqualTo(SHAPE.with(options));
    assertThat(next(read)).containsExactly(next(model));
    assertThat(written(read)).isEqualTo(bytes);
    assertThat(read.weights().flat()).isEqualTo(model.weights().flat());
    assertThat(next(new TransformerModel(model.weights()))).containsExactly(next(model));
  }

  @Test
  void aModelWithAdaptersHasTheNetworkOfItsBaseToo() {
    TransformerModel base = new TransformerModel(weights());
    TransformerModel adapted = adapted(base);
    assertThat(adapted.networks()).containsExactly(adapted, base);
    assertThat(base.networks()).containsExactly(base);
  }

  @Test
  void aDamagedScalingIsRefused() throws IOException {
    TransformerModel model = new TransformerModel(weights(SHAPE.with(options().get(3))));
    byte[] bytes = written(model);
    int factor = 4 + 1 + 8 * Integer.BYTES + 2 * Double.BYTES + 1;
    Arrays.fill(bytes, factor, factor + 8, (byte) 0);
    assertThatThrownBy(() -> TransformerFormat.read(in(bytes))).isInstanceOf(IOException.class);
  }

  /** Adapters name the digest of their base, which must stay what it was. */
  @Test
  void aShapeWithoutOptionsIsWrittenAsBefore() throws IOException {
    byte[] bytes = written(new TransformerModel(weights()));
    assertThat(bytes[4]).isEqualTo((byte) 2);
    assertThat(written(new TransformerModel(weights(SHAPE.with(options().get(0)))))[4])
        .isEqualTo((byte) 3);
  }

  @Test
  void aWeightTakesLittleMoreThanAByte() throws IOException {
    long count = ParameterLayout.count(SHAPE);
    int gains = 5 * SHAPE.width() * Float.BYTES;
    assertThat((double) written(new TransformerModel(weights())).length)
        .isCloseTo(1.0625 * count + gains, within(0.01 * count));
  }

  @Test
  void theDigestIsThatOfTheNumbersWhateverKernelReadsThem() {
    byte[] digest = new TransformerModel(weights(), new PlainKernel()).digest();
    assertThat(digest).hasSize(32);
    assertThat(new TransformerModel(weights(), Kernels.fastest()).digest()).isEqualTo(digest);
    float[] other = weights().flat();
    other[100] += 0.1f;
    assertThat(new TransformerModel(new TransformerWeights(SHAPE, other)).digest())
        .isNotEqualTo(digest);
  }

  @Test
  void aFileOfTheFirstVersionIsReadAndIsTheSameBaseWhenItIsWrittenAnew() throws IOException {
    TransformerModel model = new TransformerModel(weights());
    byte[] old = ofVersionOne(model);

    TransformerModel read = TransformerFormat.read(in(old));

    float[] halves = weights().flat();
    for (int i = 0; i < halves.length; i++) {
      halves[i] = Floats.fromHalf(Floats.toHalf(halves[i]));
    }
    TransformerModel expected = new TransformerModel(new TransformerWeights(SHAPE, halves));
    assertThat(next(read)).containsExactly(next(expected));
    byte[] anew = written(read);
    assertThat(anew.length).isLessThan((int) (0.56 * old.length));
    assertThat(TransformerFormat.read(in(anew)).digest()).isEqualTo(read.digest());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void adaptersAreReadAsTheyWereWritten(MatrixKernel kernel) throws IOException {
    TransformerModel base = new TransformerModel(weights(), kernel);
    TransformerModel model = adapted(base);
    byte[] bytes = written(model);

    TransformerModel read = AdapterFormat.read(in(bytes), digest -> base);

    assertThat(next(read)).containsExactly(next(model));
    assertThat(written(read)).isEqualTo(bytes);
    assertThat(read.sizeInBytes()).isEqualTo(model.sizeInBytes());
  }

  @Test
  void adaptersAreReadWithABaseThatWasWrittenAndReadItself() throws IOException {
    TransformerModel base = new TransformerModel(weights());
    TransformerModel model = adapted(base);
    TransformerModel again = TransformerFormat.read(in(written(base)));
    assertThat(next(AdapterFormat.read(in(written(model)), digest -> again)))
        .containsExactly(next(model));
  }

  @Test
  void adaptersOfAnotherBaseAreRefused() throws IOException {
    byte[] bytes = written(adapted(new TransformerModel(weights())));
    float[] other = weights().flat();
    other[100] += 0.1f;
    TransformerModel changed = new TransformerModel(new TransformerWeights(SHAPE, other));
    assertThatThrownBy(() -> AdapterFormat.read(in(bytes), digest -> changed))
        .isInstanceOf(OtherBase.class);
    assertThatThrownBy(() -> AdapterFormat.read(in(bytes), BaseNetworks.NONE))
        .isInstanceOf(OtherBase.class);
  }

  @Test
  void bytesThatAreCutOffOrDamagedAreRefusedOrReadAsNumbers() throws IOException {
    TransformerModel base = new TransformerModel(weights());
    SplittableRandom random = new SplittableRandom(7);
    TransformerModel other = new TransformerModel(weights(SHAPE.with(options().get(4))));
    for (byte[] whole : List.of(written(base), written(adapted(base)), written(other))) {
      for (int length = 0; length < whole.length; length += 1 + whole.length / 50) {
        byte[] part = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> read(part, base)).as("%s", length).isInstanceOf(IOException.class);
      }
      for (int i = 0; i < 300; i++) {
        byte[] damaged = whole.clone();
        int at = i % 2 == 0 ? random.nextInt(60) : random.nextInt(whole.length);
        Arrays.fill(damaged, at, Math.min(whole.length, at + 3), (byte) random.nextInt(256));
        try {
          assertThat(next(read(damaged, base))).doesNotContain(Float.NaN);
        } catch (IOException | IllegalArgumentException expected) {
          // Refused.
        }
      }
    }
  }

  private static TransformerModel read(byte[] bytes, TransformerModel base) throws IOException {
    boolean adapters = bytes.length > 3 && bytes[3] == (byte) AdapterFormat.MAGIC;
    return adapters
        ? AdapterFormat.read(in(bytes), digest -> base)
        : TransformerFormat.read(in(bytes));
  }
}
