package io.mynah.chat.training;

import io.mynah.chat.Button;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.ButtonRows;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.JobState;
import io.mynah.lm.training.VoiceTrainer;
import io.mynah.training.Progress;
import io.mynah.training.QueuePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the text of the notice: the one message that shows the trainings of an import from the
 * queue to the end. Immutable.
 */
public final class TrainingNotice {
  private static final int SAMPLE_LENGTH = 200;
  private static final int ROW_LENGTH = 24;
  private static final int MOST_SHOWN = 10;
  private static final int MOST_BUTTONS = 20;

  /** With fewer messages a voice is noticeably rough. */
  private static final int FEW_MESSAGES = 1000;

  private static final List<JobState> SHOWN_FIRST =
      List.of(
          JobState.RUNNING, JobState.FAILED, JobState.QUEUED, JobState.DONE, JobState.CANCELLED);

  private final Phrases phrases;
  private final FailureText failures;

  public TrainingNotice(Phrases phrases) {
    this.phrases = phrases;
    this.failures = new FailureText(phrases);
  }

  /**
   * The notice.
   *
   * @param head a text about the import, above the progress; may be empty
   */
  Reply render(String head, List<JobView> jobs) {
    List<String> lines = new ArrayList<>();
    if (!head.isEmpty()) {
      lines.add(head);
      lines.add("");
    }
    List<JobView> shown = shown(jobs);
    shown.forEach(job -> lines.addAll(lines(job)));
    if (shown.size() < jobs.size()) {
      lines.add(phrases.of("people.more", "count", jobs.size() - shown.size()));
    }
    lines.addAll(advice(jobs));
    return new Reply(String.join("\n", lines), buttons(jobs));
  }

  /**
   * The jobs that fit in one message: first those that run, then those that failed, then the rest.
   */
  private static List<JobView> shown(List<JobView> jobs) {
    if (jobs.size() <= MOST_SHOWN) {
      return jobs;
    }
    return jobs.stream()
        .sorted(Comparator.comparing(view -> SHOWN_FIRST.indexOf(view.job().state())))
        .limit(MOST_SHOWN)
        .toList();
  }

  /** One job's progress, in a sentence. */
  public String line(JobView view) {
    String name = name(view);
    return switch (view.job().state()) {
      case QUEUED ->
          view.position() == null
              ? phrases.of("notice.starting", "name", name)
              : phrases.of("notice.queued", "name", name, "place", view.position().number())
                  + beginsIn(view.position());
      case RUNNING -> running(view, name);
      case DONE -> phrases.of("notice.done", "name", name);
      case CANCELLED -> phrases.of("notice.cancelled", "name", name);
      case FAILED -> failures.of(view.job().failure(), name);
    };
  }

  /** The sentence about a person who was asked to speak and waits to be trained. */
  String waiting(JobView view, String name) {
    QueuePosition position = view.position();
    return position == null
        ? phrases.of("speak.queued", "name", name, "place", 1)
        : phrases.of("speak.queued", "name", name, "place", position.number()) + beginsIn(position);
  }

  /** A sentence on how long a job waits, to follow another sentence; empty if that is not known. */
  private String beginsIn(QueuePosition position) {
    return position.waitingTime() == null
        ? ""
        : " " + phrases.of("notice.begins", "left", Wording.left(phrases, position.waitingTime()));
  }

  private List<String> lines(JobView view) {
    List<String> lines = new ArrayList<>();
    lines.add(line(view));
    Progress progress = view.progress();
    JobState state = view.job().state();
    if (state == JobState.RUNNING && progress != null) {
      if (VoiceTrainer.NEURAL.equals(progress.stage())) {
        lines.add(phrases.of("notice.better", "name", name(view)));
      }
      if (progress.sample() != null) {
        lines.add(
            phrases.of("notice.sample", "name", name(view), "text", sample(progress.sample())));
      }
    } else if (state == JobState.DONE && view.name() != null && view.messages() < FEW_MESSAGES) {
      lines.add(phrases.of("notice.few", "name", name(view), "count", view.messages()));
    }
    return lines;
  }

  private String running(JobView view, String name) {
    String bar = Wording.bar(view.fraction());
    int percent = Wording.percent(view.fraction());
    Progress progress = view.progress();
    if (progress == null || progress.fraction() <= 0) {
      return phrases.of("notice.running-first", "name", name, "bar", bar, "percent", percent);
    }
    String left = Wording.left(phrases, progress.remaining());
    return phrases.of("notice.running", "name", name, "bar", bar, "percent", percent, "left", left);
  }

  private List<String> advice(List<JobView> jobs) {
    List<String> early = names(jobs.stream().filter(j -> j.voiced() && !j.job().state().ended()));
    if (!early.isEmpty()) {
      return List.of("", phrases.of("notice.early", "names", Wording.names(phrases, early)));
    }
    boolean over = jobs.stream().allMatch(job -> job.job().state().ended());
    List<String> ready = names(jobs.stream().filter(j -> j.job().state() == JobState.DONE));
    return over && !ready.isEmpty()
        ? List.of("", phrases.of("notice.speak", "name", Wording.name(ready.get(0))))
        : List.of();
  }

  private List<List<Button>> buttons(List<JobView> jobs) {
    List<Button> people = new ArrayList<>();
    for (JobView view : jobs) {
      if (view.name() == null) {
        continue;
      }
      if (view.voiced()) {
        people.add(
            new Button(
                phrases.of("button.speak", "name", name(view)),
                Action.of(Verb.SPEAK, view.job().person().value(), Action.AS_THEY_DO).encode()));
      }
      if (view.job().state() == JobState.FAILED) {
        people.add(phrases.button("button.retry", Action.of(Verb.RETRY, view.job().id().value())));
      } else if (view.job().state() == JobState.CANCELLED) {
        people.add(
            new Button(
                phrases.of("button.train", "name", name(view)),
                Action.of(Verb.TRAIN_PERSON, view.job().person().value()).encode()));
      }
    }
    if (jobs.size() == 1 && jobs.get(0).voiced() && jobs.get(0).job().state() == JobState.DONE) {
      long person = jobs.get(0).job().person().value();
      people.add(phrases.button("card.report", Action.of(Verb.REPORT, person)));
    }
    List<List<Button>> rows =
        new ArrayList<>(ButtonRows.of(people.stream().limit(MOST_BUTTONS).toList(), ROW_LENGTH));
    jobs.stream()
        .filter(job -> !job.job().state().ended())
        .findFirst()
        .ifPresent(
            job ->
                rows.add(
                    List.of(
                        phrases.button(
                            "button.cancel", Action.of(Verb.STOP, job.job().id().value())))));
    return rows;
  }

  private String name(JobView view) {
    return view.name() == null ? phrases.of("person.forgotten") : Wording.name(view.name());
  }

  private static List<String> names(Stream<JobView> views) {
    List<String> names = new ArrayList<>();
    views.forEach(
        view -> {
          if (view.name() != null) {
            names.add(view.name());
          }
        });
    return names;
  }

  private static String sample(String text) {
    String line = text.replaceAll("\\s*\\R\\s*", " / ").strip();
    return line.codePointCount(0, line.length()) <= SAMPLE_LENGTH
        ? line
        : line.substring(0, line.offsetByCodePoints(0, SAMPLE_LENGTH)) + "…";
  }
}
