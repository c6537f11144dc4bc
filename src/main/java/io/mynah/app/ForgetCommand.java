package io.mynah.app;

import io.mynah.domain.Chat;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.text.NameFolding;
import io.mynah.training.TrainingService;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mynah forget …}. */
@Command(name = "forget", description = "Erases a person, a chat or everything; asks first.")
final class ForgetCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      paramLabel = "WHAT",
      arity = "1..*",
      description = "A person's NAME, chat TITLE, or everything.")
  private List<String> words = List.of();

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  ForgetCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    try (Workshop workshop = Workshop.openAlone(surroundings, false)) {
      String what = String.join(" ", words);
      if (what.equalsIgnoreCase("everything")) {
        everything(workshop);
      } else if (words.get(0).equalsIgnoreCase("chat") && words.size() > 1) {
        chat(workshop, String.join(" ", words.subList(1, words.size())));
      } else {
        person(workshop, new KnownPeople(workshop).named(what));
      }
      return ExitCode.OK;
    }
  }

  private void person(Workshop workshop, Person person) throws IOException {
    confirm(
        "Erase %s: %,d messages, the names and the model, and the models of others of the chat, which learned from these messages too?"
            .formatted(person.name(), person.messages()));
    Chat chat =
        workshop.corpora.chats(OwnerId.LOCAL).stream()
            .filter(each -> each.id().equals(person.chat()))
            .findFirst()
            .orElseThrow();
    List<Person> all = people(workshop, chat);
    silence(workshop, all);
    all.forEach(each -> workshop.personas.delete(OwnerId.LOCAL, each.id()));
    workshop.corpora.forget(OwnerId.LOCAL, person.id());
    say(
        "%s is erased. Train the others of the chat again: ./mynah train, or /train on ./mynah try."
            .formatted(person.name()));
  }

  private void chat(Workshop workshop, String title) throws IOException {
    String folded = NameFolding.fold(title);
    List<Chat> chats =
        workshop.corpora.chats(OwnerId.LOCAL).stream()
            .filter(chat -> NameFolding.fold(chat.title()).equals(folded))
            .toList();
    if (chats.size() != 1) {
      throw new CannotDo(
          "%s called “%s”. There is: %s."
              .formatted(
                  chats.isEmpty() ? "There is no chat" : "More than one chat is",
                  title,
                  ExportFile.list(workshop.corpora.chats(OwnerId.LOCAL), Chat::title)));
    }
    Chat chat = chats.get(0);
    confirm("Erase the chat %s, everyone in it and their models?".formatted(chat.title()));
    silence(workshop, people(workshop, chat));
    workshop.corpora.forget(OwnerId.LOCAL, chat.id());
    say("The chat " + chat.title() + " is erased.");
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      return !files.iterator().hasNext();
    }
  }

  private void everything(Workshop workshop) throws IOException {
    List<Person> people = workshop.corpora.people(OwnerId.LOCAL);
    confirm(
        "Erase everything: %d chats, %d people and their models?"
            .formatted(workshop.corpora.chats(OwnerId.LOCAL).size(), people.size()));
    silence(workshop, people);
    workshop.corpora.forgetEverything(OwnerId.LOCAL);
    say("Everything is erased.");
    Path sent = workshop.home.sent();
    if (!isEmpty(sent)) {
      say(
          "Not what ./mynah try wrote for you: pictures, transcripts and zips of /mydata, unsealed. Delete them in %s."
              .formatted(sent));
    }
  }

  private static List<Person> people(Workshop workshop, Chat chat) {
    return workshop.corpora.people(OwnerId.LOCAL).stream()
        .filter(person -> person.chat().equals(chat.id()))
        .toList();
  }

  /** Deletes the models of people, and what trainings that were cut off keep of them. */
  private static void silence(Workshop workshop, List<Person> people) throws IOException {
    try (TrainingService training = workshop.training(job -> {})) {
      for (Person person : people) {
        training.cancelAndWait(person.id());
        workshop.models.delete(person.id());
      }
    }
  }

  private void confirm(String question) throws IOException {
    if (yes) {
      return;
    }
    Terminal terminal = surroundings.terminal();
    terminal.err().print(question + " Type yes: ");
    terminal.err().flush();
    String answer = terminal.in().readLine();
    if (answer == null || !answer.strip().equalsIgnoreCase("yes")) {
      throw new CannotDo("Nothing was erased.");
    }
  }

  private void say(String words) {
    surroundings.terminal().out().println(words);
  }
}
