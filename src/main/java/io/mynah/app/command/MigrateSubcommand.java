package io.mynah.app.command;

import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.OtherDatabase;
import io.mynah.store.database.ServerAddress;
import io.mynah.store.migration.DatabaseCopy;
import io.mynah.store.migration.MovedData;
import io.mynah.store.migration.TargetNotEmpty;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mynah migrate}: copies all data to a database server, or back to the data folder. */
@Command(
    name = "migrate",
    description = "Copies all data to a PostgreSQL server, or back to the data folder.")
public final class MigrateSubcommand implements Callable<Integer> {
  private static final String FOLDER = "folder";

  private final CommandEnvironment environment;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "ADDRESS|folder",
      description = "jdbc:postgresql://HOST/DATABASE?user=NAME, or folder.")
  private String to = "";

  MigrateSubcommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    String address = to.equals(FOLDER) ? "" : to;
    if (address.isEmpty() == environment.config().database().isEmpty()) {
      throw new CommandFailure(
          address.isEmpty()
              ? "The data is in the data folder already. Give --to the address of a server: jdbc:postgresql://HOST/DATABASE?user=NAME."
              : "The data is on a server already. Copy it back with --to folder; between servers, use pg_dump.",
          ExitCode.USAGE);
    }
    try (ApplicationContext application = ApplicationContext.openAlone(environment, false);
        OtherDatabase other = ApplicationContext.openOther(environment, address)) {
      application.requireNoWorkers();
      DatabaseCopy.Copied copied =
          new DatabaseCopy(
                  new DatabaseCopy.Place(application.database, application.blobs),
                  new DatabaseCopy.Place(other.database(), other.blobs()))
              .run();
      mark(address);
      say(
          "Copied %,d rows, and %,d models, checkpoints and uploads of %.1f MB."
              .formatted(copied.rows(), copied.blobs(), copied.blobBytes() / 1e6));
      say(address.isEmpty() ? backAgain() : onServer(application));
      return ExitCode.OK;
    } catch (TargetNotEmpty e) {
      throw new CommandFailure(
          address.isEmpty()
              ? "The data folder %s has data already, and nothing was copied. Move mynah.db and blobs elsewhere first."
                  .formatted(environment.home().folder())
              : "That database has data already, and nothing was copied. Give the address of an empty one.");
    }
  }

  /** Marks the folder, so that nobody goes on with the old data unaware, or takes the mark away. */
  private void mark(String address) {
    MovedData moved = new MovedData(environment.home().folder());
    try {
      if (address.isEmpty()) {
        moved.unmark();
      } else {
        moved.mark(new ServerAddress(address));
      }
    } catch (IOException e) {
      say(
          "All is copied, but %s could not be %s (%s). %s"
              .formatted(
                  moved.file(),
                  address.isEmpty() ? "deleted" : "written",
                  e.getClass().getSimpleName(),
                  address.isEmpty()
                      ? "Delete it before you start Mynah."
                      : "Start nothing without MYNAH_DATABASE: it would use the old data."));
    }
  }

  private static String onServer(ApplicationContext application) {
    return """
        Set MYNAH_DATABASE to the address and start Mynah. Other machines need the same master key.
        What was copied is still in %s: mynah.db and blobs. Delete them when all works, since
        nothing that is forgotten from now on is erased there. Until then, the file moved.txt
        keeps commands without MYNAH_DATABASE from using them."""
        .formatted(application.home.folder());
  }

  private String backAgain() {
    return """
        Start Mynah without MYNAH_DATABASE: the data is in %s.
        What was copied is still on the server. Drop that database when all works, since nothing
        that is forgotten from now on is erased there."""
        .formatted(environment.home().folder());
  }

  private void say(String words) {
    environment.terminal().out().println(words);
  }
}
