package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.transformer.AdapterLayout;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a network in training, shared by all threads.
 *
 * @param parameters of the network, in the order of its layout
 * @param weights the same as factors
 * @param adapters if there are any, only they are trained
 * @param adapterWeights their numbers as factors
 */
record TrainingArrays(
    OffHeap parameters,
    Products.Storage weights,
    @Nullable AdapterLayout adapters,
    Products.Storage adapterWeights) {
  /** The lowest layer with trained numbers. */
  int firstLayer() {
    return adapters == null ? 0 : adapters.firstLayer();
  }
}
