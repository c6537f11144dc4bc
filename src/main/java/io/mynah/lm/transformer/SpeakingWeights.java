package io.mynah.lm.transformer;

import java.util.Arrays;
import java.util.List;

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
    MatrixKernel.Matrix table,
    List<Layer> layers,
    float[] lastNorm) {

  /** The weights of one layer; as in {@link ParameterLayout.Layer}. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Layer(
      float[] attentionNorm,
      MatrixKernel.Matrix projections,
      MatrixKernel.Matrix output,
      float[] feedForwardNorm,
      MatrixKernel.Matrix gateAndUp,
      MatrixKernel.Matrix down) {}

  static SpeakingWeights of(TransformerWeights weights, MatrixKernel kernel) {
    ParameterLayout layout = new ParameterLayout(weights.shape());
    float[] flat = weights.flat();
    List<Layer> layers =
        layout.layers().stream()
            .map(
                layer ->
                    new Layer(
                        gain(flat, layer.attentionNorm()),
                        matrix(kernel, flat, layer.projections()),
                        matrix(kernel, flat, layer.output()),
                        gain(flat, layer.feedForwardNorm()),
                        matrix(kernel, flat, layer.gateAndUp()),
                        matrix(kernel, flat, layer.down())))
            .toList();
    return new SpeakingWeights(
        weights.shape(),
        kernel,
        matrix(kernel, flat, layout.embedding()),
        layers,
        gain(flat, layout.lastNorm()));
  }

  private static float[] gain(float[] flat, ParameterLayout.Part part) {
    return Arrays.copyOfRange(flat, part.at(), part.at() + part.length());
  }

  private static MatrixKernel.Matrix matrix(
      MatrixKernel kernel, float[] flat, ParameterLayout.Part part) {
    return kernel.matrix(flat, part.at(), part.rows(), part.columns());
  }

  /** Memory held, in bytes. */
  long sizeInBytes() {
    long sum = table.sizeInBytes();
    for (Layer layer : layers) {
      sum +=
          layer.projections.sizeInBytes()
              + layer.output.sizeInBytes()
              + layer.gateAndUp.sizeInBytes()
              + layer.down.sizeInBytes();
    }
    return sum;
  }
}
