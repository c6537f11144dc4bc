package io.mynah.lm.training;

import io.mynah.domain.PersonKey;
import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.ModelFormat;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.Turn;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures how long it takes until a chat has a first model. The trainings of its two busiest
 * people start at the same time; the measurement ends when a model of either was written and read
 * back, and can generate. Thread-safe.
 */
public final class FirstModelTimer {
  private static final int PEOPLE = 2;

  private final VoiceTrainer trainer;
  private final ModelFormat format;

  public FirstModelTimer(VoiceTrainer trainer, ModelFormat format) {
    this.trainer = trainer;
    this.format = format;
  }

  /** The busiest people, the busiest first; without anonymous authors and strangers. */
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
   * Trains both at once until there is a model of either, and stops.
   *
   * @param checkpoints an empty folder
   * @return seconds of wall time
   * @throws TooLittleText when neither of them wrote enough
   */
  public double seconds(List<Turn> turns, Duration budget, long seed, Path checkpoints)
      throws TooLittleText, InterruptedException {
    Race race = new Race();
    ExecutorService threads = Executors.newFixedThreadPool(PEOPLE);
    try {
      List<Future<?>> trainings = new ArrayList<>();
      for (PersonKey person : busiest(turns)) {
        Path folder = checkpoints.resolve("person" + trainings.size());
        trainings.add(
            threads.submit(
                () -> {
                  run(TrainingData.of(person, turns), budget, seed, folder, race);
                  return null;
                }));
      }
      return race.seconds(trainings);
    } finally {
      race.cancelled = true;
      threads.shutdown();
    }
  }

  private void run(TrainingData data, Duration budget, long seed, Path folder, Race race)
      throws TooLittleText, IOException {
    Files.createDirectories(folder);
    TrainingMonitor monitor = () -> race.cancelled;
    try (VoiceTraining training =
        trainer.begin(data, budget, seed, new CheckpointFolder(folder), monitor)) {
      Optional<Candidate> first = training.next();
      if (first.isPresent() && !race.cancelled) {
        writeAndRead(first.get().model(), folder.resolve("model"));
        race.arrived();
      }
    } catch (TrainingCancelled wanted) {
      // Expected: the other training has a model already.
    }
  }

  private void writeAndRead(LanguageModel model, Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      format.write(model, out);
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      format.read(in).close();
    }
  }

  /** What the two trainings share. */
  private static final class Race {
    private final long start = System.nanoTime();
    private final AtomicLong arrival = new AtomicLong();
    private volatile boolean cancelled;

    void arrived() {
      arrival.compareAndSet(0, Math.max(1, System.nanoTime() - start));
      cancelled = true;
    }

    /** Waits for all trainings, since a cancelled one still uses its files. */
    double seconds(List<Future<?>> trainings) throws TooLittleText, InterruptedException {
      TooLittleText tooLittle = new TooLittleText(0, 1);
      IllegalStateException fault = null;
      for (Future<?> training : trainings) {
        try {
          training.get();
        } catch (ExecutionException e) {
          if (e.getCause() instanceof TooLittleText cause) {
            tooLittle = cause;
          } else {
            fault = new IllegalStateException("a training failed", e.getCause());
            cancelled = true;
          }
        }
      }
      if (fault != null) {
        throw fault;
      }
      if (arrival.get() == 0) {
        throw tooLittle;
      }
      return arrival.get() / 1e9;
    }
  }
}
