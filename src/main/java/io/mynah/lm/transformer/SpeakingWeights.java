package io.mynah.lm.transformer;

import io.mynah.lm.transformer.AdaptedMatrix.LowRank;
import io.mynah.lm.transformer.AdapterLayout.Adapter;
import io.mynah.lm.transformer.MatrixKernel.Matrix;
import io.mynah.lm.transformer.ParameterLayout.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a transformer in the form used for generating text. Immutable and thread-safe.
 *
 * @param table the embedding table, vocabulary × width, which the softmax reads, too
 * @param lastNorm gain of the norm before the softmax, [width]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SpeakingWeights(
    TransformerShape shape,
    MatrixKernel kernel,
    Matrix table,
    List<Layer> layers,
    float[] lastNorm) {
  private static final int GAINS_OF_LAYER = 2;
  private static final int MATRICES_OF_LAYER = 4;

  /** The weights of one layer; as in {@link ParameterLayout.Layer}. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Layer(
      float[] attentionNorm,
      AdaptedMatrix projections,
      AdaptedMatrix output,
      float[] feedForwardNorm,
      AdaptedMatrix gateAndUp,
      AdaptedMatrix down) {
    private Stream<AdaptedMatrix> matrices() {
      return Stream.of(projections, output, gateAndUp, down);
    }
  }

  /** Converts weights to a kernel's form. */
  static SpeakingWeights of(TransformerWeights weights, MatrixKernel kernel) {
    float[] flat = weights.flat();
    List<float[]> gains = new ArrayList<>();
    List<Matrix> matrices = new ArrayList<>();
    for (Part part : new ParameterLayout(weights.shape()).parts()) {
      if (part.isGain()) {
        gains.add(Arrays.copyOfRange(flat, part.at(), part.at() + part.length()));
      } else {
        matrices.add(matrix(kernel, flat, part));
      }
    }
    return of(weights.shape(), kernel, gains, matrices);
  }

  /**
   * Puts together what {@link #gains()} and {@link #matrices()} returned.
   *
   * @param kernel of the matrices
   */
  static SpeakingWeights of(
      TransformerShape shape, MatrixKernel kernel, List<float[]> gains, List<Matrix> matrices) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < shape.layers(); i++) {
      int gain = GAINS_OF_LAYER * i;
      int matrix = 1 + MATRICES_OF_LAYER * i;
      layers.add(
          new Layer(
              gains.get(gain),
              new AdaptedMatrix(matrices.get(matrix), null),
              new AdaptedMatrix(matrices.get(matrix + 1), null),
              gains.get(gain + 1),
              new AdaptedMatrix(matrices.get(matrix + 2), null),
              new AdaptedMatrix(matrices.get(matrix + 3), null)));
    }
    float[] lastNorm = gains.get(gains.size() - 1);
    return new SpeakingWeights(shape, kernel, matrices.get(0), List.copyOf(layers), lastNorm);
  }

  private static Matrix matrix(MatrixKernel kernel, float[] flat, Part part) {
    return kernel.matrix(flat, part.at(), part.rows(), part.columns());
  }

  /** The gains of all norms, in the order of the layout; not to be changed. */
  List<float[]> gains() {
    List<float[]> gains = new ArrayList<>();
    for (Layer layer : layers) {
      gains.add(layer.attentionNorm);
      gains.add(layer.feedForwardNorm);
    }
    gains.add(lastNorm);
    return gains;
  }

  /** All matrices without their adapters, in the order of the layout. */
  List<Matrix> matrices() {
    List<Matrix> matrices = new ArrayList<>();
    matrices.add(table);
    layers.stream().flatMap(Layer::matrices).map(AdaptedMatrix::weights).forEach(matrices::add);
    return matrices;
  }

  /** The weights in single precision, as rounded here, without the adapters. */
  TransformerWeights toSinglePrecision() {
    ParameterLayout layout = new ParameterLayout(shape);
    float[] flat = new float[layout.length()];
    Iterator<float[]> gains = gains().iterator();
    Iterator<Matrix> matrices = matrices().iterator();
    for (Part part : layout.parts()) {
      if (part.isGain()) {
        System.arraycopy(gains.next(), 0, flat, part.at(), part.length());
      } else {
        copy(matrices.next(), flat, part.at());
      }
    }
    return new TransformerWeights(shape, flat);
  }

  private static void copy(Matrix matrix, float[] to, int at) {
    float[] row = new float[matrix.columns()];
    for (int i = 0; i < matrix.rows(); i++) {
      matrix.row(i, row);
      System.arraycopy(row, 0, to, at + i * row.length, row.length);
    }
  }

  /** The same weights, which are shared, with adapters in place of any present ones. */
  SpeakingWeights with(Adapters adapters) {
    List<ParameterLayout.Layer> parts = new ParameterLayout(shape).layers();
    float[] values = adapters.values();
    List<Layer> adapted = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      ParameterLayout.Layer at = parts.get(i);
      AdapterLayout layout = adapters.layout();
      adapted.add(
          new Layer(
              layer.attentionNorm,
              adapted(layer.projections, layout.of(at.projections()), values),
              adapted(layer.output, layout.of(at.output()), values),
              layer.feedForwardNorm,
              adapted(layer.gateAndUp, layout.of(at.gateAndUp()), values),
              adapted(layer.down, layout.of(at.down()), values)));
    }
    return new SpeakingWeights(shape, kernel, table, List.copyOf(adapted), lastNorm);
  }

  private AdaptedMatrix adapted(AdaptedMatrix matrix, @Nullable Adapter adapter, float[] values) {
    return new AdaptedMatrix(
        matrix.weights(),
        adapter == null
            ? null
            : new LowRank(
                matrix(kernel, values, adapter.down()), matrix(kernel, values, adapter.up())));
  }

  /** Frees native memory, but not that of adapters; the weights can still be used, but slower. */
  void close() {
    matrices().forEach(Matrix::close);
  }

  /** The same for the adapters alone. */
  void closeAdapters() {
    layers.stream().flatMap(Layer::matrices).forEach(AdaptedMatrix::closeAdapter);
  }

  /** Memory held by the weights without the adapters, in bytes. */
  long sizeInBytes() {
    return matrices().stream().mapToLong(Matrix::sizeInBytes).sum()
        + gains().stream().mapToLong(gain -> (long) Float.BYTES * gain.length).sum();
  }

  /** Memory held by the adapters, in bytes. */
  long adapterBytes() {
    return layers.stream().flatMap(Layer::matrices).mapToLong(AdaptedMatrix::adapterBytes).sum();
  }
}
