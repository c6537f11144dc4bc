package io.mynah.lm.transformer.training;

import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.RotaryPositions;
import io.mynah.lm.transformer.TransformerShape;
import java.util.Arrays;
import java.util.List;

/**
 * The network's loss in double precision, token by token, written down plainly from the definitions
 * of its parts: what is computed fast and in single precision is held against it.
 */
final class DoubleTransformer {
  private final TransformerShape shape;
  private final ParameterLayout layout;
  private final RowBatch rows;

  /** What is kept of features, [part that drops some][row]. */
  private final float[][][] masks;

  /** The cosine and the sine of each angle, [place][pair of features of a head]. */
  private final double[][] cosines;

  private final double[][] sines;

  /**
   * @param dropout says what is dropped from the batch's first row on
   */
  DoubleTransformer(TransformerShape shape, RowBatch rows, Dropout dropout) {
    this.shape = shape;
    this.layout = new ParameterLayout(shape);
    this.rows = rows;
    this.masks = new float[1 + 2 * shape.layers()][rows.rows()][];
    for (int part = 0; part < masks.length; part++) {
      int width = part == 0 ? shape.width() : part % 2 == 1 ? shape.queryWidth() : shape.inner();
      for (int row = 0; row < rows.rows(); row++) {
        masks[part][row] = new float[width];
        Arrays.fill(masks[part][row], 1f);
        dropout.apply(masks[part][row], width, row * rows.length(), 1, part + 1);
      }
    }
    int half = shape.headWidth() / 2;
    this.cosines = new double[rows.length()][half];
    this.sines = new double[rows.length()][half];
    for (int place = 0; place < rows.length(); place++) {
      for (int i = 0; i < half; i++) {
        double angle = angle(place, i);
        cosines[place][i] = Math.cos(angle);
        sines[place][i] = Math.sin(angle);
      }
    }
  }

  private double angle(int place, int pair) {
    double wavelength = Math.pow(shape.theta(), 2.0 * pair / shape.headWidth());
    RotaryPositions.Scaling scaling = shape.options().scaling();
    return place / wavelength * (scaling == null ? 1 : share(scaling, 2 * Math.PI * wavelength));
  }

  /**
   * The weighted sum of −ln P over the batch.
   *
   * @param p the parameters in the order of the layout
   */
  double loss(double[] p) {
    double sum = 0;
    for (int row = 0; row < rows.rows(); row++) {
      sum += counts(row) ? loss(p, row) : 0;
    }
    return sum;
  }

  private boolean counts(int row) {
    int first = row * rows.length();
    for (int i = first; i < first + rows.length(); i++) {
      if (rows.weights()[i] != 0) {
        return true;
      }
    }
    return false;
  }

  private double loss(double[] p, int row) {
    int first = row * rows.length();
    double[][] x = new double[rows.length()][];
    for (int t = 0; t < x.length; t++) {
      int at = layout.embedding().at() + rows.inputs()[first + t] * shape.width();
      x[t] = Arrays.copyOfRange(p, at, at + shape.width());
      multiply(x[t], masks[0][row]);
    }
    List<ParameterLayout.Layer> layers = layout.layers();
    for (int i = 0; i < layers.size(); i++) {
      attention(p, layers.get(i), row, masks[1 + 2 * i][row], x);
      feedForward(p, layers.get(i), masks[2 + 2 * i][row], x);
    }
    double sum = 0;
    for (int t = 0; t < x.length; t++) {
      if (rows.weights()[first + t] != 0) {
        double[] logits = product(p, layout.softmax(), norm(p, layout.lastNorm(), x[t]));
        sum += rows.weights()[first + t] * surprise(logits, rows.targets()[first + t]);
      }
    }
    return sum;
  }

  private static double surprise(double[] logits, int target) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    return Math.log(sum) - logits[target];
  }

  private void attention(
      double[] p, ParameterLayout.Layer layer, int row, float[] mask, double[][] x) {
    int head = shape.headWidth();
    double[][] projected = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      projected[t] = product(p, layer.projections(), norm(p, layer.attentionNorm(), x[t]));
      if (layer.bias() != null) {
        add(projected[t], Arrays.copyOfRange(p, layer.bias().at(), end(layer.bias())));
      }
      // Queries and keys alike; values stay as they are.
      for (int i = 0; i < shape.heads() + shape.keyHeads(); i++) {
        ParameterLayout.Part gain = i < shape.heads() ? layer.queryNorm() : layer.keyNorm();
        if (gain != null) {
          double[] own = Arrays.copyOfRange(projected[t], i * head, (i + 1) * head);
          System.arraycopy(norm(p, gain, own), 0, projected[t], i * head, head);
        }
        turn(projected[t], i * head, t);
      }
    }
    for (int t = 0; t < x.length; t++) {
      double[] attended = new double[shape.heads() * head];
      int begin = rows.begins()[row * rows.length() + t];
      for (int i = 0; i < shape.heads(); i++) {
        int own = i / (shape.heads() / shape.keyHeads());
        int key = (shape.heads() + own) * head;
        int value = (shape.heads() + shape.keyHeads() + own) * head;
        attend(projected, begin, t, i * head, key, value, attended);
      }
      multiply(attended, mask);
      add(x[t], product(p, layer.output(), attended));
    }
  }

  private static int end(ParameterLayout.Part part) {
    return part.at() + part.length();
  }

  /** Turns each pair of features of a head by an angle of its own, which grows with the place. */
  private void turn(double[] x, int at, int place) {
    int half = shape.headWidth() / 2;
    for (int i = 0; i < half; i++) {
      double a = x[at + i];
      double b = x[at + half + i];
      x[at + i] = a * cosines[place][i] - b * sines[place][i];
      x[at + half + i] = a * sines[place][i] + b * cosines[place][i];
    }
  }

  /** How much of its frequency a wavelength keeps. */
  private static double share(RotaryPositions.Scaling scaling, double wavelength) {
    double waves = scaling.context() / wavelength;
    if (waves <= scaling.low()) {
      return 1 / scaling.factor();
    }
    double smooth = (waves - scaling.low()) / (scaling.high() - scaling.low());
    return waves >= scaling.high() ? 1 : (1 - smooth) / scaling.factor() + smooth;
  }

  private void attend(
      double[][] x, int begin, int t, int query, int key, int value, double[] attended) {
    int head = shape.headWidth();
    double[] shares = new double[t + 1];
    double sum = 0;
    for (int s = begin; s <= t; s++) {
      double score = 0;
      for (int j = 0; j < head; j++) {
        score += x[t][query + j] * x[s][key + j];
      }
      shares[s] = Math.exp(score / Math.sqrt(head));
      sum += shares[s];
    }
    for (int s = begin; s <= t; s++) {
      for (int j = 0; j < head; j++) {
        attended[query + j] += shares[s] / sum * x[s][value + j];
      }
    }
  }

  private void feedForward(double[] p, ParameterLayout.Layer layer, float[] mask, double[][] x) {
    for (double[] token : x) {
      double[] both = product(p, layer.gateAndUp(), norm(p, layer.feedForwardNorm(), token));
      double[] hidden = new double[shape.inner()];
      for (int i = 0; i < hidden.length; i++) {
        hidden[i] = both[i] / (1 + Math.exp(-both[i])) * both[hidden.length + i];
      }
      multiply(hidden, mask);
      add(token, product(p, layer.down(), hidden));
    }
  }

  private double[] norm(double[] p, ParameterLayout.Part gain, double[] x) {
    double squares = 0;
    for (double each : x) {
      squares += each * each;
    }
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = p[gain.at() + i] * x[i] / Math.sqrt(squares / x.length + shape.epsilon());
    }
    return y;
  }

  private static double[] product(double[] p, ParameterLayout.Part matrix, double[] x) {
    double[] y = new double[matrix.rows()];
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < x.length; j++) {
        y[i] += p[matrix.at() + i * matrix.columns() + j] * x[j];
      }
    }
    return y;
  }

  private static void multiply(double[] x, float[] mask) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= mask[i];
    }
  }

  private static void add(double[] x, double[] more) {
    for (int i = 0; i < x.length; i++) {
      x[i] += more[i];
    }
  }

  /** The gradient of the loss by one parameter, by central differences. */
  double gradient(double[] p, int at) {
    double[] moved = p.clone();
    double by = 1e-5;
    moved[at] = p[at] + by;
    double above = loss(moved);
    moved[at] = p[at] - by;
    return (above - loss(moved)) / (2 * by);
  }
}
