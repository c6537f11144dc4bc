package io.mynah.app;

import com.fasterxml.jackson.core.JacksonException;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.lm.Scorer;
import io.mynah.lm.Turn;
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

/** {@code mynah score NAME}. */
@Command(
    name = "score",
    description = "Reads texts, a JSON object a line, and prints how many bits each costs.")
final class ScoreCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "NAME", description = "Whose model scores.")
  private String name = "";

  ScoreCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  record Question(@Nullable List<Said> context, @Nullable String text) {}

  record Said(@Nullable String from, @Nullable String text) {}

  record Answer(double bits, int characters) {}

  @Override
  public Integer call() throws IOException {
    try (Workshop workshop = Workshop.open(surroundings)) {
      KnownPeople people = new KnownPeople(workshop);
      Person person = people.named(name);
      Map<String, PersonKey> keys = keys(workshop, person);
      BufferedReader in = surroundings.terminal().in();
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
            surroundings
                .terminal()
                .out()
                .println(Json.line(new Answer(score.bits(), score.characters())));
          }
        }
      }
      return ExitCode.OK;
    }
  }

  private static Map<String, PersonKey> keys(Workshop workshop, Person person) {
    Map<String, PersonKey> keys = new HashMap<>();
    for (Person other : workshop.corpora.people(OwnerId.LOCAL)) {
      if (other.chat().equals(person.chat())) {
        other.aliases().forEach(alias -> keys.put(NameFolding.fold(alias), other.key()));
      }
    }
    for (Person other : workshop.corpora.people(OwnerId.LOCAL)) {
      if (other.chat().equals(person.chat())) {
        keys.put(NameFolding.fold(other.name()), other.key());
      }
    }
    return keys;
  }

  private static Question question(String line, int number) {
    try {
      Question question = Json.MAPPER.readValue(line, Question.class);
      if (question != null && question.text() != null) {
        return question;
      }
    } catch (JacksonException e) {
      // The sentence below says it; the exception would repeat the text.
    }
    throw new CannotDo(
        "Line %d is not of the form {\"context\":[{\"from\":…,\"text\":…}],\"text\":…}."
            .formatted(number));
  }

  private List<Turn> turns(Question question, Map<String, PersonKey> keys) {
    List<Turn> turns = new ArrayList<>();
    Instant now = surroundings.clock().instant();
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
