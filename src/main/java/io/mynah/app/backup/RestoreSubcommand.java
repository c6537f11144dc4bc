package io.mynah.app.backup;

import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ConfigLoader;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.Logging;
import io.mynah.app.wiring.MasterKeySource;
import io.mynah.app.wiring.MynahConfig;
import io.mynah.app.wiring.MynahHome;
import io.mynah.store.backup.DataCheck;
import io.mynah.store.database.Database;
import io.mynah.store.database.FolderLock;
import io.mynah.store.database.OtherVersion;
import io.mynah.vault.BrokenSeal;
import io.mynah.vault.MasterKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mynah restore SOURCE}: copies a backup to an empty data folder. */
@Command(name = "restore", description = "Copies a backup to an empty data folder, and checks it.")
public final class RestoreSubcommand implements Callable<Integer> {
  private static final String UNFINISHED = ".restore.unfinished";

  /** What may be in an empty data folder. */
  private static final Set<String> KEPT =
      Set.of("master.key", "master.key.next", "logs", "lost+found", FolderLock.FILE, UNFINISHED);

  /** What is restored, in the order in which it is put in its place. */
  private static final List<String> PLACED =
      List.of("mynah.yaml", "chosen.yaml", "bases", "blobs", "mynah.db");

  /** What a file begins with that pg_dump made with {@code --format=custom}. */
  private static final String DUMP_MAGIC = "PGDMP";

  private final CommandEnvironment environment;
  private final MynahHome home;

  @Parameters(paramLabel = "SOURCE", description = "The folder that mynah backup made.")
  private Path source = Path.of("");

  public RestoreSubcommand(CommandEnvironment environment) {
    this.environment = environment;
    home = environment.home();
  }

  @Override
  public Integer call() throws IOException {
    Logging.quiet();
    Path from = source.toAbsolutePath().normalize();
    BackupManifest manifest =
        BackupManifest.read(from)
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "%s is no whole backup: it has no backup.json that this Mynah can read. Give the folder that mynah backup made."
                            .formatted(from)));
    MynahConfig config =
        new ConfigLoader().load(new MynahHome(from).settings(), environment.environment());
    if (manifest.data() && !config.database().isEmpty()) {
      throw new CommandFailure(
          "The backup has the data itself, which belongs into the data folder. Restore it without MYNAH_DATABASE, and then copy it to the server with mynah migrate.",
          ExitCode.USAGE);
    }
    checkEmpty();
    home.create();
    try {
      restoreAlone(manifest, from, config);
    } catch (FolderLock.InUse e) {
      throw new CommandFailure(
          "Another Mynah is using the folder %s. Stop it first, or set MYNAH_HOME to another folder."
              .formatted(home.folder()));
    } catch (IOException e) {
      throw new CommandFailure(
          "The backup could not be copied to %s (%s), and nothing was restored. Is the disk full, or may you not read or write there?"
              .formatted(home.folder(), e.getClass().getSimpleName()));
    }
    say(
        "Restored %,d files of %.1f MB to %s, and checked them."
            .formatted(
                manifest.files().size(),
                manifest.files().stream().mapToLong(BackupManifest.Entry::bytes).sum() / 1e6,
                home.folder()));
    say(manifest.data() ? "Start Mynah." : databaseOf(from, config));
    return ExitCode.OK;
  }

  private void restoreAlone(BackupManifest manifest, Path from, MynahConfig config)
      throws IOException, FolderLock.InUse {
    FolderLock lock = FolderLock.take(home.folder());
    try (UnfinishedFolder unfinished = UnfinishedFolder.make(home.folder().resolve(UNFINISHED))) {
      restore(manifest, from, unfinished, config);
    } finally {
      lock.close();
    }
  }

  private static String databaseOf(Path from, MynahConfig config) throws IOException {
    String address =
        config.database().isEmpty() ? "jdbc:postgresql://HOST/DATABASE" : config.database();
    Path dump = from.resolve(BackupSubcommand.DUMP);
    String command = new PostgresCommands(address).restore(dump);
    if (isDump(dump)) {
      return """
          The data is not there yet: it belongs on a database server. Fill an empty database with
          this command, and start Mynah with MYNAH_DATABASE and the master key of the bot:
          %s"""
          .formatted(command);
    }
    return """
        The data is not in the backup: it was on a database server, and there is no %s that
        pg_dump has made. If the server still has the database, start Mynah with MYNAH_DATABASE
        set to it, and with the master key of the bot. If not, find a copy that pg_dump made, put
        it there, and fill an empty database with it:
        %s"""
        .formatted(dump, command);
  }

  /** Whether a file is there that pg_dump began as it does in the form that is asked for. */
  private static boolean isDump(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(DUMP_MAGIC.length()), StandardCharsets.ISO_8859_1)
          .equals(DUMP_MAGIC);
    }
  }

  private void checkEmpty() throws IOException {
    if (!Files.isDirectory(home.folder())) {
      return;
    }
    boolean cutOff =
        Files.exists(home.folder().resolve(UNFINISHED)) && !Files.exists(home.database());
    try (Stream<Path> files = Files.list(home.folder())) {
      for (Path each : files.toList()) {
        String name = String.valueOf(each.getFileName());
        boolean harmless =
            KEPT.contains(name) || (cutOff && PLACED.contains(name)) || isEmptyFolder(each);
        if (!harmless) {
          throw new CommandFailure(
              "The data folder %s is not empty: it has %s. Set MYNAH_HOME to an empty one, or move all but master.key elsewhere first."
                  .formatted(home.folder(), name));
        }
      }
    }
  }

  private static boolean isEmptyFolder(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    }
  }

  private void restore(
      BackupManifest manifest, Path from, UnfinishedFolder unfinished, MynahConfig config)
      throws IOException {
    Optional<MasterKey> key = manifest.data() ? Optional.of(key(config)) : Optional.empty();
    for (BackupManifest.Entry entry : manifest.files()) {
      Path file = from.resolve(entry.path());
      Path to = unfinished.path().resolve(entry.path());
      if (Files.isRegularFile(file)) {
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    Optional<String> damaged = manifest.findDamaged(unfinished.path());
    if (damaged.isPresent()) {
      throw new CommandFailure(
          "The backup is damaged: %s is missing or is not what it was. Nothing was restored. Take another backup, or another copy of this one."
              .formatted(damaged.get()));
    }
    if (key.isPresent()) {
      check(new MynahHome(unfinished.path()), key.get(), config);
    }
    unfinished.sync();
    place(unfinished.path());
  }

  private MasterKeySource keySource(MynahConfig config) {
    return new MasterKeySource(home, config, environment.terminal().err(), Locale.ENGLISH);
  }

  private MasterKey key(MynahConfig config) {
    MasterKeySource keys = keySource(config);
    return keys.existing()
        .orElseThrow(
            () ->
                new CommandFailure(
                    "The backup opens only with its master key, and there is none %s. Put your copy of the key there, or set MYNAH_MASTER_KEY to it, and restore again. Nothing was restored."
                        .formatted(keys.place())));
  }

  /** Opens the database, as a start does, and looks at all of it. */
  private void check(MynahHome copy, MasterKey key, MynahConfig config) {
    try (Database database = Database.sqlite(copy.database(), key)) {
      DataCheck.Finding finding = DataCheck.of(database, copy.blobs());
      if (finding != DataCheck.Finding.WHOLE) {
        throw new CommandFailure(
            finding == DataCheck.Finding.MISSING_BLOBS
                ? "The backup lacks files that its database names. Nothing was restored."
                : "The backup's database is damaged. Nothing was restored. Take another backup.");
      }
    } catch (BrokenSeal e) {
      throw new CommandFailure(
          "The backup was sealed with another master key than the one %s. Put the key there that its bot had then, or set MYNAH_MASTER_KEY to it, and restore again. Nothing was restored."
              .formatted(keySource(config).place()));
    } catch (OtherVersion e) {
      throw new CommandFailure(
          "The backup was made by a newer version of Mynah. Restore it with that one. Nothing was restored.");
    }
  }

  /** Moves all to its place, the database last: without it, nothing is restored. */
  private void place(Path copy) throws IOException {
    for (String name : PLACED) {
      Path to = home.folder().resolve(name);
      if (Files.exists(copy.resolve(name))) {
        delete(to);
        Files.move(copy.resolve(name), to, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    UnfinishedFolder.sync(home.folder());
  }

  /** Deletes what a restore that was cut off has left. */
  private static void delete(Path left) throws IOException {
    if (Files.exists(left)) {
      try (Stream<Path> all = Files.walk(left)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private void say(String words) {
    environment.terminal().out().println(words);
  }
}
