package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Products.Block;
import io.mynah.lm.transformer.AdapterLayout;
import io.mynah.lm.transformer.ParameterLayout.Part;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a network in training, as its passes read them. Any number of threads may read
 * them while nobody rounds or changes them.
 */
interface NetworkNumbers extends AutoCloseable {
  /** What is trained, one flat array. */
  OffHeap trained();

  /** The layout of what is trained if it is adapters; null if it is the weights. */
  @Nullable AdapterLayout adapters();

  /** The lowest layer with trained numbers. */
  default int firstLayer() {
    AdapterLayout adapters = adapters();
    return adapters == null ? 0 : adapters.firstLayer();
  }

  /**
   * Writes the embedding of a token.
   *
   * @param out [width]
   */
  void embedding(int token, float[] out);

  /** A copy of a gain or bias. */
  float[] vector(Part part);

  /** A matrix of the network as a factor, with its adapter added, if it has one. */
  Block matrix(Part part);

  /** A matrix of an adapter as a factor. */
  Block adapterMatrix(Part part);

  /** Updates the factors from what is trained; each thread does a part. */
  void round();

  @Override
  void close();
}
