package io.mynah.app.command;

import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.Terminal;
import io.mynah.chat.roster.Roster;
import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.store.conversation.LikedMessages;
import io.mynah.text.NameFolding;
import io.mynah.training.TrainingService;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mynah forget …}: erases a person, a chat or everything. */
@Command(name = "forget", description = "Erases a person, a chat or everything, after asking.")
public final class ForgetSubcommand implements Callable<Integer> {
  private final CommandEnvironment environment;

  @Parameters(
      paramLabel = "WHAT",
      arity = "1..*",
      description = "A person's NAME, chat TITLE, or everything.")
  private List<String> words = List.of();

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  ForgetSubcommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    try (ApplicationContext application = ApplicationContext.openAlone(environment, false)) {
      String what = String.join(" ", words);
      if (what.equalsIgnoreCase("everything")) {
        everything(application);
      } else if (words.get(0).equalsIgnoreCase("chat") && words.size() > 1) {
        chat(application, String.join(" ", words.subList(1, words.size())));
      } else {
        person(application, new LocalPeople(application).named(what));
      }
      return ExitCode.OK;
    }
  }

  private void person(ApplicationContext application, Person person) throws IOException {
    confirm(
        "Erase %s: %,d messages, the names and the model, and the models of others of the chat, which learned from these messages too?"
            .formatted(person.name(), person.messages()));
    Optional<Chat> imported = chatOfImported(application, person);
    if (imported.isPresent()) {
      deleteModels(application, List.of(person));
      application.corpora.forget(OwnerId.LOCAL, imported.get().id());
      say("%s is erased.".formatted(person.name()));
      return;
    }
    // Those of the chats, and those of other chats who are joined with somebody there.
    List<Person> learners =
        application.corpora.people(OwnerId.LOCAL).stream()
            .filter(each -> person.sources().stream().anyMatch(of -> each.isOf(of.chat())))
            .toList();
    forgetVoices(application, learners);
    for (Person each : person.sources()) {
      application.corpora.forget(OwnerId.LOCAL, each.id());
    }
    say(
        "%s is erased. Train the others of the chat again: ./mynah train, or /train on ./mynah try."
            .formatted(person.name()));
  }

  /** The chat of a person whose voice was imported, in which there is nobody else. */
  private static Optional<Chat> chatOfImported(ApplicationContext application, Person person) {
    boolean alone =
        person.messages() == 0
            && application.corpora.people(OwnerId.LOCAL).stream()
                .filter(each -> each.isOf(person.chat()))
                .allMatch(person::equals);
    return alone ? application.corpora.chat(OwnerId.LOCAL, person.chat()) : Optional.empty();
  }

  private static void forgetVoices(ApplicationContext application, List<Person> people)
      throws IOException {
    deleteModels(application, people);
    LikedMessages likedMessages = new LikedMessages(application.database);
    for (Person each : people) {
      application.voiceRecords.deleteAll(OwnerId.LOCAL, each.id());
      likedMessages.delete(each.id());
    }
  }

  private static String label(Map<ChatId, String> labels, Chat chat) {
    return labels.getOrDefault(chat.id(), chat.title());
  }

  /** Erases the chat with a title; of several, that with the title and where it is from. */
  private void chat(ApplicationContext application, String title) throws IOException {
    String folded = NameFolding.fold(title);
    Map<ChatId, String> labels = new Roster(application.corpora).chatLabels(OwnerId.LOCAL);
    List<Chat> all = application.corpora.chats(OwnerId.LOCAL);
    List<Chat> chats =
        all.stream()
            .filter(
                chat ->
                    Stream.of(chat.title(), label(labels, chat))
                        .anyMatch(each -> NameFolding.fold(each).equals(folded)))
            .toList();
    if (chats.size() != 1) {
      throw new CommandFailure(
          "%s called “%s”. There is: %s."
              .formatted(
                  chats.isEmpty() ? "There is no chat" : "More than one chat is",
                  title,
                  ExportFile.list(all, chat -> label(labels, chat))));
    }
    Chat chat = chats.get(0);
    confirm("Erase the chat %s, everyone in it and their models?".formatted(chat.title()));
    forgetVoices(
        application,
        application.corpora.people(OwnerId.LOCAL).stream()
            .filter(person -> person.isOf(chat.id()))
            .toList());
    application.corpora.forget(OwnerId.LOCAL, chat.id());
    say("The chat " + chat.title() + " is erased.");
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      return !files.iterator().hasNext();
    }
  }

  private void everything(ApplicationContext application) throws IOException {
    List<Person> people = application.corpora.people(OwnerId.LOCAL);
    confirm(
        "Erase everything: %d chats, %d people and their models?"
            .formatted(application.corpora.chats(OwnerId.LOCAL).size(), people.size()));
    deleteModels(application, people);
    application.corpora.forgetEverything(OwnerId.LOCAL);
    say("Everything is erased.");
    Path sent = application.home.sent();
    if (!isEmpty(sent)) {
      say(
          "Not what ./mynah try wrote for you: pictures, transcripts and zips of /mydata, unsealed. Delete them in %s."
              .formatted(sent));
    }
  }

  /** Deletes the models of people and the files of their interrupted trainings. */
  private static void deleteModels(ApplicationContext application, List<Person> people)
      throws IOException {
    try (TrainingService training = application.training(job -> {})) {
      for (Person person : people) {
        training.cancelAndWait(person.id());
        application.models.delete(person.id());
      }
    }
  }

  private void confirm(String question) throws IOException {
    if (yes) {
      return;
    }
    Terminal terminal = environment.terminal();
    terminal.err().print(question + " Type yes: ");
    terminal.err().flush();
    String answer = terminal.in().readLine();
    if (answer == null || !answer.strip().equalsIgnoreCase("yes")) {
      throw new CommandFailure("Nothing was erased.");
    }
  }

  private void say(String words) {
    environment.terminal().out().println(words);
  }
}
