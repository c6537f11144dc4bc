package io.mynah.app.command;

import com.fasterxml.jackson.core.JacksonException;
import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.lm.Turn;
import io.mynah.lm.evaluation.Scorer;
import io.mynah.models.ModelLibrary;
import io.mynah.text.NameFolding;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mynah score NAME}: scores texts with a person's model. */
@Command(
    name = "score",
    description = "Reads texts, one JSON object per line, and prints how many bits each needs.")
public final class ScoreSubcommand implements Callable<Integer> {
  private final CommandEnvironment environment;

  @Parameters(paramLabel = "NAME", description = "The person whose model scores.")
  private String name = "";

  ScoreSubcommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  record Question(@Nullable List<Said> context, @Nullable String text) {}

  record Said(@Nullable String from, @Nullable String text) {}

  record Answer(double bits, int characters) {}

  @Override
  public Integer call() throws IOException {
    try (ApplicationContext application = ApplicationContext.open(environment)) {
      LocalPeople people = new LocalPeople(application);
      Person person = people.named(name);
      Map<String, PersonKey> keys = keys(application, person);
      BufferedReader in = environment.terminal().in();
      try (ModelLibrary.Lease lease = people.voice(person)) {
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          number++;
          if (!line.isBlank()) {
            Question question = question(line, number);
            Scorer.Score score =
                Scorer.afresh(
                    lease.model(),
                    person.key(),
                    turns(question, keys),
                    String.valueOf(question.text()));
            environment
                .terminal()
                .out()
                .println(CommandLineJson.line(new Answer(score.bits(), score.characters())));
          }
        }
      }
      return ExitCode.OK;
    }
  }

  private static Map<String, PersonKey> keys(ApplicationContext application, Person person) {
    Map<String, PersonKey> keys = new HashMap<>();
    for (Person other : application.corpora.people(OwnerId.LOCAL)) {
      if (other.chat().equals(person.chat())) {
        other.aliases().forEach(alias -> keys.put(NameFolding.fold(alias), other.key()));
      }
    }
    for (Person other : application.corpora.people(OwnerId.LOCAL)) {
      if (other.chat().equals(person.chat())) {
        keys.put(NameFolding.fold(other.name()), other.key());
      }
    }
    return keys;
  }

  private static Question question(String line, int number) {
    try {
      Question question = CommandLineJson.MAPPER.readValue(line, Question.class);
      if (question != null && question.text() != null) {
        return question;
      }
    } catch (JacksonException e) {
      // The message below is enough; the exception's would repeat the text.
    }
    throw new CommandFailure(
        "Line %d is not of the form {\"context\":[{\"from\":…,\"text\":…}],\"text\":…}."
            .formatted(number));
  }

  private List<Turn> turns(Question question, Map<String, PersonKey> keys) {
    List<Turn> turns = new ArrayList<>();
    Instant now = environment.clock().instant();
    if (question.context() != null) {
      for (Said said : question.context()) {
        String from = said.from() == null ? "" : NameFolding.fold(said.from());
        turns.add(
            new Turn(
                keys.getOrDefault(from, PersonKey.STRANGER),
                now,
                said.text() == null ? "" : said.text()));
      }
    }
    return turns;
  }
}
