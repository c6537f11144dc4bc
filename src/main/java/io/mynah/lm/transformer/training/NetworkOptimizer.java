package io.mynah.lm.transformer.training;

import io.mynah.lm.TransformerConfig;
import io.mynah.lm.numeric.Curves;
import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.numeric.Workers;
import io.mynah.lm.transformer.ParameterLayout.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Updates the trained numbers by their gradients: Muon for selected matrices and AdamW for the
 * rest. The gradient is clipped by its length over all numbers, and a moving average of the numbers
 * is kept. Each thread updates a part. Used by one thread at a time; {@link #close} frees the
 * native memory.
 */
final class NetworkOptimizer implements AutoCloseable {
  private static final int CHUNK = 1 << 12;

  private final TransformerConfig config;
  private final Workers workers;
  private final OffHeap numbers;
  private final List<OffHeap> gradients;
  private final List<Part> others;
  private final List<Part> matrices;
  private final OffHeap means;
  private final OffHeap squares;
  private final @Nullable OffHeap averages;
  private final AdamW adam;
  private final List<Muon> muons = new ArrayList<>();
  private final List<OffHeap> owned = new ArrayList<>();

  /**
   * @param numbers what is trained, one flat array
   * @param gradients of the numbers, one array for each thread, each as long as the numbers; their
   *     sum counts
   * @param parts of the numbers
   * @param isMatrix which parts Muon updates, if it is used
   * @param products one for each thread
   */
  NetworkOptimizer(
      TransformerConfig config,
      Workers workers,
      OffHeap numbers,
      List<OffHeap> gradients,
      List<Part> parts,
      Predicate<Part> isMatrix,
      List<Products> products) {
    this.config = config;
    this.workers = workers;
    this.numbers = numbers;
    this.gradients = gradients;
    Predicate<Part> isForMuon = config.muon() ? isMatrix : part -> false;
    // The largest come first and are assigned in turn, so each thread has about as much to do.
    this.matrices =
        parts.stream()
            .filter(isForMuon)
            .sorted(Comparator.comparing(part -> -part.length()))
            .toList();
    this.others = parts.stream().filter(isForMuon.negate()).toList();
    int length = numbers.length();
    try {
      this.means = own(OffHeap.allocate(length));
      this.squares = own(OffHeap.allocate(length));
      this.averages = config.average() == 0 ? null : own(OffHeap.allocate(length));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
    OffHeap sum = gradients.get(0);
    this.adam = new AdamW(numbers, sum, means, squares, config.beta1(), config.beta2());
    for (Products each : products) {
      muons.add(new Muon(numbers, sum, means, each));
    }
  }

  private OffHeap own(OffHeap memory) {
    owned.add(memory);
    return memory;
  }

  /** Starts the average with the current numbers. */
  void begin() {
    if (averages != null) {
      averages.copy(numbers, 0, numbers.length());
    }
  }

  /**
   * Makes one update; afterwards the gradients are zero.
   *
   * @param step counted from 0
   */
  void update(int step, double rate) {
    double norm = sumGradients();
    double factor = norm > config.clip() ? config.clip() / norm : 1;
    workers.run(
        worker -> {
          updateOthers(from(worker), from(worker + 1), step, rate, factor);
          for (int i = worker; i < matrices.size(); i += workers.size()) {
            muons.get(worker).update(matrices.get(i), rate, config.weightDecay(), factor);
          }
        });
    // Recent numbers count more at first, so that the initial ones do not stay in the average for
    // long.
    float share = (float) Math.max(1 - config.average(), 9 / (10.0 + step));
    workers.run(
        worker -> {
          gradients.get(worker).clear();
          average(from(worker), from(worker + 1), share);
        });
  }

  /** Where the part of a thread begins. */
  private int from(int worker) {
    return (int) ((long) numbers.length() * worker / workers.size());
  }

  private void updateOthers(int from, int to, int step, double rate, double factor) {
    for (Part part : others) {
      int start = Math.max(from, part.at());
      int end = Math.min(to, part.at() + part.length());
      if (start < end) {
        double decay = part.isMatrix() ? config.weightDecay() : 0;
        adam.update(start, end, step, rate, decay, factor);
      }
    }
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
      numbers.get(at, more, 0, count);
      for (int i = 0; i < count; i++) {
        sum[i] += share * (more[i] - sum[i]);
      }
      averages.put(at, sum, 0, count);
    }
  }

  /** Sums the threads' gradients into the first, and returns the length of the sum. */
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
    double squared = 0;
    for (int at = from; at < to; at += CHUNK) {
      int count = Math.min(CHUNK, to - at);
      gradients.get(0).get(at, sum, 0, count);
      for (OffHeap each : gradients.subList(1, gradients.size())) {
        each.get(at, more, 0, count);
        for (int j = 0; j < count; j++) {
          sum[j] += more[j];
        }
      }
      gradients.get(0).put(at, sum, 0, count);
      squared += Curves.dot(sum, 0, sum, 0, count);
    }
    return squared;
  }

  /**
   * A copy of the moving average of the numbers, or of the numbers if there is no average; one flat
   * array.
   */
  float[] averages() {
    return averages == null ? numbers.toArray() : averages.toArray();
  }

  /**
   * A copy of the means and mean squares of the gradients and the average of the numbers, one after
   * another in one flat array.
   */
  float[] moments() {
    float[] all = new float[momentCount()];
    int length = numbers.length();
    means.get(0, all, 0, length);
    squares.get(0, all, length, length);
    if (averages != null) {
      averages.get(0, all, 2 * length, length);
    }
    return all;
  }

  int momentCount() {
    return (averages == null ? 2 : 3) * numbers.length();
  }

  /** Sets the moments to what {@link #moments()} returned. */
  void moments(float[] values) {
    int length = numbers.length();
    means.put(0, values, 0, length);
    squares.put(0, values, length, length);
    if (averages != null) {
      averages.put(0, values, 2 * length, length);
    }
  }

  @Override
  public void close() {
    muons.forEach(Muon::close);
    owned.forEach(OffHeap::close);
  }
}
