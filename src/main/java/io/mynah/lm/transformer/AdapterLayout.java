package io.mynah.lm.transformer;

import io.mynah.lm.transformer.ParameterLayout.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The positions of a transformer's low-rank adapters (Hu et al., LoRA, 2022) in one flat array. An
 * adapted matrix is W + up·down. Immutable.
 */
public final class AdapterLayout {
  /**
   * The adapter of one matrix.
   *
   * @param down [rank, columns of the matrix]
   * @param up [rows of the matrix, rank]
   */
  public record Adapter(Part down, Part up) {}

  private final TransformerShape shape;
  private final int rank;
  private final int firstLayer;
  private final Map<Part, Adapter> adapters = new HashMap<>();
  private final List<Part> parts = new ArrayList<>();
  private int length;

  /**
   * Places adapters for all matrices of some layers.
   *
   * @param rank of the product of two matrices that is added to a matrix
   * @param layers how many layers, counted from the last; more than there are for all
   * @throws IllegalArgumentException when one is not positive, or there are more numbers than fit
   *     in an array
   */
  public AdapterLayout(TransformerShape shape, int rank, int layers) {
    if (rank < 1 || layers < 1) {
      throw new IllegalArgumentException("adapters of rank " + rank + " in " + layers + " layers");
    }
    this.shape = shape;
    this.rank = rank;
    this.firstLayer = Math.max(0, shape.layers() - layers);
    List<ParameterLayout.Layer> all = new ParameterLayout(shape).layers();
    for (ParameterLayout.Layer layer : all.subList(firstLayer, shape.layers())) {
      for (Part matrix :
          List.of(layer.projections(), layer.output(), layer.gateAndUp(), layer.down())) {
        adapters.put(matrix, new Adapter(part(rank, matrix.columns()), part(matrix.rows(), rank)));
      }
    }
  }

  private Part part(int rows, int columns) {
    if (length + (long) rows * columns > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("adapters of rank " + rank + " of such a network");
    }
    Part part = new Part(length, rows, columns, ParameterLayout.Kind.MATRIX);
    length += part.length();
    parts.add(part);
    return part;
  }

  /** The shape of the network whose matrices are adapted. */
  public TransformerShape shape() {
    return shape;
  }

  /** The rank: rows of the down matrices. */
  public int rank() {
    return rank;
  }

  /** The lowest layer that has adapters, from 0. */
  public int firstLayer() {
    return firstLayer;
  }

  /** The adapter of a matrix, or null if it has none. */
  public @Nullable Adapter of(Part matrix) {
    return adapters.get(matrix);
  }

  /** All parts in order. */
  public List<Part> parts() {
    return List.copyOf(parts);
  }

  /** The length of the flat array. */
  public int length() {
    return length;
  }

  /**
   * The weights with the adapters added to the matrices.
   *
   * @param values of the adapters, one flat array in this layout
   */
  public TransformerWeights merge(TransformerWeights weights, float[] values) {
    float[] merged = weights.flat().clone();
    for (Map.Entry<Part, Adapter> entry : adapters.entrySet()) {
      add(entry.getKey(), entry.getValue(), values, merged);
    }
    return new TransformerWeights(weights.shape(), merged);
  }

  private void add(Part matrix, Adapter adapter, float[] values, float[] to) {
    int columns = matrix.columns();
    float[] row = new float[columns];
    for (int i = 0; i < matrix.rows(); i++) {
      int at = matrix.at() + i * columns;
      System.arraycopy(to, at, row, 0, columns);
      for (int k = 0; k < rank; k++) {
        float factor = values[adapter.up().at() + i * rank + k];
        int down = adapter.down().at() + k * columns;
        for (int j = 0; j < columns; j++) {
          row[j] += factor * values[down + j];
        }
      }
      System.arraycopy(row, 0, to, at, columns);
    }
  }
}
