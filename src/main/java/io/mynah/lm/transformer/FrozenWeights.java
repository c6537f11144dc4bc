package io.mynah.lm.transformer;

import io.mynah.lm.transformer.MatrixKernel.Matrix;
import io.mynah.lm.transformer.ParameterLayout.Part;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The weights of a model with whole weights, read part by part, so that they are in memory only
 * once, as they are used for generating text. Immutable and thread-safe.
 */
public final class FrozenWeights {
  private final Map<Part, float[]> vectors = new HashMap<>();
  private final Map<Part, Matrix> matrices = new HashMap<>();

  FrozenWeights(SpeakingWeights weights) {
    Iterator<float[]> vector = weights.vectors().iterator();
    Iterator<Matrix> matrix = weights.matrices().iterator();
    for (Part part : new ParameterLayout(weights.shape()).parts()) {
      if (part.isMatrix()) {
        matrices.put(part, matrix.next());
      } else {
        vectors.put(part, vector.next());
      }
    }
  }

  /** A copy of a gain or bias. */
  public float[] vector(Part part) {
    return of(vectors, part).clone();
  }

  /**
   * Writes a row of a matrix.
   *
   * @param out [columns]
   */
  public void row(Part part, int index, float[] out) {
    of(matrices, part).row(index, out);
  }

  /**
   * Writes some columns of a matrix, one column after another.
   *
   * @param out [count, rows]
   */
  public void columns(Part part, int from, int count, float[] out) {
    of(matrices, part).columns(from, count, out);
  }

  private static <T> T of(Map<Part, T> all, Part part) {
    T found = all.get(part);
    if (found == null) {
      throw new IllegalArgumentException("no such part: " + part);
    }
    return found;
  }
}
