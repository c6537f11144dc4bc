package io.mynah.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.training.Candidate;
import io.mynah.lm.training.TooLittleText;
import io.mynah.lm.training.TrainingData;
import io.mynah.lm.training.VoiceTraining;
import io.mynah.models.MarkedModel;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One training in the hands of a test: it does on the worker's thread what the test tells it to,
 * and ends when it is told or cancelled. Its methods return when the thing is done, and a model is
 * taken.
 */
final class Lesson implements VoiceTraining {
  private interface Deed {
    /** Gives the model that it makes, if it makes one. */
    @Nullable Candidate perform() throws Exception;
  }

  private record Order(Deed deed, CompletableFuture<Void> done) {}

  final TrainingData data;
  final Duration budget;
  final long seed;
  private final CheckpointFiles checkpoints;
  private final TrainingMonitor monitor;
  private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
  private volatile boolean deaf;

  /** What made the model that the worker has. */
  private @Nullable Order taken;

  private boolean finished;

  Lesson(
      TrainingData data,
      Duration budget,
      long seed,
      CheckpointFiles checkpoints,
      TrainingMonitor monitor) {
    this.data = data;
    this.budget = budget;
    this.seed = seed;
    this.checkpoints = checkpoints;
    this.monitor = monitor;
  }

  @Override
  public Optional<Candidate> next() throws TrainingCancelled, TooLittleText {
    close();
    while (!finished) {
      if (!deaf && monitor.cancelled()) {
        throw new TrainingCancelled();
      }
      Order order = nextOrder();
      if (order != null) {
        Candidate made = perform(order);
        if (made != null) {
          return Optional.of(made);
        }
      }
    }
    return Optional.empty();
  }

  private @Nullable Candidate perform(Order order) throws TooLittleText {
    Candidate made = null;
    try {
      made = order.deed().perform();
    } catch (RuntimeException | Error | TooLittleText fault) {
      throw fault;
    } catch (Exception fault) {
      throw new IllegalStateException(fault);
    } finally {
      if (made == null) {
        order.done().complete(null);
      } else {
        taken = order;
      }
    }
    return made;
  }

  @Override
  public void close() {
    if (taken != null) {
      taken.done().complete(null);
      taken = null;
    }
  }

  private @Nullable Order nextOrder() {
    try {
      return orders.poll(5, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      if (deaf) {
        return null;
      }
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void order(Deed deed) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    orders.add(new Order(deed, done));
    done.orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Makes a network that consists of changes to a base. */
  void improveFrom(String base, double bits) {
    order(
        () ->
            new Candidate(
                new MarkedModel("neural " + bits + " of " + base, 1_000),
                "neural",
                bits,
                false,
                true,
                null));
  }

  /** Makes a model, known by its stage and bits. */
  void improve(String stage, double bits) {
    order(
        () ->
            new Candidate(
                new MarkedModel(stage + " " + bits, 1_000), stage, bits, false, true, null));
  }

  /** Makes a model whose bits are of a smaller sample. */
  void improveProvisionally(String stage, double bits) {
    order(
        () ->
            new Candidate(
                new MarkedModel(stage + " " + bits, 1_000), stage, bits, true, true, null));
  }

  void progress(double fraction, Duration remaining) {
    order(
        () -> {
          monitor.progress(fraction, remaining);
          return null;
        });
  }

  /** Makes a model that is worse than another, but says something. */
  void sample(String text) {
    order(
        () ->
            new Candidate(new MarkedModel(text, 1_000), "sample", Double.NaN, false, false, text));
  }

  void finish() {
    order(
        () -> {
          finished = true;
          return null;
        });
  }

  void fail(Throwable fault) {
    order(
        () -> {
          if (fault instanceof Error error) {
            throw error;
          }
          throw (Exception) fault;
        });
  }

  /** Leaves a checkpoint. */
  void leave(String weights) throws IOException {
    checkpoints.within("neural").write("network", out -> out.write(weights.getBytes(UTF_8)));
  }

  /** The checkpoint that there is, if there is one. */
  Optional<String> left() throws IOException {
    Optional<InputStream> file = checkpoints.within("neural").open("network");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = file.get()) {
      return Optional.of(new String(in.readAllBytes(), UTF_8));
    }
  }

  /** From now on neither being cancelled nor being interrupted ends the training. */
  void listenToNobody() {
    deaf = true;
  }
}
