package io.mynah.app.backup;

import io.mynah.app.wiring.BaseLibrary;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ConfigLoader;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.Logging;
import io.mynah.app.wiring.MasterKeySource;
import io.mynah.app.wiring.MynahConfig;
import io.mynah.app.wiring.MynahHome;
import io.mynah.store.backup.DataCopy;
import io.mynah.store.database.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mynah backup TARGET}: copies all data to another folder, also while the bot runs. */
@Command(
    name = "backup",
    description =
        "Copies all data but the master key to a new folder. Also works while the bot runs.")
public final class BackupSubcommand implements Callable<Integer> {
  /** The name under which a copy of a server's database lies in a backup. */
  static final String DUMP = "database.dump";

  private static final int MOST_ATTEMPTS = 5;

  private final CommandEnvironment environment;
  private final MynahHome home;

  @Parameters(paramLabel = "TARGET", description = "A folder that is new or empty.")
  private Path target = Path.of("");

  public BackupSubcommand(CommandEnvironment environment) {
    this.environment = environment;
    home = environment.home();
  }

  @Override
  public Integer call() throws IOException {
    Logging.quiet();
    MynahConfig config = environment.config();
    Path place = target.toAbsolutePath().normalize();
    checkPlace(place);
    boolean onServer = !config.database().isEmpty();
    DataCopy data = new DataCopy(home.database(), home.blobs());
    if (!onServer) {
      home.requireNotMoved();
    }
    if (!onServer && !data.isPossible()) {
      throw new CommandFailure(
          Files.exists(home.database())
              ? "The data in %s is that of an earlier version. Start Mynah once, so that it takes it over, and try again."
                  .formatted(home.folder())
              : "There is no data in %s. Set MYNAH_HOME to the data folder, or MYNAH_DATABASE if the data is on a server."
                  .formatted(home.folder()));
    }
    try (UnfinishedFolder unfinished = UnfinishedFolder.make(UnfinishedFolder.pathFor(place))) {
      copySettings(unfinished.path());
      if (onServer) {
        complete(unfinished, false);
      } else {
        say(copyData(data, unfinished));
      }
      unfinished.moveTo(place);
    } catch (FolderLock.InUse e) {
      throw new CommandFailure(
          "Another backup to %s is being made.".formatted(place), ExitCode.FAILED);
    } catch (IOException e) {
      throw new CommandFailure(
          "The backup could not be written to %s (%s), and nothing of it is left. Is the disk full, or may you not write there?"
              .formatted(place, e.getClass().getSimpleName()));
    }
    say(
        onServer
            ? """
              The backup in %s is not complete. It has only what is in the data folder; what people
              sent, all voices and the list of users are in the database, which is on a server. Add
              it with this command, with the password in PGPASSWORD:
              %s"""
                .formatted(place, new PostgresCommands(config.database()).dump(place.resolve(DUMP)))
            : "The backup is in %s.".formatted(place));
    sayWhereTheKeyIs(config);
    return ExitCode.OK;
  }

  private void checkPlace(Path place) throws IOException {
    if (place.startsWith(home.folder().normalize())) {
      throw new CommandFailure(
          "%s is in the data folder, which the backup is to replace if it is lost. Give a folder elsewhere."
              .formatted(place),
          ExitCode.USAGE);
    }
    if (place.getParent() == null || (Files.exists(place) && !isEmptyFolder(place))) {
      throw new CommandFailure(
          "%s is not empty. Give a new folder for each backup, such as %s."
              .formatted(place, place.resolve("backup-1")),
          ExitCode.USAGE);
    }
  }

  private static boolean isEmptyFolder(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      return false;
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.findAny().isEmpty();
    }
  }

  /** Writes the list of all files, and makes sure that they are on the disk. */
  private static void complete(UnfinishedFolder unfinished, boolean data) throws IOException {
    BackupManifest.write(
        unfinished.path(), data, List.of(unfinished.path().resolve(FolderLock.FILE)));
    unfinished.sync();
  }

  /** Copies the data, and all of it again while somebody is erased before the rest is done. */
  private DataCopy.Copied copyData(DataCopy data, UnfinishedFolder unfinished) throws IOException {
    MynahHome copy = new MynahHome(unfinished.path());
    Files.createDirectory(copy.blobs());
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      DataCopy.Copied copied =
          data.copy(copy.database(), copy.blobs()).orElseThrow(BackupSubcommand::tooMuchChanged);
      complete(unfinished, true);
      if (data.holdsNoDestroyedKey(copy.database())) {
        return copied;
      }
    }
    throw tooMuchChanged();
  }

  private static CommandFailure tooMuchChanged() {
    return new CommandFailure(
        "So much was trained or erased meanwhile that no backup could be made. Try again later.");
  }

  private void say(DataCopy.Copied copied) {
    say(
        "Copied the database (%s), and %,d models, %,d files of trainings under way and %,d uploads (%s)."
            .formatted(
                megabytes(copied.databaseBytes()),
                copied.blobs().getOrDefault("model", 0) + copied.blobs().getOrDefault("version", 0),
                copied.blobs().getOrDefault("candidate", 0)
                    + copied.blobs().getOrDefault("checkpoint", 0),
                copied.blobs().getOrDefault("upload", 0),
                megabytes(copied.blobBytes())));
    if (copied.lost() > 0) {
      say(
          "%,d of these files were missing or damaged in the data folder, and are not in the backup."
              .formatted(copied.lost()));
    }
  }

  private void copySettings(Path to) throws IOException {
    MynahHome copy = new MynahHome(to);
    boolean settings = Files.exists(home.settings());
    if (settings) {
      Files.writeString(copy.settings(), new ConfigLoader().withoutMasterKey(home.settings()));
    }
    if (Files.exists(home.chosenSettings())) {
      Files.copy(home.chosenSettings(), copy.chosenSettings());
    }
    BaseLibrary bases = home.bases();
    long bytes = 0;
    List<String> names = bases.names();
    for (String name : names) {
      Path folder = Files.createDirectories(copy.bases().folder().resolve(name));
      try (Stream<Path> files = Files.list(bases.folder().resolve(name))) {
        for (Path file : files.toList()) {
          bytes += Files.size(Files.copy(file, folder.resolve(file.getFileName())));
        }
      }
    }
    say(
        "Copied %s, and %,d added bases (%s)."
            .formatted(
                settings ? "mynah.yaml" : "no mynah.yaml, as there is none",
                names.size(),
                megabytes(bytes)));
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private void sayWhereTheKeyIs(MynahConfig config) {
    MasterKeySource source =
        new MasterKeySource(home, config, environment.terminal().err(), Locale.ENGLISH);
    say(
        "The master key is not in it. It is the one %s: keep a copy of it in another place. Without it the backup opens nothing; whoever has both can read everything."
            .formatted(source.place()));
  }

  private void say(String words) {
    environment.terminal().out().println(words);
  }
}
