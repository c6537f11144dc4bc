package io.mynah.lm.transformer.training;

import io.mynah.lm.TransformerConfig;
import io.mynah.lm.transformer.Adapters;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.lm.transformer.TransformerShape;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a training starts from. Immutable by convention: nobody writes to the array.
 *
 * @param weights to train, one flat array; null for random ones, or if adapters are trained
 * @param base the model whose weights are adapted; null if the weights are trained
 * @param adapters to go on with; null for new ones, or if the weights are trained
 */
@SuppressWarnings("ArrayRecordComponent") // a large array, never compared
record Beginning(
    TransformerShape shape,
    float @Nullable [] weights,
    @Nullable TransformerModel base,
    @Nullable Adapters adapters) {
  private static final float[] NONE = {};

  /** Random weights. */
  static Beginning fromNothing(TransformerShape shape) {
    return new Beginning(shape, null, null, null);
  }

  /**
   * A model's weights, if the configuration has no rank; otherwise its adapters, or new ones if it
   * has none.
   */
  static Beginning from(TransformerModel initial, TransformerConfig config) {
    if (config.rank() == 0) {
      return new Beginning(initial.shape(), initial.weights().flat(), null, null);
    }
    TransformerModel.Adaptation adaptation = initial.adaptation();
    TransformerModel base = adaptation == null ? initial : adaptation.base();
    Adapters adapters = adaptation == null ? null : adaptation.adapters();
    return new Beginning(base.shape(), null, base, adapters);
  }

  /** Names what is the same in all trainings that may continue from one checkpoint. */
  String identity() {
    return base == null ? shape.toString() : shape + " " + HexFormat.of().formatHex(base.digest());
  }

  /** The numbers to train, one flat array; empty if they are new. */
  float[] trained() {
    if (base == null) {
      return weights == null ? NONE : weights;
    }
    return adapters == null ? NONE : adapters.values();
  }
}
