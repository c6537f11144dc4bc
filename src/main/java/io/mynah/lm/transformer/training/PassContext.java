package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.transformer.AdapterLayout;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.RotaryPositions;
import io.mynah.lm.transformer.TransformerShape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

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
  final NetworkNumbers numbers;
  final OffHeap gradients;
  final Products products;

  /** The gradient between the layers, [tokens, width]. */
  final OffHeap gradient;

  private final OffHeap rankScratch;
  private final Products.Block narrow;
  private final Products.Block rankGradient;
  private final Deque<OffHeap> owned = new ArrayDeque<>();
  private final Shared<OffHeap> sharedMemory = new Shared<>();
  private final Shared<Products.Storage> sharedStorage = new Shared<>();

  /** What layers use in turn. */
  private static final class Shared<T> {
    private final List<T> all = new ArrayList<>();
    private int next;
    private boolean on;

    void begin() {
      next = 0;
      on = true;
    }

    void end() {
      on = false;
    }

    T next(Supplier<T> made) {
      if (!on) {
        return made.get();
      }
      if (next == all.size()) {
        all.add(made.get());
      }
      return all.get(next++);
    }
  }

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
      NetworkNumbers numbers,
      OffHeap gradients,
      Products products) {
    this.shape = shape;
    this.layout = new ParameterLayout(shape);
    this.positions = positions;
    this.rows = rows;
    this.length = length;
    this.tokens = rows * length;
    this.numbers = numbers;
    this.gradients = gradients;
    this.products = products;
    AdapterLayout adapters = numbers.adapters();
    int rank = adapters == null ? 1 : adapters.rank();
    try {
      this.gradient = memory(tokens, shape.width());
      this.rankScratch = memory(tokens, rank);
      this.narrow = block(rank);
      this.rankGradient = block(rank);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Begins a layer of which nothing is kept for the gradient: until {@link #endShared}, memory is
   * that of the layer before for which this was called, whose parts ask for the same in the same
   * order.
   */
  void beginShared() {
    sharedMemory.begin();
    sharedStorage.begin();
  }

  /** Memory is new from now on. */
  void endShared() {
    sharedMemory.end();
    sharedStorage.end();
  }

  OffHeap memory(int count, int width) {
    return sharedMemory.next(
        () -> {
          OffHeap memory = OffHeap.allocate((long) count * width);
          owned.push(memory);
          return memory;
        });
  }

  Products.Storage storage(int length) {
    return sharedStorage.next(() -> products.storage(length));
  }

  /** Makes a block for factors, [tokens, width]. */
  Products.Block block(int width) {
    return Products.Block.of(storage(tokens * width), 0, tokens, width);
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
    AdapterLayout adapters = numbers.adapters();
    Products.Block matrix = numbers.matrix(part);
    Products.Product forward = products.product(x, matrix.transpose(), add, y, 0, 0);
    Products.Product backward = products.product(dy, matrix, false, dx, 0, 0);
    if (adapters == null) {
      return new MatrixPass(
          forward, backward, products.product(dy.transpose(), x, true, gradients, part.at(), 0));
    }
    AdapterLayout.Adapter adapter = adapters.of(part);
    return new MatrixPass(
        forward, backward, adapter == null ? () -> {} : adapterGradient(adapter, x, dy));
  }

  private Products.Product adapterGradient(
      AdapterLayout.Adapter adapter, Products.Block x, Products.Block dy) {
    int rank = adapter.down().rows();
    Products.Block down = numbers.adapterMatrix(adapter.down());
    Products.Block up = numbers.adapterMatrix(adapter.up());
    Products.Product toNarrow = products.product(x, down.transpose(), false, rankScratch, 0, 0);
    Products.Product narrowGradient = products.product(dy, up, false, rankScratch, 0, 0);
    Products.Product upGradient =
        products.product(dy.transpose(), narrow, true, gradients, adapter.up().at(), 0);
    Products.Product downGradient =
        products.product(rankGradient.transpose(), x, true, gradients, adapter.down().at(), 0);
    return () -> {
      toNarrow.run();
      products.copy(rankScratch, narrow.storage(), 0, tokens * rank);
      upGradient.run();
      narrowGradient.run();
      products.copy(rankScratch, rankGradient.storage(), 0, tokens * rank);
      downGradient.run();
    };
  }

  /** The current numbers of a gain or bias. */
  float[] vector(ParameterLayout.Part part) {
    return numbers.vector(part);
  }

  /** Adds to the gradient of a gain or bias, if it is trained. */
  void addGradient(ParameterLayout.Part part, float[] more) {
    if (numbers.adapters() != null) {
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
