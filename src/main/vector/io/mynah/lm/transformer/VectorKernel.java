package io.mynah.lm.transformer;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * A kernel with the Vector API. The lanes of a vector are rows of the matrix, so nothing is summed
 * over lanes: the matrix is split into panels of some rows, stored column by column. To be loaded
 * only if the module jdk.incubator.vector is present. Thread-safe.
 */
final class VectorKernel implements MatrixKernel {
  private static final int BLOCK = QuantizedMatrix.BLOCK;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  /** A vector of as many bytes as FLOATS has floats; there is none for fewer than 8. */
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, LANES * Byte.SIZE)));

  /** Rows of a panel. */
  private static final int PANEL = 4 * LANES;

  /**
   * A quantized matrix in panels.
   *
   * @param values panel by panel, each column by column; rows beyond the last are 0
   * @param scales panel by panel, each block by block of columns
   */
  @SuppressWarnings("ArrayRecordComponent") // large arrays, never compared
  private record Panels(int rows, int columns, byte[] values, float[] scales) implements Matrix {
    @Override
    public void row(int index, float[] out) {
      int panel = index / PANEL * PANEL;
      int lane = index % PANEL;
      int blocks = QuantizedMatrix.blocks(columns);
      for (int k = 0; k < columns; k++) {
        out[k] =
            values[panel * columns + k * PANEL + lane]
                * scales[panel * blocks + k / BLOCK * PANEL + lane];
      }
    }

    @Override
    public void columns(int from, int count, float[] out) {
      for (int row = 0; row < rows; row += PANEL) {
        for (int lane = 0; lane < PANEL && row + lane < rows; lane += LANES) {
          int most = Math.min(LANES, rows - row - lane);
          for (int k = from; k < from + count; k++) {
            int scale = row * QuantizedMatrix.blocks(columns) + k / BLOCK * PANEL + lane;
            FloatVector numbers =
                floats(values, row * columns + k * PANEL + lane)
                    .mul(FloatVector.fromArray(FLOATS, scales, scale));
            int to = (k - from) * rows + row + lane;
            if (most == LANES) {
              numbers.intoArray(out, to);
            } else {
              numbers.intoArray(out, to, FLOATS.indexInRange(0, most));
            }
          }
        }
      }
    }

    @Override
    public long sizeInBytes() {
      return values.length + (long) Float.BYTES * scales.length;
    }
  }

  /** Whether vectors are long enough to convert bytes to floats lane by lane. */
  static boolean isSupported() {
    return LANES >= 8;
  }

  @Override
  public Matrix matrix(QuantizedMatrix rounded) {
    int rows = rounded.rows();
    int columns = rounded.columns();
    int panels = (rows + PANEL - 1) / PANEL;
    int blocks = QuantizedMatrix.blocks(columns);
    byte[] values = new byte[panels * PANEL * columns];
    float[] scales = new float[panels * PANEL * blocks];
    for (int row = 0; row < rows; row++) {
      int panel = row / PANEL * PANEL;
      int lane = row % PANEL;
      for (int k = 0; k < columns; k++) {
        values[panel * columns + k * PANEL + lane] = rounded.values()[row * columns + k];
      }
      for (int block = 0; block < blocks; block++) {
        scales[panel * blocks + block * PANEL + lane] = rounded.scales()[row * blocks + block];
      }
    }
    return new Panels(rows, columns, values, scales);
  }

  @Override
  public void add(Matrix w, float[][] x, float[][] y) {
    Panels panels = (Panels) w;
    float[] sums = new float[4 * PANEL];
    for (int row = 0; row < panels.rows; row += PANEL) {
      int count = Math.min(PANEL, panels.rows - row);
      int s = 0;
      for (; s + 3 < x.length; s += 4) {
        for (int i = 0; i < 4; i++) {
          System.arraycopy(y[s + i], row, sums, i * PANEL, count);
        }
        addFour(panels, row, x, s, sums);
        for (int i = 0; i < 4; i++) {
          System.arraycopy(sums, i * PANEL, y[s + i], row, count);
        }
      }
      for (; s < x.length; s++) {
        System.arraycopy(y[s], row, sums, 0, count);
        addOne(panels, row, x[s], sums);
        System.arraycopy(sums, 0, y[s], row, count);
      }
    }
  }

  private static void addOne(Panels panels, int row, float[] x, float[] sums) {
    int columns = panels.columns;
    int scale = row * QuantizedMatrix.blocks(columns);
    for (int k = 0; k < columns; k += BLOCK, scale += PANEL) {
      int count = Math.min(BLOCK, columns - k);
      int at = row * columns + k * PANEL;
      addBlock(panels.values, at, panels.scales, scale, count, x, k, sums);
    }
  }

  private static void addFour(Panels panels, int row, float[][] x, int s, float[] sums) {
    int columns = panels.columns;
    int blocks = QuantizedMatrix.blocks(columns);
    for (int half = 0; half < PANEL; half += 2 * LANES) {
      int scale = row * blocks + half;
      for (int k = 0; k < columns; k += BLOCK, scale += PANEL) {
        int count = Math.min(BLOCK, columns - k);
        int at = row * columns + k * PANEL + half;
        addBlock(
            panels.values,
            at,
            panels.scales,
            scale,
            count,
            x[s],
            x[s + 1],
            x[s + 2],
            x[s + 3],
            k,
            sums,
            half);
      }
    }
  }

  /** Adds the product of a block of columns of a panel with one vector. */
  private static void addBlock(
      byte[] values,
      int at,
      float[] scales,
      int scale,
      int count,
      float[] x,
      int from,
      float[] sums) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int k = 0; k < count; k++) {
      FloatVector v = FloatVector.broadcast(FLOATS, x[from + k]);
      int i = at + k * PANEL;
      a = floats(values, i).fma(v, a);
      b = floats(values, i + LANES).fma(v, b);
      c = floats(values, i + 2 * LANES).fma(v, c);
      d = floats(values, i + 3 * LANES).fma(v, d);
    }
    addProduct(a, FloatVector.fromArray(FLOATS, scales, scale), sums, 0);
    addProduct(b, FloatVector.fromArray(FLOATS, scales, scale + LANES), sums, LANES);
    addProduct(c, FloatVector.fromArray(FLOATS, scales, scale + 2 * LANES), sums, 2 * LANES);
    addProduct(d, FloatVector.fromArray(FLOATS, scales, scale + 3 * LANES), sums, 3 * LANES);
  }

  /**
   * Adds the products of a block of columns of half a panel with four vectors. With more than these
   * eight sums the method is too large for the JIT, which then allocates an object for each: ten
   * times slower.
   */
  private static void addBlock(
      byte[] values,
      int at,
      float[] scales,
      int scale,
      int count,
      float[] x0,
      float[] x1,
      float[] x2,
      float[] x3,
      int from,
      float[] sums,
      int to) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector b2 = a0;
    FloatVector b3 = a0;
    for (int k = 0; k < count; k++) {
      FloatVector a = floats(values, at + k * PANEL);
      FloatVector b = floats(values, at + k * PANEL + LANES);
      FloatVector v = FloatVector.broadcast(FLOATS, x0[from + k]);
      a0 = a.fma(v, a0);
      b0 = b.fma(v, b0);
      v = FloatVector.broadcast(FLOATS, x1[from + k]);
      a1 = a.fma(v, a1);
      b1 = b.fma(v, b1);
      v = FloatVector.broadcast(FLOATS, x2[from + k]);
      a2 = a.fma(v, a2);
      b2 = b.fma(v, b2);
      v = FloatVector.broadcast(FLOATS, x3[from + k]);
      a3 = a.fma(v, a3);
      b3 = b.fma(v, b3);
    }
    FloatVector by = FloatVector.fromArray(FLOATS, scales, scale);
    addProduct(a0, by, sums, to);
    addProduct(a1, by, sums, to + PANEL);
    addProduct(a2, by, sums, to + 2 * PANEL);
    addProduct(a3, by, sums, to + 3 * PANEL);
    by = FloatVector.fromArray(FLOATS, scales, scale + LANES);
    addProduct(b0, by, sums, to + LANES);
    addProduct(b1, by, sums, to + PANEL + LANES);
    addProduct(b2, by, sums, to + 2 * PANEL + LANES);
    addProduct(b3, by, sums, to + 3 * PANEL + LANES);
  }

  private static FloatVector floats(byte[] values, int at) {
    return (FloatVector) ByteVector.fromArray(BYTES, values, at).castShape(FLOATS, 0);
  }

  private static void addProduct(FloatVector v, FloatVector by, float[] sums, int at) {
    v.fma(by, FloatVector.fromArray(FLOATS, sums, at)).intoArray(sums, at);
  }

  @Override
  public void dots(
      float[] x, int at, int rows, float[] matrix, int start, int columns, float[][] out, int to) {
    int whole = columns / (2 * LANES) * 2 * LANES;
    for (int i = 0; i < whole; i += 2 * LANES) {
      int v = 0;
      for (; v + 1 < out.length; v += 2) {
        dotsOfTwo(x, at + v * rows, rows, matrix, start + i, columns, out[v], out[v + 1], to + i);
      }
      for (; v < out.length; v++) {
        dotsOfOne(x, at + v * rows, rows, matrix, start + i, columns, out[v], to + i);
      }
    }
    for (int v = 0; v < out.length; v++) {
      for (int i = whole; i < columns; i++) {
        float sum = 0;
        for (int row = 0; row < rows; row++) {
          sum += x[at + v * rows + row] * matrix[start + row * columns + i];
        }
        out[v][to + i] = sum;
      }
    }
  }

  /** The dot products of two vectors with as many columns as two vectors have lanes. */
  private static void dotsOfTwo(
      float[] x,
      int at,
      int rows,
      float[] matrix,
      int start,
      int stride,
      float[] out,
      float[] second,
      int to) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int row = 0; row < rows; row++) {
      FloatVector left = FloatVector.fromArray(FLOATS, matrix, start + row * stride);
      FloatVector right = FloatVector.fromArray(FLOATS, matrix, start + row * stride + LANES);
      FloatVector factor = FloatVector.broadcast(FLOATS, x[at + row]);
      a = left.fma(factor, a);
      b = right.fma(factor, b);
      factor = FloatVector.broadcast(FLOATS, x[at + rows + row]);
      c = left.fma(factor, c);
      d = right.fma(factor, d);
    }
    a.intoArray(out, to);
    b.intoArray(out, to + LANES);
    c.intoArray(second, to);
    d.intoArray(second, to + LANES);
  }

  /** The same of one vector. */
  private static void dotsOfOne(
      float[] x, int at, int rows, float[] matrix, int start, int stride, float[] out, int to) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    for (int row = 0; row < rows; row++) {
      FloatVector factor = FloatVector.broadcast(FLOATS, x[at + row]);
      a = FloatVector.fromArray(FLOATS, matrix, start + row * stride).fma(factor, a);
      b = FloatVector.fromArray(FLOATS, matrix, start + row * stride + LANES).fma(factor, b);
    }
    a.intoArray(out, to);
    b.intoArray(out, to + LANES);
  }

  @Override
  public void addRows(
      float[][] factors,
      int from,
      int to,
      float[] rows,
      int start,
      int stride,
      int width,
      float[] sum,
      int at) {
    int whole = width / (4 * LANES) * 4 * LANES;
    for (int v = 0; v < factors.length; v++) {
      int first = at + v * width;
      for (int i = 0; i < whole; i += 4 * LANES) {
        addFourParts(factors[v], from, to, rows, start + i, stride, sum, first + i);
      }
      for (int i = whole; i < width; i++) {
        for (int row = from; row < to; row++) {
          sum[first + i] += factors[v][row] * rows[start + row * stride + i];
        }
      }
    }
  }

  /** Adds parts of rows that are four vectors long. */
  private static void addFourParts(
      float[] factors, int from, int to, float[] rows, int start, int stride, float[] sum, int at) {
    FloatVector a = FloatVector.fromArray(FLOATS, sum, at);
    FloatVector b = FloatVector.fromArray(FLOATS, sum, at + LANES);
    FloatVector c = FloatVector.fromArray(FLOATS, sum, at + 2 * LANES);
    FloatVector d = FloatVector.fromArray(FLOATS, sum, at + 3 * LANES);
    for (int row = from; row < to; row++) {
      FloatVector factor = FloatVector.broadcast(FLOATS, factors[row]);
      int first = start + row * stride;
      a = FloatVector.fromArray(FLOATS, rows, first).fma(factor, a);
      b = FloatVector.fromArray(FLOATS, rows, first + LANES).fma(factor, b);
      c = FloatVector.fromArray(FLOATS, rows, first + 2 * LANES).fma(factor, c);
      d = FloatVector.fromArray(FLOATS, rows, first + 3 * LANES).fma(factor, d);
    }
    a.intoArray(sum, at);
    b.intoArray(sum, at + LANES);
    c.intoArray(sum, at + 2 * LANES);
    d.intoArray(sum, at + 3 * LANES);
  }
}
