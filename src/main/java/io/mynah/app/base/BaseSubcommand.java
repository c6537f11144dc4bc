package io.mynah.app.base;

import io.mynah.app.command.CommandLineJson;
import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.BaseLibrary;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ConfigLoader;
import io.mynah.app.wiring.ConfiguredBases;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.Logging;
import io.mynah.app.wiring.NetworkLearner;
import io.mynah.app.wiring.VoiceLearning;
import io.mynah.lm.BaseNetworks;
import io.mynah.lm.PretrainedBase;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.store.database.FolderLock;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mynah base …}: adds published models as bases, and chooses among them. */
@Command(
    name = "base",
    description = "Adds, lists, checks, chooses and removes bases made from open models.",
    synopsisSubcommandLabel = "WHAT")
public final class BaseSubcommand {
  private static final double MEGABYTE = 1e6;

  private final CommandEnvironment environment;
  private final BaseLibrary library;
  private final NetworkLearner learner =
      new NetworkLearner(VoiceLearning.PARAMETERS.network(), BaseNetworks.NONE);

  public BaseSubcommand(CommandEnvironment environment) {
    this.environment = environment;
    this.library = environment.home().bases();
  }

  private PrintWriter out() {
    return environment.terminal().out();
  }

  @Command(
      name = "add",
      description = "Adds a model that you have downloaded, or that is downloaded now, as a base.")
  int add(
      @Parameters(
              paramLabel = "FOLDER|ADDRESS",
              description =
                  "A folder with config.json, model.safetensors and tokenizer.json, or its https address.")
          String source,
      @Option(
              names = "--name",
              paramLabel = "NAME",
              description = "What the base is called here (default: as the folder).")
          @Nullable String name,
      @Option(
              names = "--sha256",
              paramLabel = "HEX",
              description = "What model.safetensors at the address must be.")
          @Nullable String sha256)
      throws IOException {
    Logging.quiet();
    String added = new BaseAddition(environment, library, learner).add(source, name, sha256);
    out().printf("Added %s. Use it with: mynah base use %s%n", described(added), added);
    return ExitCode.OK;
  }

  private String described(String name) throws IOException {
    BaseLibrary.About about = library.about(name);
    return String.format(
        Locale.ROOT,
        "%s: %s, licence %s, %.1f MB",
        name,
        about.title(),
        about.licence().isEmpty() ? "unknown" : about.licence(),
        Files.size(file(name)) / MEGABYTE);
  }

  private Path file(String name) {
    return library
        .find(name)
        .orElseThrow(
            () ->
                new CommandFailure(
                    "There is no base %s. mynah base list shows those that there are."
                        .formatted(name)));
  }

  /** A base in JSON; of those that come with Mynah and of none, what is not known is null. */
  record Row(
      String name,
      @Nullable String title,
      @Nullable String licence,
      @Nullable Long bytes,
      boolean used) {}

  @Command(name = "list", description = "Lists the bases, and marks the one in use.")
  int list(@Option(names = "--json", description = "Print one JSON object per line.") boolean json)
      throws IOException {
    String used = environment.config().training().base();
    List<Row> rows = new ArrayList<>();
    rows.add(unnamed(ConfiguredBases.SHIPPED, used));
    for (String name : library.names()) {
      BaseLibrary.About about = library.about(name);
      Path file = file(name);
      rows.add(
          new Row(
              name,
              about.title(),
              about.licence(),
              Files.size(file),
              used.equals(file.toString())));
    }
    rows.add(unnamed(ConfiguredBases.NONE, used));
    if (rows.stream().noneMatch(Row::used)) {
      rows.add(unnamed(used, used));
    }
    for (Row row : rows) {
      out().println(json ? CommandLineJson.line(row) : (row.used() ? "* " : "  ") + text(row));
    }
    for (String name : json ? List.<String>of() : library.loadedInPart()) {
      out()
          .printf(
              "  %s is loaded in part, or being loaded. Add it again to go on, or remove it: mynah base remove %s%n",
              name, name);
    }
    return ExitCode.OK;
  }

  private static Row unnamed(String name, String used) {
    return new Row(name, null, null, null, used.equals(name));
  }

  private String text(Row row) throws IOException {
    return switch (row.name()) {
      case ConfiguredBases.SHIPPED -> "shipped: those that come with Mynah";
      case ConfiguredBases.NONE -> "none: trainings start from nothing";
      default -> row.bytes() == null ? row.name() : described(row.name());
    };
  }

  @Command(name = "use", description = "Chooses the base that trainings start from.")
  int use(@Parameters(paramLabel = "NAME|shipped|none", description = "Which base.") String name)
      throws IOException {
    String chosen =
        List.of(ConfiguredBases.SHIPPED, ConfiguredBases.NONE).contains(name)
            ? name
            : file(name).toString();
    choose(name.toLowerCase(Locale.ROOT));
    String used = environment.config().training().base();
    if (used.equals(chosen)) {
      out()
          .printf(
              "Trainings start from %s now. Voices go on with the bases that they were trained from; to train them again: mynah train --retrain, or the button under /people NAME.%n",
              name);
      if (ApplicationContext.isBusy(environment.home())) {
        out().println("Mynah is running. It takes the new base when it is started again.");
      }
    } else {
      out()
          .printf(
              "%s is noted, but the setting training.base in mynah.yaml or MYNAH_TRAINING_BASE is %s and wins. Set it to chosen, or remove it, to use %s.%n",
              name, used, name);
    }
    return ExitCode.OK;
  }

  private void choose(String name) throws IOException {
    new ConfigLoader().chooseBase(environment.home(), name);
  }

  @Command(name = "remove", description = "Removes a base; voices trained from it need it.")
  int remove(@Parameters(paramLabel = "NAME", description = "Which base.") String name)
      throws IOException {
    if (library.find(name).isEmpty()
        && library.loadedInPart().contains(name.toLowerCase(Locale.ROOT))) {
      removeDownload(name.toLowerCase(Locale.ROOT));
      out().printf("What was loaded of %s is removed.%n", name);
      return ExitCode.OK;
    }
    Path file = file(name);
    String removed = BaseLibrary.name(name).orElseThrow();
    if (new ConfigLoader().chosenBase(environment.home()).equals(removed)) {
      choose(ConfiguredBases.SHIPPED);
    }
    boolean stillSet = environment.config().training().base().equals(file.toString());
    library.remove(removed);
    out()
        .printf(
            "%s is removed. Voices that were trained from it cannot speak any more; where one is asked, Mynah offers to train it again.%n",
            name);
    if (stillSet) {
      out()
          .printf(
              "The setting training.base in mynah.yaml or MYNAH_TRAINING_BASE still names %s. Set it to chosen, or remove it.%n",
              name);
    }
    if (ApplicationContext.isBusy(environment.home())) {
      out().println("Mynah is running. Start it again, or its trainings still ask for this base.");
    }
    return ExitCode.OK;
  }

  private void removeDownload(String name) throws IOException {
    try {
      library.deleteDownload(name);
    } catch (FolderLock.InUse e) {
      throw new CommandFailure(
          "Another command loads a model now. Stop it, or wait until it has ended.");
    }
  }

  @Command(
      name = "check",
      description = "Loads a base, and measures how fast it is on this machine.")
  int check(
      @Parameters(paramLabel = "NAME", description = "Which base.") String name,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws IOException {
    Logging.quiet();
    Path file = file(name);
    if (!json) {
      out().println(described(BaseLibrary.name(name).orElseThrow()));
    }
    try {
      PretrainedBase base = read(name, file);
      new BaseReport(
              base.tokenizer(), (TransformerModel) base.network(), environment.config().training())
          .print(name.toLowerCase(Locale.ROOT), out(), json);
    } catch (OutOfMemoryError e) {
      throw new CommandFailure(
          "There is not enough memory to train from %s: Java may use %.0f MB, and as much outside it. Give it more with MYNAH_JAVA_OPTS=-Xmx… or take a smaller model."
              .formatted(name, Runtime.getRuntime().maxMemory() / MEGABYTE));
    }
    return ExitCode.OK;
  }

  private PretrainedBase read(String name, Path file) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      PretrainedBase base = PretrainedBase.read(learner, in);
      if (!(base.network() instanceof TransformerModel)) {
        throw new IOException("not a transformer");
      }
      return base;
    } catch (IOException e) {
      throw new CommandFailure(
          "The base %s is damaged (%s). Remove it, and add it again."
              .formatted(name, e.getClass().getSimpleName()));
    }
  }
}
