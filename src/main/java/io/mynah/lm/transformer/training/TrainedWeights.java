package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.numeric.Products.Block;
import io.mynah.lm.numeric.Workers;
import io.mynah.lm.transformer.AdapterLayout;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.ParameterLayout.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A network whose weights are trained, in single precision and as factors. */
final class TrainedWeights implements NetworkNumbers {
  private final ParameterLayout layout;
  private final OffHeap weights;
  private final Products.Storage factors;
  private final Workers workers;
  private final List<Products> products;

  /**
   * @param products one for each worker
   */
  TrainedWeights(ParameterLayout layout, Workers workers, List<Products> products) {
    this.layout = layout;
    this.workers = workers;
    this.products = products;
    this.weights = OffHeap.allocate(layout.length());
    try {
      this.factors = products.get(0).storage(layout.length());
    } catch (RuntimeException | Error e) {
      weights.close();
      throw e;
    }
  }

  @Override
  public OffHeap trained() {
    return weights;
  }

  @Override
  public @Nullable AdapterLayout adapters() {
    return null;
  }

  @Override
  public void embedding(int token, float[] out) {
    weights.get(layout.embedding().at() + token * out.length, out);
  }

  @Override
  public float[] vector(Part part) {
    float[] vector = new float[part.length()];
    weights.get(part.at(), vector);
    return vector;
  }

  @Override
  public Block matrix(Part part) {
    return Block.of(factors, part.at(), part.rows(), part.columns());
  }

  @Override
  public Block adapterMatrix(Part part) {
    throw new IllegalStateException("a network without adapters");
  }

  @Override
  public void round() {
    workers.run(
        worker -> {
          int from = (int) ((long) weights.length() * worker / workers.size());
          int end = (int) ((long) weights.length() * (worker + 1) / workers.size());
          products.get(worker).copy(weights, factors, from, end - from);
        });
  }

  @Override
  public void close() {
    weights.close();
  }
}
