package io.mynah.lm.transformer.training;

import io.mynah.lm.TransformerConfig;
import io.mynah.lm.numeric.Blas;
import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.numeric.Workers;
import io.mynah.lm.transformer.AdapterLayout;
import io.mynah.lm.transformer.Adapters;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.RotaryPositions;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.lm.transformer.TransformerShape;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * A transformer in training: its weights or adapters to them, and threads, each of which processes
 * some rows of a batch. The numbers that are trained are called its parameters. Used by one thread
 * at a time; {@link #close} frees the native memory.
 */
public final class TransformerNetwork implements AutoCloseable {
  /** Most tokens of a pass: enough for an efficient product, few enough for the cache. */
  private static final int TOKENS = 640;

  /** Most numbers that a pass keeps, if it has more than one row: 256 MB for each thread. */
  private static final long KEPT = 1L << 26;

  private static final double SPREAD = 0.02;

  private final TransformerConfig config;
  private final TransformerShape shape;
  private final ParameterLayout layout;
  private final Workers workers;
  private final NetworkNumbers numbers;
  private final List<OffHeap> gradients = new ArrayList<>();
  private final List<Products> products = new ArrayList<>();
  private final List<NetworkPass> passes;
  private final List<Dropout> dropouts = new ArrayList<>();
  private final Dropout noDropout;
  private final NetworkOptimizer optimizer;
  private final int rowsOfPass;

  /** Whether the factors are those of what is trained. */
  private boolean rounded;

  /**
   * Actions that free the memory, in reverse order of allocation; also for a network whose
   * constructor failed.
   */
  private final Deque<Runnable> closers = new ConcurrentLinkedDeque<>();

  /**
   * A network whose weights are trained.
   *
   * @param initial the weights to start from, one flat array; null for random ones
   */
  public TransformerNetwork(
      TransformerConfig config,
      TransformerShape shape,
      float @Nullable [] initial,
      long seed,
      Precision precision,
      int threads) {
    this(config, shape, initial, null, null, seed, precision, threads);
  }

  /**
   * A network with adapters, which are trained.
   *
   * @param base has whole weights, which stay as they are
   * @param started adapters to go on with; null for new ones of the configuration's rank
   */
  public TransformerNetwork(
      TransformerConfig config,
      TransformerModel base,
      @Nullable Adapters started,
      long seed,
      Precision precision,
      int threads) {
    this(config, base.shape(), null, base, started, seed, precision, threads);
  }

  private TransformerNetwork(
      TransformerConfig config,
      TransformerShape shape,
      float @Nullable [] initial,
      @Nullable TransformerModel base,
      @Nullable Adapters started,
      long seed,
      Precision precision,
      int threads) {
    Blas.load();
    this.config = config;
    this.shape = shape;
    this.layout = new ParameterLayout(shape);
    int share = (config.rows() + threads - 1) / threads;
    int first = base == null ? 0 : layout(config, shape, started).firstLayer();
    long tokens = Math.min(TOKENS, KEPT / keptOfToken(shape, first));
    int fitting = (int) Math.max(1, Math.min(share, tokens / config.length()));
    // As few passes as possible, as even as possible, and no thread without any.
    int rounds = (share + fitting - 1) / fitting;
    this.rowsOfPass = (share + rounds - 1) / rounds;
    int count = Math.min(threads, (config.rows() + rowsOfPass - 1) / rowsOfPass);
    this.workers = new Workers(count);
    closers.push(workers::close);
    try {
      for (int i = 0; i < count; i++) {
        Products made = precision.open();
        closers.push(made::close);
        products.add(made);
        dropouts.add(new Dropout(config.dropout(), seed, config.length()));
      }
      this.noDropout = Dropout.none(config.length());
      this.numbers =
          base == null
              ? new TrainedWeights(layout, workers, products)
              : new AdaptedWeights(
                  base.frozen(), layout, layout(config, shape, started), workers, products);
      closers.push(numbers::close);
      for (int i = 0; i < count; i++) {
        gradients.add(own(OffHeap.allocate(numbers.trained().length())));
      }
      this.passes = makePasses();
      AdapterLayout adapters = numbers.adapters();
      this.optimizer =
          new NetworkOptimizer(
              config,
              workers,
              numbers.trained(),
              gradients,
              adapters == null ? layout.parts() : adapters.parts(),
              part -> adapters == null && isOfLayer(part),
              products);
      closers.push(optimizer::close);
      initialize(initial, started, seed);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * About how many numbers of a token a pass keeps for the gradient.
   *
   * @param first the lowest layer with trained numbers
   */
  private static long keptOfToken(TransformerShape shape, int first) {
    return (long) (shape.layers() - first)
        * (4 * shape.width() + 2 * shape.attentionWidth() + 3 * shape.inner());
  }

  /** Whether it is a matrix of a layer; the tables of tokens are none. */
  private boolean isOfLayer(ParameterLayout.Part part) {
    return part.isMatrix() && !part.equals(layout.embedding()) && !part.equals(layout.softmax());
  }

  private static AdapterLayout layout(
      TransformerConfig config, TransformerShape shape, @Nullable Adapters started) {
    return started == null
        ? new AdapterLayout(shape, config.rank(), config.adaptedLayers())
        : started.layout();
  }

  private OffHeap own(OffHeap memory) {
    closers.push(memory::close);
    return memory;
  }

  /**
   * Makes each thread's passes on that thread, because products are prepared for the thread that
   * runs them.
   */
  private List<NetworkPass> makePasses() {
    RotaryPositions positions = new RotaryPositions(shape, config.length());
    NetworkPass[] made = new NetworkPass[workers.size()];
    workers.run(
        worker -> {
          PassContext pass =
              new PassContext(
                  shape,
                  positions,
                  rowsOfPass,
                  config.length(),
                  numbers,
                  gradients.get(worker),
                  products.get(worker));
          closers.push(pass::close);
          made[worker] = new NetworkPass(pass);
        });
    return List.of(made);
  }

  private void initialize(float @Nullable [] initial, @Nullable Adapters started, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    AdapterLayout adapters = numbers.adapters();
    if (started != null) {
      numbers.trained().put(0, started.values());
    } else if (adapters != null) {
      startAdapters(adapters, random);
    } else if (initial != null) {
      numbers.trained().put(0, initial);
    } else {
      startWeights(random);
    }
    optimizer.begin();
  }

  /**
   * Sets random initial weights; the matrices at the end of a layer's parts are smaller (Radford et
   * al., 2019).
   */
  private void startWeights(SplittableRandom random) {
    double last = SPREAD / Math.sqrt(2.0 * shape.layers());
    Set<ParameterLayout.Part> smaller = new HashSet<>();
    for (ParameterLayout.Layer layer : layout.layers()) {
      smaller.add(layer.output());
      smaller.add(layer.down());
    }
    for (ParameterLayout.Part part : layout.parts()) {
      start(numbers.trained(), part, smaller.contains(part) ? last : SPREAD, random);
    }
  }

  /** Sets initial adapters, which add nothing at first: one factor is random, the other zero. */
  private void startAdapters(AdapterLayout all, SplittableRandom random) {
    for (ParameterLayout.Layer layer : layout.layers().subList(all.firstLayer(), shape.layers())) {
      for (ParameterLayout.Part matrix :
          List.of(layer.projections(), layer.output(), layer.gateAndUp(), layer.down())) {
        AdapterLayout.Adapter adapter = all.of(matrix);
        if (adapter != null) {
          start(numbers.trained(), adapter.down(), 1 / Math.sqrt(matrix.columns()), random);
        }
      }
    }
  }

  private static void start(
      OffHeap to, ParameterLayout.Part part, double spread, SplittableRandom random) {
    float[] values = new float[part.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (part.kind()) {
            case MATRIX -> (float) (spread * random.nextGaussian());
            case GAIN -> 1;
            case BIAS -> 0;
          };
    }
    to.put(part.at(), values);
  }

  /**
   * Makes one update.
   *
   * @param step counted from 0; decides what is dropped
   * @param scale factor for the weighted sum of −ln P
   * @return the weighted sum of −ln P over the batch, before the update
   */
  public double train(RowBatch batch, int step, double rate, float scale) {
    double loss = gradient(batch, step, scale);
    optimizer.update(step, rate);
    rounded = false;
    return loss;
  }

  /** Updates the factors, if what is trained has changed. */
  private void round() {
    if (!rounded) {
      numbers.round();
      rounded = true;
    }
  }

  /** Adds to the gradients, one array for each thread. */
  double gradient(RowBatch batch, int step, float scale) {
    round();
    return run(batch, scale, step, true);
  }

  /** The weighted sum of −ln P over a batch; nothing is dropped. */
  double score(RowBatch batch) {
    round();
    return run(batch, 0, 0, false);
  }

  private double run(RowBatch batch, float scale, int step, boolean dropping) {
    if (batch.rows() != rows() || batch.length() != config.length()) {
      throw new IllegalArgumentException(
          "%d rows of %d tokens, not %d of %d"
              .formatted(batch.rows(), batch.length(), rows(), config.length()));
    }
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

  /** How many rows a batch has: at least as requested, and so that all passes are full. */
  public int rows() {
    int passesNeeded = (config.rows() + rowsOfPass - 1) / rowsOfPass;
    return passesNeeded * rowsOfPass;
  }

  /** A copy of all parameters, as one flat array. */
  float[] parameters() {
    return numbers.trained().toArray();
  }

  /** Sets all parameters to what {@link #parameters()} returned. */
  void parameters(float[] values) {
    rounded = false;
    numbers.trained().put(0, values);
  }

  int parameterCount() {
    return numbers.trained().length();
  }

  TransformerShape shape() {
    return shape;
  }

  /** The layout of the parameters if they are adapters; null if they are the weights. */
  @Nullable AdapterLayout adapters() {
    return numbers.adapters();
  }

  NetworkOptimizer optimizer() {
    return optimizer;
  }

  /** A copy of the sum of all gradients since the last update, as one flat array. */
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

  @Override
  public void close() {
    for (Runnable next = closers.poll(); next != null; next = closers.poll()) {
      next.run();
    }
  }
}
