package io.mynah.app;

import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.domain.Settings;
import io.mynah.lm.SpeakOptions;
import io.mynah.lm.Turn;
import io.mynah.models.ModelLibrary;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mynah speak NAME}. */
@Command(name = "speak", description = "Prints messages that someone could have written.")
final class SpeakCommand implements Callable<Integer> {
  private static final int MOST = 10_000;

  private final Surroundings surroundings;

  @Parameters(paramLabel = "NAME", description = "Whom to speak as.")
  private String name = "";

  @Option(names = "-n", description = "How many messages (default: ${DEFAULT-VALUE}).")
  private int count = 5;

  @Option(names = "--context", paramLabel = "TEXT", description = "What is said to them.")
  private @Nullable String context;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Below 1 is calmer, above 1 is wilder.")
  private @Nullable Double temperature;

  @Option(names = "--seed", description = "Makes the messages the same each time.")
  private @Nullable Long seed;

  @Option(names = "--json", description = "A JSON object a line.")
  private boolean json;

  SpeakCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  record Row(String person, String text) {}

  @Override
  public Integer call() {
    if (count < 1 || count > MOST) {
      throw new CannotDo("-n must be from 1 to " + MOST + ".", ExitCode.USAGE);
    }
    if (temperature != null && !sensible(temperature)) {
      throw new CannotDo(
          "--temperature must be from %s to %s."
              .formatted(Settings.MIN_TEMPERATURE, Settings.MAX_TEMPERATURE),
          ExitCode.USAGE);
    }
    try (Workshop workshop = Workshop.open(surroundings)) {
      KnownPeople people = new KnownPeople(workshop);
      Person person = people.named(name);
      Settings settings = settings(workshop);
      SpeakOptions options =
          new SpeakOptions(
              count, settings.temperature(), workshop.config.speaking().topP(), settings.length());
      try (ModelLibrary.Lease lease = people.voice(person)) {
        workshop
            .speaker
            .speak(lease.model(), person.key(), said(), options, random())
            .forEach(text -> print(person, text));
      }
      return ExitCode.OK;
    }
  }

  private Settings settings(Workshop workshop) {
    Settings settings =
        workshop
            .preferences
            .find(OwnerId.LOCAL)
            .orElseGet(() -> workshop.config.speaking().toSettings());
    return temperature == null ? settings : settings.withTemperature(temperature);
  }

  private static boolean sensible(double temperature) {
    return temperature >= Settings.MIN_TEMPERATURE && temperature <= Settings.MAX_TEMPERATURE;
  }

  private List<Turn> said() {
    return context == null || context.isBlank()
        ? List.of()
        : List.of(new Turn(PersonKey.STRANGER, surroundings.clock().instant(), context.strip()));
  }

  private SplittableRandom random() {
    return seed == null ? new SplittableRandom() : new SplittableRandom(seed);
  }

  private void print(Person person, String text) {
    surroundings.terminal().out().println(json ? Json.line(new Row(person.name(), text)) : text);
  }
}
