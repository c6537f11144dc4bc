package io.mynah.app.wiring;

import io.mynah.chat.dispatch.MasterKeyNotice;
import io.mynah.vault.MalformedMasterKey;
import io.mynah.vault.MasterKey;
import io.mynah.vault.MasterKeyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Finds the master key, or makes one for a data folder without sealed data. */
public final class MasterKeySource {
  private final MynahHome home;
  private final MynahConfig config;
  private final PrintWriter err;
  private final MasterKeyNotice notice;

  /**
   * @param err receives messages about a new key, or a key file that others may read
   * @param language the language of these messages
   */
  public MasterKeySource(MynahHome home, MynahConfig config, PrintWriter err, Locale language) {
    this.home = home;
    this.config = config;
    this.err = err;
    notice = new MasterKeyNotice(language);
  }

  /**
   * Finds or makes the key.
   *
   * @throws ConfigException if the configured key is not valid
   * @throws CommandFailure if sealed data exists without a key, or the key file cannot be used
   */
  MasterKey find() {
    return existing().orElseGet(this::make);
  }

  /**
   * Checks that there is a key, for a process that works for others and so makes none.
   *
   * @throws ConfigException if the configured key is not valid
   * @throws CommandFailure if there is none, or the key file cannot be used
   */
  void require() {
    if (existing().isEmpty()) {
      throw new CommandFailure(
          "There is no master key %s, and a worker needs that of its bot. %s."
              .formatted(place(), remedy()),
          ExitCode.USAGE);
    }
  }

  /**
   * The key, if there is one.
   *
   * @throws ConfigException if the configured key is not valid
   * @throws CommandFailure if the key file cannot be used
   */
  public Optional<MasterKey> existing() {
    if (!config.masterKey().isEmpty()) {
      try {
        return Optional.of(MasterKey.parse(config.masterKey()));
      } catch (MalformedMasterKey e) {
        throw new ConfigException("master_key", "it must be " + MasterKey.FORM);
      }
    }
    MasterKeyFile file = file();
    try {
      Optional<MasterKey> key = file.read();
      if (key.isPresent()) {
        warnOfOthers(file);
      }
      return key;
    } catch (MalformedMasterKey e) {
      throw new CommandFailure(
          "The file %s is no master key, which is %s. Put the right file back, or set %s to the key."
              .formatted(file.path(), MasterKey.FORM, ConfigLoader.variable("master_key")));
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static CommandFailure unusable(MasterKeyFile file, IOException e) {
    return new CommandFailure(
        "The master key in %s cannot be read or written (%s). Make the file yours, or set %s to another."
            .formatted(
                file.path(),
                e.getClass().getSimpleName(),
                ConfigLoader.variable("master_key_file")));
  }

  /**
   * Stores a new key beside the file of the current one, until {@link #promote}. If the process
   * ends in between, both exist, and one of them fits.
   *
   * @throws CommandFailure if the current key is not in a file
   */
  public void prepare(MasterKey next) throws IOException {
    if (!config.masterKey().isEmpty()) {
      throw new CommandFailure(
          "The master key comes from %s. Write it to a file, set %s to that, and try again."
              .formatted(
                  ConfigLoader.variable("master_key"), ConfigLoader.variable("master_key_file")),
          ExitCode.USAGE);
    }
    nextFile().replace(next);
  }

  /** The prepared key, if there is one. */
  Optional<MasterKey> prepared() {
    try {
      return config.masterKey().isEmpty() ? nextFile().read() : Optional.empty();
    } catch (IOException | MalformedMasterKey e) {
      return Optional.empty();
    }
  }

  /** Replaces the current key with the prepared one. */
  public void promote(MasterKey next) throws IOException {
    file().replace(next);
    Files.deleteIfExists(nextFile().path());
  }

  private MasterKeyFile nextFile() {
    return new MasterKeyFile(nextPath());
  }

  /** The file of the prepared key. */
  public Path nextPath() {
    Path path = file().path();
    return path.resolveSibling(path.getFileName() + ".next");
  }

  /** The location of the key, in words for the user. */
  public String place() {
    return config.masterKey().isEmpty()
        ? "in " + file().path()
        : "that %s is set to".formatted(ConfigLoader.variable("master_key"));
  }

  /** What to do where the key is missing or wrong, as a sentence without its full stop. */
  String remedy() {
    if (!config.masterKey().isEmpty()) {
      return "Set it to the right one";
    }
    return "%s, or set %s or %s"
        .formatted(
            config.database().isEmpty()
                ? "Put the right file back"
                : "Copy master.key from the data folder of the bot to %s".formatted(file().path()),
            ConfigLoader.variable("master_key_file"),
            ConfigLoader.variable("master_key"));
  }

  private MasterKeyFile file() {
    return new MasterKeyFile(
        config.masterKeyFile().isEmpty()
            ? home.masterKey()
            : Path.of(config.masterKeyFile()).toAbsolutePath());
  }

  private MasterKey make() {
    MasterKeyFile file = file();
    if (home.dialect(config).holdsKeys()) {
      throw new CommandFailure(
          "The data in %s is sealed, and there is no master key %s. %s. Without the key the data cannot be read."
              .formatted(
                  config.database().isEmpty() ? home.folder() : "the database", place(), remedy()));
    }
    MasterKey key = MasterKey.random();
    try {
      file.make(key);
    } catch (IOException e) {
      throw unusable(file, e);
    }
    err.println(notice.made(file.path().toString()));
    return key;
  }

  private void warnOfOthers(MasterKeyFile file) throws IOException {
    if (file.openToOthers()) {
      err.println(notice.openToOthers(file.path().toString()));
    }
  }
}
