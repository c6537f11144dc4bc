package io.mynah.app.command;

import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.domain.Settings;
import io.mynah.lm.Turn;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.models.ModelLibrary;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mynah speak NAME}: generates messages in a person's voice. */
@Command(name = "speak", description = "Prints messages that someone could have written.")
public final class SpeakSubcommand implements Callable<Integer> {
  private static final int MOST = 10_000;

  private final CommandEnvironment environment;

  @Parameters(paramLabel = "NAME", description = "The person to speak as.")
  private String name = "";

  @Option(names = "-n", description = "How many messages (default: ${DEFAULT-VALUE}).")
  private int count = 5;

  @Option(names = "--context", paramLabel = "TEXT", description = "The message to answer.")
  private @Nullable String context;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Below 1 is calmer, above 1 is wilder.")
  private @Nullable Double temperature;

  @Option(names = "--seed", description = "The same seed gives the same messages.")
  private @Nullable Long seed;

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  SpeakSubcommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  record Row(String person, String text) {}

  @Override
  public Integer call() {
    if (count < 1 || count > MOST) {
      throw new CommandFailure("-n must be from 1 to " + MOST + ".", ExitCode.USAGE);
    }
    if (temperature != null && !isInRange(temperature)) {
      throw new CommandFailure(
          "--temperature must be from %s to %s."
              .formatted(Settings.MIN_TEMPERATURE, Settings.MAX_TEMPERATURE),
          ExitCode.USAGE);
    }
    try (ApplicationContext application = ApplicationContext.open(environment)) {
      LocalPeople people = new LocalPeople(application);
      Person person = people.named(name);
      Settings settings = settings(application);
      GenerationOptions options =
          new GenerationOptions(
              count,
              application.config.speaking().toRule().at(settings.temperature()),
              settings.length(),
              person.name());
      try (ModelLibrary.Lease lease = people.voice(person)) {
        application
            .generator
            .speak(lease.model(), person.key(), contextTurns(), options, random())
            .forEach(text -> print(person, text));
      }
      return ExitCode.OK;
    }
  }

  private Settings settings(ApplicationContext application) {
    Settings settings =
        application
            .preferences
            .find(OwnerId.LOCAL)
            .orElseGet(() -> application.config.speaking().toSettings());
    return temperature == null ? settings : settings.withTemperature(temperature);
  }

  private static boolean isInRange(double temperature) {
    return temperature >= Settings.MIN_TEMPERATURE && temperature <= Settings.MAX_TEMPERATURE;
  }

  private List<Turn> contextTurns() {
    return context == null || context.isBlank()
        ? List.of()
        : List.of(new Turn(PersonKey.STRANGER, environment.clock().instant(), context.strip()));
  }

  private SplittableRandom random() {
    return seed == null ? new SplittableRandom() : new SplittableRandom(seed);
  }

  private void print(Person person, String text) {
    environment
        .terminal()
        .out()
        .println(json ? CommandLineJson.line(new Row(person.name(), text)) : text);
  }
}
