package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.transformer.AdapterLayout;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.RotaryPositions;
import io.mynah.lm.transformer.TransformerShape;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Data shared by the parts of a forward and backward pass: sizes, parameters, their gradients, and
 * the products. {@link #close} frees the native memory made through it. For one thread.
 */
final class PassContext implements AutoCloseable {
  /** Tokens in Java arrays at a time: few enough for the cache. */
  static final int CHUNK = 32;

  final TransformerShape shape;
  final ParameterLayout layout;
  final RotaryPositions positions;
  final int rows;
  final int length;
  final int tokens;
  final TrainingArrays trained;
  final OffHeap gradients;
  final Products products;

  /** The gradient between the layers, [tokens, width]. */
  final OffHeap gradient;

  private final OffHeap rankScratch;
  private final Products.Block rankGradient;
  private final Deque<OffHeap> owned = new ArrayDeque<>();

  /**
   * @param rows of text that are processed at a time
   * @param length tokens of each row
   * @param gradients of what is trained, added to
   */
  PassContext(
      TransformerShape shape,
      RotaryPositions positions,
      int rows,
      int length,
      TrainingArrays trained,
      OffHeap gradients,
      Products products) {
    this.shape = shape;
    this.layout = new ParameterLayout(shape);
    this.positions = positions;
    this.rows = rows;
    this.length = length;
    this.tokens = rows * length;
    this.trained = trained;
    this.gradients = gradients;
    this.products = products;
    int rank = trained.adapters() == null ? 1 : trained.adapters().rank();
    try {
      this.gradient = memory(tokens, shape.width());
      this.rankScratch = memory(tokens, rank);
      this.rankGradient = block(rank);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  OffHeap memory(int count, int width) {
    OffHeap memory = OffHeap.allocate((long) count * width);
    owned.push(memory);
    return memory;
  }

  /** Makes a block for factors, [tokens, width]. */
  Products.Block block(int width) {
    return Products.Block.of(products.storage(tokens * width), 0, tokens, width);
  }

  /** A matrix of the parameters as a factor. */
  Products.Block weight(ParameterLayout.Part part) {
    return Products.Block.of(trained.weights(), part.at(), part.rows(), part.columns());
  }

  /**
   * Prepares the products of a matrix of the parameters: y = x·Wᵀ and its gradients.
   *
   * @param x [tokens, columns]
   * @param add whether y is added to
   * @param y [tokens, rows]
   * @param dy [tokens, rows], as a factor
   * @param dx [tokens, columns]
   */
  MatrixPass matrix(
      ParameterLayout.Part part,
      Products.Block x,
      boolean add,
      OffHeap y,
      Products.Block dy,
      OffHeap dx) {
    AdapterLayout adapters = trained.adapters();
    Products.Product forward = products.product(x, weight(part).transpose(), add, y, 0, 0);
    Products.Product backward = products.product(dy, weight(part), false, dx, 0, 0);
    if (adapters == null) {
      return new MatrixPass(
          forward, backward, products.product(dy.transpose(), x, true, gradients, part.at(), 0));
    }
    AdapterLayout.Adapter adapter = adapters.of(part);
    return adapter == null
        ? new MatrixPass(forward, backward, () -> {})
        : adapted(forward, backward, adapter, x, y, dy, dx);
  }

  private MatrixPass adapted(
      Products.Product forward,
      Products.Product backward,
      AdapterLayout.Adapter adapter,
      Products.Block x,
      OffHeap y,
      Products.Block dy,
      OffHeap dx) {
    int rank = adapter.down().rows();
    Products.Block narrow = block(rank);
    Products.Block down = adapterMatrix(adapter.down());
    Products.Block up = adapterMatrix(adapter.up());
    Products.Product toNarrow = products.product(x, down.transpose(), false, rankScratch, 0, 0);
    Products.Product fromNarrow = products.product(narrow, up.transpose(), true, y, 0, 0);
    Products.Product narrowGradient = products.product(dy, up, false, rankScratch, 0, 0);
    Products.Product inputGradient = products.product(rankGradient, down, true, dx, 0, 0);
    Products.Product upGradient =
        products.product(dy.transpose(), narrow, true, gradients, adapter.up().at(), 0);
    Products.Product downGradient =
        products.product(rankGradient.transpose(), x, true, gradients, adapter.down().at(), 0);
    return new MatrixPass(
        () -> {
          forward.run();
          toNarrow.run();
          products.copy(rankScratch, narrow.storage(), 0, tokens * rank);
          fromNarrow.run();
        },
        () -> {
          backward.run();
          narrowGradient.run();
          products.copy(rankScratch, rankGradient.storage(), 0, tokens * rank);
          inputGradient.run();
        },
        () -> {
          upGradient.run();
          downGradient.run();
        });
  }

  private Products.Block adapterMatrix(ParameterLayout.Part part) {
    return Products.Block.of(trained.adapterWeights(), part.at(), part.rows(), part.columns());
  }

  /** The current numbers of a gain or bias. */
  float[] vector(ParameterLayout.Part part) {
    float[] vector = new float[part.length()];
    trained.parameters().get(part.at(), vector);
    return vector;
  }

  /** Adds to the gradient of a gain or bias, if it is trained. */
  void addGradient(ParameterLayout.Part part, float[] more) {
    if (trained.adapters() != null) {
      return;
    }
    float[] sum = new float[part.length()];
    gradients.get(part.at(), sum);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += more[i];
    }
    gradients.put(part.at(), sum);
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      owned.pop().close();
    }
  }
}
