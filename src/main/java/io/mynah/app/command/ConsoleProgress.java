package io.mynah.app.command;

import io.mynah.app.wiring.Terminal;
import io.mynah.console.ProgressLine;
import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.JobState;
import io.mynah.domain.Person;
import io.mynah.store.corpora.Corpora;
import io.mynah.training.Progress;
import io.mynah.training.TrainingListener;
import io.mynah.training.TrainingService;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prints the progress of trainings to the terminal, and waits for their end. Thread-safe. */
final class ConsoleProgress implements TrainingListener {
  private static final int STEP_PERCENT = 10;

  private final Corpora corpora;
  private final PrintWriter err;
  private final @Nullable ProgressLine rewritten;
  private final Map<JobId, Integer> printedPercent = new HashMap<>();
  private final Map<JobId, Long> started = new HashMap<>();
  private final Map<JobId, Double> seconds = new HashMap<>();
  private final Set<JobId> ended = new HashSet<>();
  private @Nullable TrainingService training;

  ConsoleProgress(Corpora corpora, Terminal terminal) {
    this.corpora = corpora;
    this.err = terminal.err();
    rewritten = terminal.interactive() ? ProgressLine.onTerminal(err) : null;
  }

  synchronized void follow(TrainingService service) {
    training = service;
  }

  @Override
  public synchronized void changed(Job job) {
    long now = System.nanoTime();
    if (job.state() == JobState.RUNNING) {
      started.putIfAbsent(job.id(), now);
      printProgress(job);
    }
    if (job.state().ended() && ended.add(job.id())) {
      seconds.put(job.id(), (now - started.getOrDefault(job.id(), now)) / 1e9);
      if (rewritten != null) {
        rewritten.end();
      }
      notifyAll();
    }
  }

  private void printProgress(Job job) {
    Progress progress = training == null ? null : training.progress(job).orElse(null);
    if (progress == null) {
      return;
    }
    int percent = (int) (100 * progress.fraction());
    Integer last = printedPercent.get(job.id());
    boolean due =
        last == null || percent >= last + STEP_PERCENT || (rewritten != null && percent > last);
    if (!due) {
      return;
    }
    printedPercent.put(job.id(), percent);
    String name = corpora.person(job.owner(), job.person()).map(Person::name).orElse("?");
    String line =
        "%s: %d %%, about %d s left%s"
            .formatted(
                name,
                percent,
                progress.remaining().toSeconds(),
                progress.sample() == null ? "" : " · " + progress.sample().replace('\n', ' '));
    if (rewritten != null) {
      rewritten.show(line);
    } else {
      err.println(line);
    }
  }

  /** Waits until these jobs have ended. */
  synchronized void await(Set<JobId> jobs) throws InterruptedException {
    while (!ended.containsAll(jobs)) {
      wait();
    }
  }

  /** The duration of an ended job in seconds. */
  synchronized double seconds(JobId job) {
    return seconds.getOrDefault(job, 0.0);
  }
}
