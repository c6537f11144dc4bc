package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.Blas;
import io.mynah.lm.numeric.Curves;
import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.numeric.Workers;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.RotaryPositions;
import io.mynah.lm.transformer.TransformerShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A transformer in training: parameters, their moments, and threads, each of which takes some rows
 * of a batch through the network. Used by one thread at a time; the native memory is freed by
 * {@link #close}.
 */
final class TransformerNetwork implements AutoCloseable {
  /** Tokens of a pass: enough for an efficient product, few enough for the cache. */
  private static final int TOKENS = 640;

  private static final int CHUNK = 1 << 12;
  private static final double SPREAD = 0.02;

  private final TransformerConfig config;
  private final TransformerShape shape;
  private final ParameterLayout layout;
  private final Workers workers;
  private final OffHeap parameters;
  private final OffHeap means;
  private final OffHeap squares;
  private final @Nullable OffHeap averages;
  private final List<OffHeap> gradients = new ArrayList<>();
  private final List<Products> products = new ArrayList<>();
  private final List<NetworkPass> passes = new ArrayList<>();
  private final List<Dropout> dropouts = new ArrayList<>();
  private final Dropout noDropout;
  private final Products.Storage weights;
  private final AdamW adam;
  private final List<Muon> muons = new ArrayList<>();
  private final List<ParameterLayout.Part> matrices = new ArrayList<>();
  private final int rowsOfPass;

  TransformerNetwork(
      TransformerConfig config,
      TransformerShape shape,
      long seed,
      Precision precision,
      int threads) {
    Blas.load();
    this.config = config;
    this.shape = shape;
    this.layout = new ParameterLayout(shape);
    int share = (config.rows() + threads - 1) / threads;
    int fitting = Math.max(1, Math.min(share, TOKENS / config.length()));
    // As many passes as are needed, as even as they can be.
    int rounds = (share + fitting - 1) / fitting;
    this.rowsOfPass = (share + rounds - 1) / rounds;
    this.workers = new Workers(threads);
    int length = layout.length();
    this.parameters = OffHeap.allocate(length);
    this.means = OffHeap.allocate(length);
    this.squares = OffHeap.allocate(length);
    this.averages = config.average() == 0 ? null : OffHeap.allocate(length);
    RotaryPositions positions = new RotaryPositions(shape, config.length());
    for (int i = 0; i < threads; i++) {
      gradients.add(OffHeap.allocate(length));
      products.add(precision.open());
      dropouts.add(new Dropout(config.dropout(), seed, config.length()));
    }
    this.noDropout = Dropout.none(config.length());
    this.weights = products.get(0).storage(length);
    NetworkPass[] made = new NetworkPass[threads];
    workers.run(
        worker ->
            made[worker] =
                new NetworkPass(
                    new Pass(
                        shape,
                        positions,
                        rowsOfPass,
                        config.length(),
                        parameters,
                        weights,
                        gradients.get(worker),
                        products.get(worker))));
    passes.addAll(List.of(made));
    this.adam =
        new AdamW(parameters, gradients.get(0), means, squares, config.beta1(), config.beta2());
    for (Products each : products) {
      muons.add(new Muon(parameters, gradients.get(0), means, each));
    }
    if (config.muon()) {
      layout.parts().stream()
          .filter(this::isMatrix)
          .sorted(Comparator.comparing(part -> -part.length()))
          .forEach(matrices::add);
    }
    initialize(seed);
  }

  /** Matrices at random, those that a layer's parts end in smaller (Radford et al., 2019). */
  private void initialize(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double last = SPREAD / Math.sqrt(2.0 * shape.layers());
    start(layout.embedding(), SPREAD, random);
    for (ParameterLayout.Layer layer : layout.layers()) {
      start(layer.attentionNorm(), 0, random);
      start(layer.projections(), SPREAD, random);
      start(layer.output(), last, random);
      start(layer.feedForwardNorm(), 0, random);
      start(layer.gateAndUp(), SPREAD, random);
      start(layer.down(), last, random);
    }
    start(layout.lastNorm(), 0, random);
    begin(parameters());
  }

  /** Goes on from some parameters. */
  void begin(float[] values) {
    parameters.put(0, values);
    if (averages != null) {
      averages.put(0, values);
    }
  }

  private void start(ParameterLayout.Part part, double spread, SplittableRandom random) {
    float[] values = new float[part.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = part.isGain() ? 1 : (float) (spread * random.nextGaussian());
    }
    parameters.put(part.at(), values);
  }

  /** Brings the factors of the products in line with the parameters. */
  private void round() {
    workers.run(
        worker -> {
          int from = from(worker);
          products.get(worker).copy(parameters, weights, from, from(worker + 1) - from);
        });
  }

  /** Where the stretch of parameters begins that a thread updates. */
  private int from(int worker) {
    return (int) ((long) layout.length() * worker / workers.size());
  }

  /**
   * One update.
   *
   * @param step counted from 0; decides what is dropped
   * @param scale what the weighted sum of −ln P is multiplied with to make the loss
   * @return the weighted sum of −ln P over the batch, before the update
   */
  double train(Rows batch, int step, double rate, float scale) {
    double loss = gradient(batch, step, scale);
    double norm = sumGradients();
    double factor = norm > config.clip() ? config.clip() / norm : 1;
    workers.run(
        worker -> {
          update(from(worker), from(worker + 1), step, rate, factor);
          // The largest first, and in turn: so each thread has about as much to do.
          for (int i = worker; i < matrices.size(); i += workers.size()) {
            muons.get(worker).update(matrices.get(i), rate, config.weightDecay(), factor);
          }
        });
    // What is young counts more at first, lest the beginning stays in the average for long.
    float share = (float) Math.max(1 - config.average(), 9 / (10.0 + step));
    workers.run(
        worker -> {
          gradients.get(worker).clear();
          average(from(worker), from(worker + 1), share);
        });
    return loss;
  }

  private void average(int from, int to, float share) {
    if (averages == null) {
      return;
    }
    float[] sum = new float[CHUNK];
    float[] more = new float[CHUNK];
    for (int at = from; at < to; at += CHUNK) {
      int count = Math.min(CHUNK, to - at);
      averages.get(at, sum, 0, count);
      parameters.get(at, more, 0, count);
      for (int i = 0; i < count; i++) {
        sum[i] += share * (more[i] - sum[i]);
      }
      averages.put(at, sum, 0, count);
    }
  }

  private void update(int from, int to, int step, double rate, double factor) {
    for (ParameterLayout.Part part : layout.parts()) {
      int start = Math.max(from, part.at());
      int end = Math.min(to, part.at() + part.length());
      if (start < end && !(config.muon() && isMatrix(part))) {
        double decay = part.isGain() ? 0 : config.weightDecay();
        adam.update(start, end, step, rate, decay, factor);
      }
    }
  }

  private boolean isMatrix(ParameterLayout.Part part) {
    return !part.isGain() && !part.equals(layout.embedding());
  }

  /** Adds to the gradients, one for each thread. */
  double gradient(Rows batch, int step, float scale) {
    round();
    return run(batch, scale, step, true);
  }

  /** The weighted sum of −ln P over a batch; nothing is dropped. */
  double score(Rows batch) {
    round();
    return run(batch, 0, 0, false);
  }

  private double run(Rows batch, float scale, int step, boolean dropping) {
    double[] losses = new double[workers.size()];
    int count = batch.rows() / rowsOfPass;
    workers.run(
        worker -> {
          Dropout dropout = dropping ? dropouts.get(worker) : noDropout;
          for (int i = worker; i < count; i += workers.size()) {
            int row = i * rowsOfPass;
            if (batch.counts(row, row + rowsOfPass)) {
              dropout.begin(step, row);
              losses[worker] += passes.get(worker).run(batch, row, scale, dropout);
            }
          }
        });
    double loss = 0;
    for (double each : losses) {
      loss += each;
    }
    return loss;
  }

  /** Sums the threads' gradients into the first and returns the length of the sum. */
  private double sumGradients() {
    double[] squared = new double[workers.size()];
    workers.run(worker -> squared[worker] = sumGradients(from(worker), from(worker + 1)));
    double sum = 0;
    for (double each : squared) {
      sum += each;
    }
    return Math.sqrt(sum);
  }

  private double sumGradients(int from, int to) {
    float[] sum = new float[CHUNK];
    float[] more = new float[CHUNK];
    double squares = 0;
    for (int at = from; at < to; at += CHUNK) {
      int count = Math.min(CHUNK, to - at);
      gradients.get(0).get(at, sum, 0, count);
      for (int i = 1; i < gradients.size(); i++) {
        gradients.get(i).get(at, more, 0, count);
        for (int j = 0; j < count; j++) {
          sum[j] += more[j];
        }
      }
      gradients.get(0).put(at, sum, 0, count);
      squares += Curves.dot(sum, 0, sum, 0, count);
    }
    return squares;
  }

  /** How many rows a batch has: those asked for, and what makes passes whole. */
  int rows() {
    int passesNeeded = (config.rows() + rowsOfPass - 1) / rowsOfPass;
    return passesNeeded * rowsOfPass;
  }

  /** All parameters, a copy. */
  float[] parameters() {
    return parameters.toArray();
  }

  void parameters(float[] values) {
    parameters.put(0, values);
  }

  int parameterCount() {
    return layout.length();
  }

  /** The sum of all gradients since the last update, a copy. */
  float[] gradients() {
    float[] sum = gradients.get(0).toArray();
    for (OffHeap more : gradients.subList(1, gradients.size())) {
      float[] values = more.toArray();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += values[i];
      }
    }
    return sum;
  }

  /** The moving average of the parameters, or they themselves where there is none; a copy. */
  float[] averages() {
    return averages == null ? parameters() : averages.toArray();
  }

  /** Means and mean squares of the gradients and the average of the parameters, a copy. */
  float[] moments() {
    float[] all = new float[momentCount()];
    int length = layout.length();
    means.get(0, all, 0, length);
    squares.get(0, all, length, length);
    if (averages != null) {
      averages.get(0, all, 2 * length, length);
    }
    return all;
  }

  int momentCount() {
    return (averages == null ? 2 : 3) * layout.length();
  }

  void moments(float[] values) {
    int length = layout.length();
    means.put(0, values, 0, length);
    squares.put(0, values, length, length);
    if (averages != null) {
      averages.put(0, values, 2 * length, length);
    }
  }

  @Override
  public void close() {
    workers.close();
    passes.forEach(NetworkPass::close);
    muons.forEach(Muon::close);
    products.forEach(Products::close);
    gradients.forEach(OffHeap::close);
    parameters.close();
    means.close();
    squares.close();
    if (averages != null) {
      averages.close();
    }
  }
}
