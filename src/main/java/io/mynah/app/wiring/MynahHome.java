package io.mynah.app.wiring;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The folder of all data: {@code MYNAH_HOME}, or the user's folder for applications' data by the
 * platform's convention.
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

  /** Makes the folders, readable by the user alone where the file system knows such a thing. */
  void create() throws IOException {
    for (Path each : new Path[] {folder, models(), uploads(), checkpoints(), sent(), logs()}) {
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        Files.createDirectories(
            each,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectories(each);
      }
    }
  }

  Path settings() {
    return folder.resolve("mynah.yaml");
  }

  /** Where the master key lies unless a setting says otherwise. */
  Path masterKey() {
    return folder.resolve("master.key");
  }

  public Path database() {
    return folder.resolve("mynah.db");
  }

  public Path models() {
    return folder.resolve("models");
  }

  Path uploads() {
    return folder.resolve("uploads");
  }

  public Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  /** What the conversation at the terminal sent: pictures and transcripts. */
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
