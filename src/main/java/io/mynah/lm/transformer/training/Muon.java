package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.numeric.Products.Block;
import io.mynah.lm.transformer.ParameterLayout.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An optimizer for matrices. An update goes along the semi-orthogonal matrix nearest to the moving
 * mean of the gradient (Jordan et al., Muon, 2024). It is as long as a usual update of AdamW (Liu
 * et al., Muon is scalable for LLM training, 2025), with decoupled weight decay. For one thread;
 * several objects, each with other matrices, may share the arrays.
 */
final class Muon implements AutoCloseable {
  private static final float MOMENTUM = 0.95f;
  private static final int ITERATIONS = 5;
  private static final int CHUNK = 1 << 12;

  /**
   * Coefficients of the quintic iteration: steep at 0, and near 1 for all values that start between
   * 0 and 1.
   */
  private static final float A = 3.4445f;

  private static final float B = -4.7750f;
  private static final float C = 2.0315f;

  /** The approximate root mean square of AdamW's updates. */
  private static final double LENGTH = 0.2;

  private final OffHeap parameters;
  private final OffHeap gradients;
  private final OffHeap means;
  private final Products products;
  private final Map<Long, Workspace> workspaces = new HashMap<>();
  private final List<OffHeap> owned = new ArrayList<>();

  /**
   * @param means of the gradients, as long as the parameters
   */
  Muon(OffHeap parameters, OffHeap gradients, OffHeap means, Products products) {
    this.parameters = parameters;
    this.gradients = gradients;
    this.means = means;
    this.products = products;
  }

  /** Memory and products for matrices of one shape. */
  private final class Workspace {
    final int small;
    final OffHeap x;
    final OffHeap gram;
    final OffHeap square;
    final Products.Storage factor;
    final Products.Storage gramFactor;
    final Products.Storage polynomial;
    final Products.Product toGram;
    final Products.Product toSquare;
    final Products.Product toNext;
    final float[] row;
    final float[] squareRow;

    Workspace(int rows, int columns) {
      small = Math.min(rows, columns);
      x = memory((long) rows * columns);
      gram = memory((long) small * small);
      square = memory((long) small * small);
      factor = products.storage(rows * columns);
      gramFactor = products.storage(small * small);
      polynomial = products.storage(small * small);
      row = new float[small];
      squareRow = new float[small];
      Block whole = Block.of(factor, 0, rows, columns);
      Block ofGram = Block.of(gramFactor, 0, small, small);
      Block ofPolynomial = Block.of(polynomial, 0, small, small);
      boolean wide = rows <= columns;
      toGram =
          wide
              ? products.product(whole, whole.transpose(), false, gram, 0, 0)
              : products.product(whole.transpose(), whole, false, gram, 0, 0);
      toSquare = products.product(ofGram, ofGram, false, square, 0, 0);
      toNext =
          wide
              ? products.product(ofPolynomial, whole, false, x, 0, 0)
              : products.product(whole, ofPolynomial, false, x, 0, 0);
    }

    /**
     * x ← approximately the nearest semi-orthogonal matrix to x, whose length must be at most 1.
     */
    void orthogonalize() {
      for (int i = 0; i < ITERATIONS; i++) {
        products.copy(x, factor, 0, x.length());
        toGram.run();
        products.copy(gram, gramFactor, 0, gram.length());
        toSquare.run();
        for (int j = 0; j < small; j++) {
          gram.get(j * small, row);
          square.get(j * small, squareRow);
          for (int k = 0; k < small; k++) {
            row[k] = B * row[k] + C * squareRow[k];
          }
          row[j] += A;
          gram.put(j * small, row);
        }
        products.copy(gram, polynomial, 0, gram.length());
        toNext.run();
      }
    }
  }

  private OffHeap memory(long count) {
    OffHeap memory = OffHeap.allocate(count);
    owned.add(memory);
    return memory;
  }

  /**
   * Updates one matrix.
   *
   * @param factor multiplies the gradient first
   */
  void update(Part part, double rate, double decay, double factor) {
    long key = (long) part.rows() << 32 | part.columns();
    Workspace workspace =
        workspaces.computeIfAbsent(key, shape -> new Workspace(part.rows(), part.columns()));
    double length = Math.sqrt(updateMean(part, (float) factor, workspace.x));
    scale(workspace.x, (float) (1 / (length + 1e-12)));
    workspace.orthogonalize();
    double stepSize = rate * LENGTH * Math.sqrt(Math.max(part.rows(), part.columns()));
    step(part, workspace.x, (float) stepSize, (float) (1 - rate * decay));
  }

  /**
   * Adds the gradient to its mean, writes the mean with Nesterov's look-ahead to {@code x}, and
   * returns its squared length.
   */
  private double updateMean(Part part, float factor, OffHeap x) {
    float[] g = new float[CHUNK];
    float[] m = new float[CHUNK];
    double squared = 0;
    for (int from = 0; from < part.length(); from += CHUNK) {
      int count = Math.min(CHUNK, part.length() - from);
      gradients.get(part.at() + from, g, 0, count);
      means.get(part.at() + from, m, 0, count);
      for (int i = 0; i < count; i++) {
        m[i] = MOMENTUM * m[i] + (1 - MOMENTUM) * factor * g[i];
      }
      for (int i = 0; i < count; i++) {
        g[i] = MOMENTUM * m[i] + (1 - MOMENTUM) * factor * g[i];
      }
      means.put(part.at() + from, m, 0, count);
      x.put(from, g, 0, count);
      for (int i = 0; i < count; i++) {
        squared += (double) g[i] * g[i];
      }
    }
    return squared;
  }

  private static void scale(OffHeap x, float by) {
    float[] values = new float[CHUNK];
    for (int from = 0; from < x.length(); from += CHUNK) {
      int count = Math.min(CHUNK, x.length() - from);
      x.get(from, values, 0, count);
      for (int i = 0; i < count; i++) {
        values[i] *= by;
      }
      x.put(from, values, 0, count);
    }
  }

  private void step(Part part, OffHeap x, float stepSize, float kept) {
    float[] w = new float[CHUNK];
    float[] direction = new float[CHUNK];
    for (int from = 0; from < part.length(); from += CHUNK) {
      int count = Math.min(CHUNK, part.length() - from);
      parameters.get(part.at() + from, w, 0, count);
      x.get(from, direction, 0, count);
      for (int i = 0; i < count; i++) {
        w[i] = w[i] * kept - stepSize * direction[i];
      }
      parameters.put(part.at() + from, w, 0, count);
    }
  }

  @Override
  public void close() {
    owned.forEach(OffHeap::close);
  }
}
