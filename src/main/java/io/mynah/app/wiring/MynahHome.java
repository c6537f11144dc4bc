package io.mynah.app.wiring;

import io.mynah.store.database.Dialect;
import io.mynah.store.database.PostgresDialect;
import io.mynah.store.database.SqliteDialect;
import io.mynah.store.migration.MovedData;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The data folder and the paths in it: {@code MYNAH_HOME}, or the platform's usual folder for
 * application data.
 */
public record MynahHome(Path folder) {
  static MynahHome of(Map<String, String> environment, Properties system) {
    String set = environment.getOrDefault("MYNAH_HOME", "");
    return new MynahHome(
        set.isBlank() ? byConvention(environment, system) : Path.of(set).toAbsolutePath());
  }

  private static Path byConvention(Map<String, String> environment, Properties system) {
    Path user = Path.of(system.getProperty("user.home", "."));
    String os = system.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (os.startsWith("mac")) {
      return user.resolve("Library/Application Support/Mynah");
    }
    if (os.startsWith("windows")) {
      String local = environment.getOrDefault("LOCALAPPDATA", "");
      return (local.isBlank() ? user.resolve("AppData/Local") : Path.of(local)).resolve("Mynah");
    }
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    return (data.isBlank() ? user.resolve(".local/share") : Path.of(data)).resolve("mynah");
  }

  /** Creates the folders, readable only by the user if the file system supports that. */
  public void create() throws IOException {
    for (Path each : new Path[] {folder, blobs(), sent(), logs()}) {
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        Files.createDirectories(
            each,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectories(each);
      }
    }
  }

  /** The user's settings. */
  public Path settings() {
    return folder.resolve("mynah.yaml");
  }

  /** What commands have chosen, for settings that leave it to them. */
  public Path chosenSettings() {
    return folder.resolve("chosen.yaml");
  }

  /** The bases that a user has added. */
  public BaseLibrary bases() {
    return new BaseLibrary(folder.resolve("bases"));
  }

  /** The default file of the master key. */
  Path masterKey() {
    return folder.resolve("master.key");
  }

  /** The file of the database, if it is not on a server. */
  public Path database() {
    return folder.resolve("mynah.db");
  }

  /** The database that the settings name. */
  public Dialect dialect(MynahConfig config) {
    return config.database().isEmpty()
        ? new SqliteDialect(database())
        : new PostgresDialect(config.database());
  }

  /**
   * Checks that the data of the folder was not copied to a server, before it is used.
   *
   * @throws CommandFailure if it was
   */
  public void requireNotMoved() throws IOException {
    MovedData moved = new MovedData(folder);
    Optional<String> server = moved.server();
    if (server.isPresent()) {
      throw new CommandFailure(
          "The data of %s was copied to %s, and what happened since then is only there. Set %s to that address. To go on with the old data of the folder instead, delete %s."
              .formatted(folder, server.get(), ConfigLoader.variable("database"), moved.file()),
          ExitCode.USAGE);
    }
  }

  /** Models, checkpoints and uploads, if they are not in the database. */
  public Path blobs() {
    return folder.resolve("blobs");
  }

  /** The folder of pictures and transcripts sent to the terminal. */
  public Path sent() {
    return folder.resolve("sent");
  }

  Path logs() {
    return folder.resolve("logs");
  }

  Path sample() {
    return folder.resolve("sample.json");
  }
}
