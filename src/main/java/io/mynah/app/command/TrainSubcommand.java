package io.mynah.app.command;

import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.chat.Emphasis;
import io.mynah.chat.training.FailureText;
import io.mynah.domain.Chat;
import io.mynah.domain.Effort;
import io.mynah.domain.Job;
import io.mynah.domain.JobState;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.export.ChatSummary;
import io.mynah.export.ExportedPerson;
import io.mynah.export.ReadReport;
import io.mynah.store.corpora.Corpora;
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

/** {@code mynah train FILE}: imports an export and trains its people, or those that are stored. */
@Command(name = "train", description = "Reads an export and trains people from it.")
public final class TrainSubcommand implements Callable<Integer> {
  private final CommandEnvironment environment;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "result.json, a chat exported from WhatsApp, or another export (docs/exports.md), plain, zipped or gzipped; or its folder.")
  private @Nullable Path file;

  @Option(
      names = "--retrain",
      description =
          "Instead of reading a file, train those again who have a voice, or the --person named.")
  private boolean retrain;

  @Option(
      names = "--chat",
      paramLabel = "NAME",
      description = "The chat to use, if the export is a whole account.")
  private @Nullable String chat;

  @Option(
      names = "--person",
      paramLabel = "NAME",
      description =
          "A person to train; may be repeated (default: both, if the chat has two people).")
  private List<String> names = List.of();

  @Option(
      names = "--effort",
      description = "${COMPLETION-CANDIDATES} (default: as in the settings).")
  private @Nullable Effort effort;

  @Option(names = "--json", description = "Print one JSON object per person when done.")
  private boolean json;

  TrainSubcommand(CommandEnvironment environment) {
    this.environment = environment;
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
    Path read = file;
    if (retrain == (read != null) || (retrain && chat != null)) {
      throw new CommandFailure(
          "Name the file of an export, with --chat if it has several chats, or give --retrain and no file.",
          ExitCode.USAGE);
    }
    try (ApplicationContext application = ApplicationContext.openAlone(environment, false)) {
      if (read == null) {
        return train(application, known(application));
      }
      ExportFile export = ExportFile.open(application.reader, read, chat);
      Set<String> keys =
          chosen(export, application.config.training().minMessages()).stream()
              .map(person -> person.key().value())
              .collect(Collectors.toSet());
      Corpora.Imported imported = store(application, export);
      List<Person> people =
          imported.people().stream().filter(p -> keys.contains(p.key().value())).toList();
      return train(application, people);
    }
  }

  /** Those who are named, or else all who have a voice. */
  private List<Person> known(ApplicationContext application) {
    if (!names.isEmpty()) {
      LocalPeople people = new LocalPeople(application);
      return names.stream().map(people::named).distinct().map(TrainSubcommand::learnable).toList();
    }
    List<Person> voiced =
        application.corpora.people(OwnerId.LOCAL).stream()
            .filter(person -> person.messages() > 0)
            .filter(person -> application.voiceRecords.find(person).isPresent())
            .toList();
    if (voiced.isEmpty()) {
      throw new CommandFailure("Nobody has a voice yet. Read an export with: mynah train FILE");
    }
    return voiced;
  }

  private static Person learnable(Person person) {
    if (person.messages() == 0) {
      throw new CommandFailure(
          "The voice of %s was imported, without the messages that it learned from, and cannot be trained here."
              .formatted(person.name()));
    }
    return person;
  }

  private List<ExportedPerson> chosen(ExportFile export, int least) {
    ChatSummary summary = export.chat();
    if (!names.isEmpty()) {
      return names.stream().map(export::person).toList();
    }
    List<ExportedPerson> people = summary.people();
    if (people.size() > 2) {
      throw new CommandFailure(
          "%d people write in this chat; name one with --person: %s."
              .formatted(
                  people.size(),
                  ExportFile.list(
                      people, p -> "%s (%,d messages)".formatted(p.name(), p.messages()))));
    }
    List<ExportedPerson> enough = people.stream().filter(p -> p.messages() >= least).toList();
    if (enough.isEmpty()) {
      throw new CommandFailure(
          "Nobody in this chat has the %d messages that are needed. Export a longer chat."
              .formatted(least));
    }
    return enough;
  }

  private Corpora.Imported store(ApplicationContext application, ExportFile export) {
    PrintWriter err = environment.terminal().err();
    try (Corpora.Import target =
        application.corpora.begin(
            OwnerId.LOCAL,
            export.chat().sourceKey(),
            export.title(),
            environment.clock().instant())) {
      ReadReport report = export.read(target::add);
      report.reactions().forEach(target::addReactions);
      Corpora.Imported imported =
          target.finish(
              report.chat().people().stream()
                  .map(p -> new Corpora.PersonNames(p.key(), p.name(), p.aliases()))
                  .toList());
      if (report.truncated()) {
        err.println("The file breaks off; what was there is kept.");
      }
      if (report.datesAssumed()) {
        err.println("Its dates can be read in two ways; the day was taken to come first.");
      }
      err.printf("Read %s: %,d new messages.%n", imported.chat().title(), imported.added());
      return imported;
    }
  }

  private Integer train(ApplicationContext application, List<Person> people)
      throws InterruptedException {
    ConsoleProgress progress = new ConsoleProgress(application.corpora, environment.terminal());
    try (TrainingService training = application.training(progress)) {
      progress.follow(training);
      training.followOthers();
      Effort chosen = effort == null ? setEffort(application) : effort;
      List<Job> jobs = new ArrayList<>();
      for (Person person : people) {
        jobs.add(training.submit(OwnerId.LOCAL, person.id(), chosen, null));
      }
      training.start();
      progress.await(jobs.stream().map(Job::id).collect(Collectors.toSet()));
      boolean allDone = true;
      for (int i = 0; i < jobs.size(); i++) {
        Job ended = application.jobs.find(OwnerId.LOCAL, jobs.get(i).id()).orElseThrow();
        allDone &= report(application, people.get(i), ended, progress.seconds(ended.id()));
      }
      return allDone ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private static Effort setEffort(ApplicationContext application) {
    return application
        .preferences
        .find(OwnerId.LOCAL)
        .orElseGet(() -> application.config.speaking().toSettings())
        .effort();
  }

  private static String title(ApplicationContext application, Person person) {
    return application.corpora.chats(OwnerId.LOCAL).stream()
        .filter(each -> each.id().equals(person.chat()))
        .map(Chat::title)
        .findAny()
        .orElse("");
  }

  private boolean report(ApplicationContext application, Person person, Job job, double seconds) {
    if (job.state() != JobState.DONE) {
      environment
          .terminal()
          .err()
          .println(
              job.state() == JobState.FAILED
                  ? Emphasis.off(FailureText.in(Locale.ENGLISH, job.failure(), person.name()))
                  : person.name() + " was not trained: the training was cancelled.");
      return false;
    }
    application
        .voiceRecords
        .find(person)
        .ifPresent(
            voiceRecord ->
                environment
                    .terminal()
                    .out()
                    .println(
                        json
                            ? CommandLineJson.line(
                                new Row(
                                    title(application, person),
                                    person.name(),
                                    person.messages(),
                                    voiceRecord.stage(),
                                    voiceRecord.validationBits(),
                                    seconds))
                            : "%s can be spoken now: mynah speak \"%s\""
                                .formatted(person.name(), person.name())));
    return true;
  }
}
