package io.mynah.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.Habits;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.Turn;
import io.mynah.lm.training.Candidate;
import io.mynah.lm.training.TrainingData;
import io.mynah.lm.training.VoiceTrainer;
import io.mynah.lm.training.VoiceTraining;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Trains parrots, each to say the last message of its person. A training takes no time, unless the
 * test holds it: then it stops half-way, with a first voice or without. Thread-safe.
 */
final class ParrotSchool implements VoiceTrainer {
  private final List<TrainingData> lessons = new ArrayList<>();
  private final List<Duration> budgets = new ArrayList<>();
  private boolean holding;
  private boolean voiced;
  private boolean better;
  private @Nullable RuntimeException fault;
  private Habits habits = Habits.PLAIN;
  private @Nullable String taughtPhrase;

  /** From now on trainings stop half-way, before there is a voice. */
  synchronized void hold() {
    holding = true;
    voiced = false;
    better = false;
  }

  /** From now on trainings stop half-way, when there is a first voice. */
  synchronized void holdWithVoice() {
    holding = true;
    voiced = true;
  }

  /** From now on trainings stop half-way, when a better voice has replaced the first. */
  synchronized void holdWithBetterVoice() {
    holdWithVoice();
    better = true;
  }

  /** Lets trainings go on. */
  synchronized void release() {
    holding = false;
    notifyAll();
  }

  /** From now on trainings fail; not any more when this is null. */
  synchronized void failWith(@Nullable RuntimeException with) {
    fault = with;
  }

  /** From now on those who are trained have these habits. */
  synchronized void teaches(Habits taught) {
    habits = taught;
  }

  /** From now on those who are trained say one of these each time, whatever they hear. */
  synchronized void teachesToSay(String... phrases) {
    taughtPhrase = Parrot.deaf(phrases);
  }

  private synchronized String phrase(List<String> own) {
    return taughtPhrase == null ? own.get(own.size() - 1) : taughtPhrase;
  }

  private synchronized Habits habits() {
    return habits;
  }

  /** What was learned from, training by training. */
  synchronized List<TrainingData> lessons() {
    return List.copyOf(lessons);
  }

  /** The time that each training was given. */
  synchronized List<Duration> budgets() {
    return List.copyOf(budgets);
  }

  @Override
  public VoiceTraining begin(
      TrainingData data,
      Duration budget,
      long seed,
      CheckpointFiles checkpoints,
      TrainingMonitor monitor) {
    return new Lesson(data, budget, checkpoints, monitor);
  }

  /** One training. */
  private final class Lesson implements VoiceTraining {
    private final TrainingData data;
    private final Duration budget;
    private final CheckpointFiles checkpoints;
    private final TrainingMonitor monitor;
    private final List<String> own;
    private final Queue<Candidate> made = new ArrayDeque<>();
    private boolean begun;
    private boolean released;

    Lesson(
        TrainingData data, Duration budget, CheckpointFiles checkpoints, TrainingMonitor monitor) {
      this.data = data;
      this.budget = budget;
      this.checkpoints = checkpoints;
      this.monitor = monitor;
      own =
          data.turns().stream()
              .filter(turn -> turn.speaker().equals(data.person()))
              .map(Turn::text)
              .toList();
    }

    @Override
    public Optional<Candidate> next() throws TrainingCancelled {
      if (!begun) {
        begun = true;
        teachTheFirst();
      }
      if (made.isEmpty() && !released) {
        released = true;
        awaitRelease(monitor);
        teachTheLast();
      }
      Optional<Candidate> next = Optional.ofNullable(made.poll());
      if (next.isEmpty()) {
        monitor.progress(1, Duration.ZERO);
      }
      return next;
    }

    private void teachTheFirst() {
      begin(data, budget);
      keep(checkpoints, own);
      if (early()) {
        String first = own.get(0);
        made.add(new Candidate(new Parrot(first), "n-gram", 3, false, true, first + "\nand so on"));
      }
      if (improved()) {
        made.add(new Candidate(new Parrot(own.get(1)), "neural", 2.5, false, true, null));
      }
    }

    private void teachTheLast() {
      Parrot last = new Parrot(phrase(own), habits());
      made.add(new Candidate(last, "n-gram", 3, false, false, null));
      made.add(new Candidate(last, "neural", 2.2, false, false, null));
      made.add(new Candidate(last, "neural", 2, false, true, null));
    }

    @Override
    public void close() {}
  }

  private synchronized void begin(TrainingData data, Duration budget) {
    lessons.add(data);
    budgets.add(budget);
    if (fault != null) {
      throw fault;
    }
  }

  private static void keep(CheckpointFiles checkpoints, List<String> learned) {
    try {
      checkpoints.write("learned", out -> out.write(String.join("\n", learned).getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized boolean early() {
    return voiced;
  }

  private synchronized boolean improved() {
    return better;
  }

  private synchronized void awaitRelease(TrainingMonitor monitor) throws TrainingCancelled {
    while (holding && !monitor.cancelled()) {
      monitor.progress(0.4, Duration.ofMinutes(4));
      try {
        wait(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TrainingCancelled();
      }
    }
    if (monitor.cancelled()) {
      throw new TrainingCancelled();
    }
  }
}
