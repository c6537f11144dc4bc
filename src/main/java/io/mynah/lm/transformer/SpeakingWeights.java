package io.mynah.lm.transformer;

import io.mynah.lm.transformer.AdaptedMatrix.LowRank;
import io.mynah.lm.transformer.AdapterLayout.Adapter;
import io.mynah.lm.transformer.MatrixKernel.Matrix;
import io.mynah.lm.transformer.ParameterLayout.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a transformer in the form used for generating text. Immutable and thread-safe.
 *
 * @param table the embedding table, vocabulary × width
 * @param lastNorm gain of the norm before the softmax, [width]
 * @param softmax its matrix, vocabulary × width; the table if it has none of its own
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SpeakingWeights(
    TransformerShape shape,
    MatrixKernel kernel,
    Matrix table,
    List<Layer> layers,
    float[] lastNorm,
    Matrix softmax) {
  /** The weights of one layer; as in {@link ParameterLayout.Layer}. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Layer(
      float[] attentionNorm,
      AdaptedMatrix projections,
      float @Nullable [] bias,
      float @Nullable [] queryNorm,
      float @Nullable [] keyNorm,
      AdaptedMatrix output,
      float[] feedForwardNorm,
      AdaptedMatrix gateAndUp,
      AdaptedMatrix down) {
    private Stream<float[]> vectors() {
      return Stream.of(attentionNorm, bias, queryNorm, keyNorm, feedForwardNorm)
          .filter(Objects::nonNull);
    }

    private Stream<AdaptedMatrix> matrices() {
      return Stream.of(projections, output, gateAndUp, down);
    }
  }

  /** Converts weights to a kernel's form. */
  static SpeakingWeights of(TransformerWeights weights, MatrixKernel kernel) {
    float[] flat = weights.flat();
    List<float[]> vectors = new ArrayList<>();
    List<Matrix> matrices = new ArrayList<>();
    for (Part part : new ParameterLayout(weights.shape()).parts()) {
      if (part.isMatrix()) {
        matrices.add(matrix(kernel, flat, part));
      } else {
        vectors.add(Arrays.copyOfRange(flat, part.at(), part.at() + part.length()));
      }
    }
    return of(weights.shape(), kernel, vectors, matrices);
  }

  /** Reads weights and converts them to a kernel's form, one parameter after another. */
  static SpeakingWeights read(
      TransformerShape shape, MatrixKernel kernel, TransformerModel.Parameters source)
      throws IOException {
    List<float[]> vectors = new ArrayList<>();
    List<Matrix> matrices = new ArrayList<>();
    for (Part part : new ParameterLayout(shape).parts()) {
      float[] numbers = new float[part.length()];
      source.read(part, numbers);
      if (part.isMatrix()) {
        matrices.add(kernel.matrix(numbers, 0, part.rows(), part.columns()));
      } else {
        vectors.add(numbers);
      }
    }
    return of(shape, kernel, vectors, matrices);
  }

  /**
   * Puts together what {@link #vectors()} and {@link #matrices()} returned.
   *
   * @param kernel of the matrices
   */
  static SpeakingWeights of(
      TransformerShape shape, MatrixKernel kernel, List<float[]> vectors, List<Matrix> matrices) {
    ParameterLayout layout = new ParameterLayout(shape);
    Iterator<float[]> vector = vectors.iterator();
    Iterator<Matrix> matrix = matrices.iterator();
    Matrix table = matrix.next();
    List<Layer> layers = new ArrayList<>();
    for (ParameterLayout.Layer layer : layout.layers()) {
      layers.add(
          new Layer(
              vector.next(),
              new AdaptedMatrix(matrix.next(), null),
              layer.bias() == null ? null : vector.next(),
              layer.queryNorm() == null ? null : vector.next(),
              layer.keyNorm() == null ? null : vector.next(),
              new AdaptedMatrix(matrix.next(), null),
              vector.next(),
              new AdaptedMatrix(matrix.next(), null),
              new AdaptedMatrix(matrix.next(), null)));
    }
    Matrix softmax = matrix.hasNext() ? matrix.next() : table;
    return new SpeakingWeights(shape, kernel, table, List.copyOf(layers), vector.next(), softmax);
  }

  private static Matrix matrix(MatrixKernel kernel, float[] flat, Part part) {
    return kernel.matrix(flat, part.at(), part.rows(), part.columns());
  }

  /** The gains and biases, in the order of the layout; not to be changed. */
  List<float[]> vectors() {
    List<float[]> vectors = new ArrayList<>();
    layers.stream().flatMap(Layer::vectors).forEach(vectors::add);
    vectors.add(lastNorm);
    return vectors;
  }

  /** All matrices without their adapters, in the order of the layout. */
  List<Matrix> matrices() {
    List<Matrix> matrices = new ArrayList<>();
    matrices.add(table);
    layers.stream().flatMap(Layer::matrices).map(AdaptedMatrix::weights).forEach(matrices::add);
    if (shape.options().separateSoftmax()) {
      matrices.add(softmax);
    }
    return matrices;
  }

  /** The weights in single precision, as rounded here, without the adapters. */
  TransformerWeights toSinglePrecision() {
    ParameterLayout layout = new ParameterLayout(shape);
    float[] flat = new float[layout.length()];
    Iterator<float[]> vectors = vectors().iterator();
    Iterator<Matrix> matrices = matrices().iterator();
    for (Part part : layout.parts()) {
      if (part.isMatrix()) {
        copy(matrices.next(), flat, part.at());
      } else {
        System.arraycopy(vectors.next(), 0, flat, part.at(), part.length());
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
              layer.bias,
              layer.queryNorm,
              layer.keyNorm,
              adapted(layer.output, layout.of(at.output()), values),
              layer.feedForwardNorm,
              adapted(layer.gateAndUp, layout.of(at.gateAndUp()), values),
              adapted(layer.down, layout.of(at.down()), values)));
    }
    return new SpeakingWeights(shape, kernel, table, List.copyOf(adapted), lastNorm, softmax);
  }

  /** The adapters, which must have that layout, in single precision, as rounded here. */
  Adapters adapters(AdapterLayout layout) {
    float[] values = new float[layout.length()];
    Iterator<Part> part = layout.parts().iterator();
    layers.stream()
        .flatMap(Layer::matrices)
        .map(AdaptedMatrix::adapter)
        .filter(Objects::nonNull)
        .flatMap(each -> Stream.of(each.down(), each.up()))
        .forEach(each -> copy(each, values, part.next().at()));
    return new Adapters(layout, values);
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
        + vectors().stream().mapToLong(each -> (long) Float.BYTES * each.length).sum();
  }

  /** Memory held by the adapters, in bytes. */
  long adapterBytes() {
    return layers.stream().flatMap(Layer::matrices).mapToLong(AdaptedMatrix::adapterBytes).sum();
  }
}
