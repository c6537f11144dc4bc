package io.mynah.app;

import io.mynah.domain.Chat;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.Persona;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mynah people}. */
@Command(name = "people", description = "Lists who is known, and how good their models are.")
final class PeopleCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(names = "--json", description = "A JSON object a line.")
  private boolean json;

  PeopleCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  record Row(
      String chat,
      String person,
      List<String> aliases,
      int messages,
      Instant first,
      Instant last,
      @Nullable Model model) {}

  record Model(
      String stage, double validationBitsPerCharacter, int trainedMessages, Instant trainedAt) {
    static Model of(Persona persona) {
      return new Model(
          persona.stage(),
          persona.validationBits(),
          persona.trainedMessages(),
          persona.trainedAt());
    }
  }

  @Override
  public Integer call() {
    PrintWriter out = surroundings.terminal().out();
    try (Workshop workshop = Workshop.open(surroundings)) {
      boolean any = false;
      for (Chat chat : workshop.corpora.chats(OwnerId.LOCAL)) {
        for (Person person : workshop.corpora.people(OwnerId.LOCAL)) {
          if (person.chat().equals(chat.id())) {
            any = true;
            print(out, chat, person, workshop.personas.find(person));
          }
        }
      }
      if (!any) {
        surroundings
            .terminal()
            .err()
            .println("Nobody is known yet. Read an export with: mynah train FILE");
      }
      return ExitCode.OK;
    }
  }

  private void print(PrintWriter out, Chat chat, Person person, Optional<Persona> persona) {
    if (json) {
      out.println(
          Json.line(
              new Row(
                  chat.title(),
                  person.name(),
                  person.aliases(),
                  person.messages(),
                  person.first(),
                  person.last(),
                  persona.map(Model::of).orElse(null))));
    } else {
      String model =
          persona
              .map(
                  p ->
                      "can be spoken (%s, %.2f bits a character)"
                          .formatted(p.stage(), p.validationBits()))
              .orElse("not trained");
      out.printf(
          "%s · %s: %,d messages, %s%n", chat.title(), person.name(), person.messages(), model);
    }
  }
}
