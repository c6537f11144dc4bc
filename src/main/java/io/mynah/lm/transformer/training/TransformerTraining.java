package io.mynah.lm.transformer.training;

import io.mynah.lm.LearningTask;
import io.mynah.lm.TransformerConfig;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.optimization.Trainable;
import io.mynah.lm.transformer.AdapterLayout;
import io.mynah.lm.transformer.Adapters;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.lm.transformer.TransformerWeights;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Trains a transformer on a text, some rows at a time. For one thread. */
final class TransformerTraining implements Trainable {
  private final TransformerConfig config;
  private final long seed;
  private final RowSource training;
  private final RowSource validation;
  private final int rows;
  private final float scale;
  private final @Nullable TransformerModel base;
  private final TransformerNetwork network;

  TransformerTraining(
      TransformerConfig config,
      Beginning beginning,
      LearningTask task,
      Precision precision,
      int threads) {
    this.seed = task.seed();
    this.base = beginning.base();
    // No longer than the context of the model in use.
    int length = Math.max(2, Math.min(config.length(), beginning.shape().context()));
    this.rows = RowSource.rows(task.training().length(), length, config.rows());
    this.config = config.with(rows, length);
    this.training = RowSource.forTraining(task.training(), length, rows);
    this.validation = RowSource.forMeasuring(task.validation(), length, rows);
    // One scale for all batches, so that each token counts the same, however many of its batch
    // have a weight.
    double weight = training.weight() / task.training().length();
    this.scale = (float) (1 / (weight * rows * length));
    int used = Math.min(threads, rows);
    this.network =
        base == null
            ? new TransformerNetwork(
                this.config, beginning.shape(), beginning.weights(), seed, precision, used)
            : new TransformerNetwork(
                this.config, base, beginning.adapters(), seed, precision, used);
  }

  @Override
  public int stepsPerEpoch() {
    return training.batches();
  }

  @Override
  public int tokensPerStep() {
    return rows * config.length();
  }

  @Override
  public double train(int step, double learningRate) {
    int batches = training.batches();
    RowBatch batch = training.batch(step / batches, step % batches, seed, network.rows());
    return network.train(batch, step, learningRate, scale);
  }

  @Override
  public double evaluate(BooleanSupplier goesOn) {
    float[] learned = network.parameters();
    network.parameters(network.optimizer().averages());
    double sum = 0;
    for (int i = 0; i < validation.batches() && goesOn.getAsBoolean(); i++) {
      sum += network.score(validation.batch(0, i, seed, network.rows()));
    }
    network.parameters(learned);
    return sum / validation.weight();
  }

  @Override
  public float[] judged() {
    return network.optimizer().averages();
  }

  @Override
  public float[] parameters() {
    return network.parameters();
  }

  @Override
  public void parameters(float[] values) {
    network.parameters(values);
  }

  @Override
  public int parameterCount() {
    return network.parameterCount();
  }

  @Override
  public float[] moments() {
    return network.optimizer().moments();
  }

  @Override
  public void moments(float[] values) {
    network.optimizer().moments(values);
  }

  @Override
  public int momentCount() {
    return network.optimizer().momentCount();
  }

  @Override
  public TransformerModel model(float[] values) {
    AdapterLayout layout = network.adapters();
    return base == null || layout == null
        ? new TransformerModel(new TransformerWeights(network.shape(), values))
        : new TransformerModel(new TransformerModel.Adaptation(base, new Adapters(layout, values)));
  }

  @Override
  public void close() {
    network.close();
  }
}
