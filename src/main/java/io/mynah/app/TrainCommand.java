package io.mynah.app;

import io.mynah.chat.Emphasis;
import io.mynah.chat.training.FailureText;
import io.mynah.domain.Effort;
import io.mynah.domain.Job;
import io.mynah.domain.JobState;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.export.ChatSummary;
import io.mynah.export.ExportedPerson;
import io.mynah.export.ReadReport;
import io.mynah.store.Corpora;
import io.mynah.training.TrainingService;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mynah train FILE}. */
@Command(name = "train", description = "Reads an export and trains people of it.")
final class TrainCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      paramLabel = "FILE",
      description = "result.json, a zip of the export, its folder, or a page.")
  private Path file = Path.of("");

  @Option(names = "--chat", paramLabel = "NAME", description = "Which chat of a whole account.")
  private @Nullable String chat;

  @Option(
      names = "--person",
      paramLabel = "NAME",
      description = "Whom to train; may be repeated. Of two people both are, by default.")
  private List<String> names = List.of();

  @Option(names = "--effort", description = "${COMPLETION-CANDIDATES}; else as set.")
  private @Nullable Effort effort;

  @Option(names = "--json", description = "A JSON object a person when done.")
  private boolean json;

  TrainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  record Row(
      String chat,
      String person,
      int messages,
      String stage,
      double validationBitsPerCharacter,
      double seconds) {}

  @Override
  public Integer call() throws InterruptedException {
    try (Workshop workshop = Workshop.openAlone(surroundings, false)) {
      ExportFile export = ExportFile.open(workshop.reader, file, chat);
      Set<String> keys =
          chosen(export, workshop.config.training().minMessages()).stream()
              .map(person -> person.key().value())
              .collect(Collectors.toSet());
      Corpora.Imported imported = store(workshop, export);
      List<Person> people =
          imported.people().stream().filter(p -> keys.contains(p.key().value())).toList();
      return train(workshop, imported.chat().title(), people);
    }
  }

  private List<ExportedPerson> chosen(ExportFile export, int least) {
    ChatSummary summary = export.chat();
    if (!names.isEmpty()) {
      return names.stream().map(export::person).toList();
    }
    List<ExportedPerson> people = summary.people();
    if (people.size() > 2) {
      throw new CannotDo(
          "%d people write in this chat; say whom to train with --person: %s."
              .formatted(
                  people.size(),
                  ExportFile.list(
                      people, p -> "%s (%,d messages)".formatted(p.name(), p.messages()))));
    }
    List<ExportedPerson> enough = people.stream().filter(p -> p.messages() >= least).toList();
    if (enough.isEmpty()) {
      throw new CannotDo(
          "Nobody in this chat has the %d messages that are needed. Export a longer chat."
              .formatted(least));
    }
    return enough;
  }

  private Corpora.Imported store(Workshop workshop, ExportFile export) {
    PrintWriter err = surroundings.terminal().err();
    try (Corpora.Import target =
        workshop.corpora.begin(
            OwnerId.LOCAL,
            export.chat().sourceKey(),
            export.title(),
            surroundings.clock().instant())) {
      ReadReport report = export.read(target::add);
      Corpora.Imported imported =
          target.finish(
              report.chat().people().stream()
                  .map(p -> new Corpora.PersonNames(p.key(), p.name(), p.aliases()))
                  .toList());
      if (report.truncated()) {
        err.println("The file breaks off; what was there is kept.");
      }
      err.printf("Read %s: %,d new messages.%n", imported.chat().title(), imported.added());
      return imported;
    }
  }

  private Integer train(Workshop workshop, String title, List<Person> people)
      throws InterruptedException {
    TrainingBulletin bulletin = new TrainingBulletin(workshop.corpora, surroundings.terminal());
    try (TrainingService training = workshop.training(bulletin)) {
      bulletin.follow(training);
      Effort chosen = effort == null ? setEffort(workshop) : effort;
      List<Job> jobs = new ArrayList<>();
      for (Person person : people) {
        jobs.add(training.submit(OwnerId.LOCAL, person.id(), chosen, null));
      }
      training.start();
      bulletin.await(jobs.stream().map(Job::id).collect(Collectors.toSet()));
      boolean allDone = true;
      for (int i = 0; i < jobs.size(); i++) {
        Job ended = workshop.jobs.find(OwnerId.LOCAL, jobs.get(i).id()).orElseThrow();
        allDone &= report(workshop, title, people.get(i), ended, bulletin.seconds(ended.id()));
      }
      return allDone ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private static Effort setEffort(Workshop workshop) {
    return workshop
        .preferences
        .find(OwnerId.LOCAL)
        .orElseGet(() -> workshop.config.speaking().toSettings())
        .effort();
  }

  private boolean report(Workshop workshop, String title, Person person, Job job, double seconds) {
    if (job.state() != JobState.DONE) {
      surroundings
          .terminal()
          .err()
          .println(
              job.state() == JobState.FAILED
                  ? Emphasis.off(FailureText.in(Locale.ENGLISH, job.failure(), person.name()))
                  : person.name() + " was not trained: the training was cancelled.");
      return false;
    }
    workshop
        .personas
        .find(person)
        .ifPresent(
            persona ->
                surroundings
                    .terminal()
                    .out()
                    .println(
                        json
                            ? Json.line(
                                new Row(
                                    title,
                                    person.name(),
                                    person.messages(),
                                    persona.stage(),
                                    persona.validationBits(),
                                    seconds))
                            : "%s can be spoken now: mynah speak \"%s\""
                                .formatted(person.name(), person.name())));
    return true;
  }
}
