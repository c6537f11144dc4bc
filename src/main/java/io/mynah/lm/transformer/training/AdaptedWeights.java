package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.numeric.Products.Block;
import io.mynah.lm.numeric.Workers;
import io.mynah.lm.transformer.AdapterLayout;
import io.mynah.lm.transformer.FrozenWeights;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.ParameterLayout.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network whose weights stay as they are while adapters to them are trained. The weights are kept
 * only as factors, each matrix with its adapter added: so a pass multiplies by one matrix, and the
 * sum is computed once for all its tokens. A factor is stored column by column, as the weights are.
 */
final class AdaptedWeights implements NetworkNumbers {
  /** Numbers in Java arrays at a time. */
  private static final int CHUNK = 1 << 16;

  private final FrozenWeights weights;
  private final ParameterLayout layout;
  private final AdapterLayout adapters;
  private final Workers workers;
  private final List<Products> products;
  private final Products.Storage factors;
  private final OffHeap values;
  private final Products.Storage adapterFactors;
  private final List<OffHeap> sums = new ArrayList<>();

  /** For each worker, the matrices with adapters that it adds. */
  private final List<List<Sum>> shares = new ArrayList<>();

  /**
   * A matrix and the product of its adapter.
   *
   * @param product computes (up·down)ᵀ, [columns, rows]
   */
  private record Sum(Part matrix, Products.Product product) {}

  /**
   * Sets the factors; those of matrices with adapters are set by {@link #round}.
   *
   * @param products one for each worker
   */
  AdaptedWeights(
      FrozenWeights weights,
      ParameterLayout layout,
      AdapterLayout adapters,
      Workers workers,
      List<Products> products) {
    this.weights = weights;
    this.layout = layout;
    this.adapters = adapters;
    this.workers = workers;
    this.products = products;
    Products first = products.get(0);
    this.factors = first.storage(layout.length());
    this.adapterFactors = first.storage(adapters.length());
    this.values = OffHeap.allocate(adapters.length());
    try {
      prepare();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Sets the factors without adapters, and makes the products of the others. */
  private void prepare() {
    List<Part> adapted = new ArrayList<>();
    List<Part> others = new ArrayList<>();
    for (Part part : layout.parts()) {
      if (part.isMatrix()) {
        (adapters.of(part) == null ? others : adapted).add(part);
      }
    }
    int largest = adapted.stream().mapToInt(Part::length).max().orElse(1);
    for (int i = 0; i < workers.size(); i++) {
      sums.add(OffHeap.allocate(largest));
      shares.add(new ArrayList<>());
    }
    // Products are prepared by the thread that runs them.
    workers.run(
        worker -> {
          for (int i = worker; i < others.size(); i += workers.size()) {
            put(others.get(i), null, worker);
          }
          for (int i = worker; i < adapted.size(); i += workers.size()) {
            Part matrix = adapted.get(i);
            AdapterLayout.Adapter adapter = adapters.of(matrix);
            if (adapter != null) {
              shares.get(worker).add(sum(matrix, adapter, worker));
            }
          }
        });
  }

  private Sum sum(Part matrix, AdapterLayout.Adapter adapter, int worker) {
    Block down = adapterMatrix(adapter.down());
    Block up = adapterMatrix(adapter.up());
    return new Sum(
        matrix,
        products
            .get(worker)
            .product(down.transpose(), up.transpose(), false, sums.get(worker), 0, 0));
  }

  /** Sets the factor of a matrix. */
  private void put(Part matrix, Products.@Nullable Product adapter, int worker) {
    int rows = matrix.rows();
    int most = Math.max(1, CHUNK / rows);
    float[] numbers = new float[most * rows];
    float[] more = new float[adapter == null ? 0 : numbers.length];
    if (adapter != null) {
      adapter.run();
    }
    for (int from = 0; from < matrix.columns(); from += most) {
      int count = Math.min(most, matrix.columns() - from);
      weights.columns(matrix, from, count, numbers);
      if (adapter != null) {
        sums.get(worker).get(from * rows, more, 0, count * rows);
        for (int i = 0; i < count * rows; i++) {
          numbers[i] += more[i];
        }
      }
      products.get(worker).put(factors, matrix.at() + from * rows, numbers, 0, count * rows);
    }
  }

  @Override
  public OffHeap trained() {
    return values;
  }

  @Override
  public AdapterLayout adapters() {
    return adapters;
  }

  @Override
  public void embedding(int token, float[] out) {
    weights.row(layout.embedding(), token, out);
  }

  @Override
  public float[] vector(Part part) {
    return weights.vector(part);
  }

  @Override
  public Block matrix(Part part) {
    int rows = part.columns(); // as it is stored
    int columns = part.rows();
    return Block.of(factors, part.at(), rows, columns).transpose();
  }

  @Override
  public Block adapterMatrix(Part part) {
    return Block.of(adapterFactors, part.at(), part.rows(), part.columns());
  }

  @Override
  public void round() {
    workers.run(
        worker -> {
          int from = (int) ((long) values.length() * worker / workers.size());
          int end = (int) ((long) values.length() * (worker + 1) / workers.size());
          products.get(worker).copy(values, adapterFactors, from, end - from);
        });
    workers.run(
        worker -> {
          for (Sum sum : shares.get(worker)) {
            put(sum.matrix, sum.product, worker);
          }
        });
  }

  @Override
  public void close() {
    values.close();
    sums.forEach(OffHeap::close);
  }
}
