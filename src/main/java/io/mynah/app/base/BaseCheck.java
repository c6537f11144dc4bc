package io.mynah.app.base;

import io.mynah.app.wiring.VoiceLearning;
import io.mynah.lm.State;
import io.mynah.lm.TransformerConfig;
import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.transformer.AdapterLayout;
import io.mynah.lm.transformer.Adapters;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.lm.transformer.training.RowBatch;
import io.mynah.lm.transformer.training.TransformerNetwork;
import io.mynah.text.ControlTokens;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Measures how fast a base is on this machine, with adapters as a person's. Uses random text, since
 * any takes as long. For one thread.
 */
final class BaseCheck {
  private static final Duration TIME = Duration.ofSeconds(4);

  /** Tokens of a text that is spoken: a context and a message. */
  private static final int SPOKEN = 120;

  private final TransformerModel model;
  private final TransformerConfig settings;
  private final SplittableRandom random = new SplittableRandom(1);

  BaseCheck(TransformerModel model) {
    this.model = model;
    this.settings =
        VoiceLearning.PARAMETERS
            .network()
            .transformer()
            .forBase(ParameterLayout.count(model.shape()), model.shape().layers());
  }

  /**
   * Speed of training.
   *
   * @param tokensPerSecond forward, backward and update
   * @param bytes native memory in training
   */
  record Training(double tokensPerSecond, long bytes) {}

  /** Trains adapters for some seconds. */
  Training train() {
    int length = Math.max(2, Math.min(settings.length(), model.shape().context()));
    TransformerConfig config = settings.with(settings.rows(), length);
    int threads = Math.min(2, Runtime.getRuntime().availableProcessors());
    long before = OffHeap.bytes();
    try (TransformerNetwork network =
        new TransformerNetwork(config, model, null, 1, Precision.fastest(), threads)) {
      int tokens = config.rows() * length;
      RowBatch batch = new RowBatch(network.rows(), length);
      for (int i = 0; i < tokens; i++) {
        batch.inputs()[i] = piece();
        batch.targets()[i] = piece();
        batch.weights()[i] = 1;
      }
      int[] step = {0};
      double seconds =
          secondsOf(() -> network.train(batch, step[0]++, config.learningRate(), 1f / tokens));
      return new Training(tokens / seconds, OffHeap.bytes() - before);
    }
  }

  private int piece() {
    return random.nextInt(ControlTokens.COUNT, model.vocabulary());
  }

  /** Tokens per second, one after another, with adapters. */
  double speak() {
    AdapterLayout layout =
        new AdapterLayout(model.shape(), settings.rank(), settings.adaptedLayers());
    try (TransformerModel adapted =
        new TransformerModel(
            new TransformerModel.Adaptation(
                model, Adapters.of(layout, new float[layout.length()])))) {
      float[] out = new float[model.vocabulary()];
      return SPOKEN
          / secondsOf(
              () -> {
                State state = adapted.start();
                for (int i = 0; i < SPOKEN; i++) {
                  state.advance(piece());
                  state.logProbabilities(out);
                }
              });
    }
  }

  /** Seconds of a round, the first one left out, for some seconds but at least once. */
  private static double secondsOf(Runnable round) {
    round.run();
    long start = System.nanoTime();
    int rounds = 0;
    do {
      round.run();
      rounds++;
    } while (System.nanoTime() - start < TIME.toNanos());
    return (System.nanoTime() - start) / 1e9 / rounds;
  }
}
