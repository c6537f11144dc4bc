package io.mynah.lm;

import io.mynah.domain.PersonKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures how long the two busiest people of a chat are waited for, both trained at once, until
 * the first model of each has been written. Thread-safe.
 */
public final class FirstVoice {
  private static final int PEOPLE = 2;

  private final VoiceTrainer trainer;
  private final ModelFormat format;

  public FirstVoice(VoiceTrainer trainer, ModelFormat format) {
    this.trainer = trainer;
    this.format = format;
  }

  /** The busiest people, the busiest first; nobody and strangers do not count. */
  public static List<PersonKey> busiest(List<Turn> turns) {
    Map<PersonKey, Integer> counts = new LinkedHashMap<>();
    turns.forEach(turn -> counts.merge(turn.speaker(), 1, Integer::sum));
    counts.remove(PersonKey.NOBODY);
    counts.remove(PersonKey.STRANGER);
    return counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(PEOPLE)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Trains until the first models are there, and stops.
   *
   * @param checkpoints an empty folder
   * @return seconds of wall time until the later of the two
   * @throws TooLittleText when one of them wrote too little
   */
  public double seconds(List<Turn> turns, Duration budget, long seed, Path checkpoints)
      throws TooLittleText, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(PEOPLE);
    try {
      long start = System.nanoTime();
      List<Future<Long>> arrivals = new ArrayList<>();
      for (PersonKey person : busiest(turns)) {
        LearningSet data = new LearningSet(person, turns);
        Path folder = checkpoints.resolve("person" + arrivals.size());
        Callable<Long> training = () -> untilFirst(data, budget, seed, folder);
        arrivals.add(threads.submit(training));
      }
      long latest = start;
      for (Future<Long> arrival : arrivals) {
        latest = Math.max(latest, arrival.get());
      }
      return (latest - start) / 1e9;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TooLittleText tooLittle) {
        throw tooLittle;
      }
      throw new IllegalStateException("a training failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private long untilFirst(LearningSet data, Duration budget, long seed, Path folder)
      throws TooLittleText {
    First first = new First();
    try {
      trainer.train(data, budget, seed, folder, new LastModel(format, first));
    } catch (TrainingCancelled wanted) {
      // It has what it waited for.
    }
    return first.arrival;
  }

  /** Notes when the first model came, and cancels what would follow. */
  private static final class First implements TrainingMonitor {
    private long arrival;
    private boolean there;

    @Override
    public boolean cancelled() {
      return there;
    }

    @Override
    public void progress(double fraction, Duration remaining) {}

    @Override
    public void sample(String text) {}

    @Override
    public void improved(LanguageModel model, String stage, double validationBits) {
      if (!there) {
        arrival = System.nanoTime();
        there = true;
      }
    }
  }
}
