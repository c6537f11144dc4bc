package io.mynah.app;

import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.mynah.app.wiring.ExitCode;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.store.TestPostgres;
import io.mynah.store.backup.DataCopy;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.blobs.TestBlobs;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.database.Database;
import io.mynah.vault.MasterKey;
import io.mynah.vault.TestKeys;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backing up and restoring, as whoever runs the machine does it. */
class BackupTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Path home;
  private Path backup;

  @BeforeEach
  void fill() throws Exception {
    home = Files.createDirectory(folder.resolve("home"));
    backup = folder.resolve("backups").resolve("monday");
    environment.put("MYNAH_HOME", home.toString());
    environment.put("MYNAH_MASTER_KEY", TestKeys.MASTER.text());
    try (Database database = Database.sqlite(home.resolve("mynah.db"), TestKeys.MASTER)) {
      twoPeople(new Corpora(database), OwnerId.LOCAL);
      new TestBlobs(database, home.resolve("blobs"))
          .put(BlobName.model(new PersonId(1)), new byte[] {1, 2, 3});
    }
  }

  private CommandRun mynah(String... arguments) {
    CommandRun run = CommandRun.of(environment, "", arguments);
    assertThat(run.err()).doesNotContain("Exception:").doesNotContain("went wrong");
    return run;
  }

  private CommandRun backUp() {
    return mynah("backup", backup.toString());
  }

  /** Restores into another data folder. */
  private CommandRun restore() {
    environment.put("MYNAH_HOME", folder.resolve("next").toString());
    return mynah("restore", backup.toString());
  }

  private void isNotRestored() throws IOException {
    assertThat(folder.resolve("next").resolve("mynah.db")).doesNotExist();
    assertThat(files(folder.resolve("next"))).noneMatch(name -> name.contains("blobs/"));
  }

  private static List<String> files(Path place) throws IOException {
    if (!Files.exists(place)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(place)) {
      return all.filter(Files::isRegularFile).map(f -> place.relativize(f).toString()).toList();
    }
  }

  @Test
  void whatWasBackedUpIsThereAgainInAnotherFolder() throws Exception {
    Files.writeString(home.resolve("mynah.yaml"), "limits:\n  jobs: 7 # few\n");
    Files.writeString(home.resolve("chosen.yaml"), "training:\n  base: none\n");
    Path base = Files.createDirectories(home.resolve("bases").resolve("tiny"));
    Files.write(base.resolve("model.base"), new byte[2_000_000]);
    Files.writeString(base.resolve("about.json"), "{}");
    CommandRun made = backUp();
    assertThat(made.err()).isEmpty();
    assertThat(made.code()).isZero();
    assertThat(made.out())
        .contains("1 models")
        .contains("Copied mynah.yaml, and 1 added bases (2.0 MB).")
        .contains("The master key is not in it")
        .contains("MYNAH_MASTER_KEY")
        .doesNotContain("Bella");

    CommandRun restored = restore();
    assertThat(restored.err()).isEmpty();
    assertThat(restored.code()).isZero();
    assertThat(restored.out()).contains("and checked them").contains("Start Mynah");
    assertThat(mynah("people").out()).contains("Bella").contains("Tim");
    Path next = folder.resolve("next");
    assertThat(next.resolve("mynah.yaml")).hasContent("limits:\n  jobs: 7 # few\n");
    assertThat(next.resolve("chosen.yaml")).exists();
    assertThat(next.resolve("bases").resolve("tiny").resolve("model.base")).exists();
    assertThat(next.resolve(".restore.unfinished")).doesNotExist();
    assertThat(files(next)).anyMatch(name -> name.startsWith("blobs"));
  }

  @Test
  void aBackupIsMadeNowhereElseThanInANewFolder() throws Exception {
    assertThat(backUp().code()).isZero();
    CommandRun again = backUp();
    assertThat(again.code()).isEqualTo(ExitCode.USAGE);
    assertThat(again.err()).contains("is not empty").contains("a new folder for each backup");
    assertThat(mynah("backup", home.resolve("backup").toString()).err())
        .contains("is in the data folder");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(mynah("backup", empty.toString()).code()).isZero();
    environment.put("MYNAH_HOME", folder.resolve("nowhere").toString());
    assertThat(mynah("backup", folder.resolve("b").toString()).err()).contains("There is no data");
    assertThat(folder.resolve("nowhere")).doesNotExist();
    assertThat(files(folder.resolve("b"))).isEmpty();
  }

  @Test
  void theMasterKeyIsNotInItWhereverItIsKept() throws Exception {
    environment.remove("MYNAH_MASTER_KEY");
    Files.writeString(home.resolve("master.key"), TestKeys.MASTER.text());
    assertThat(backUp().out()).contains("master.key: keep a copy");
    assertThat(holdsKey()).isFalse();

    Files.delete(home.resolve("master.key"));
    Files.writeString(
        home.resolve("mynah.yaml"),
        "master_key: \"" + TestKeys.MASTER.text() + "\"\nallowed: everyone\n");
    backup = folder.resolve("second");
    assertThat(backUp().code()).isZero();
    assertThat(holdsKey()).isFalse();
    assertThat(backup.resolve("mynah.yaml")).content().contains("everyone");
  }

  @Test
  void aKeyInACommentIsNotInItEither() throws Exception {
    String key = TestKeys.MASTER.text();
    String settings = "# mine\nallowed: everyone # all\n";
    Files.writeString(
        home.resolve("mynah.yaml"), settings + "# master_key: \"" + key + "\"\n  # " + key + "\n");
    assertThat(backUp().code()).isZero();
    assertThat(backup.resolve("mynah.yaml")).hasContent(settings);

    Files.writeString(home.resolve("mynah.yaml"), settings + "master_key: \"\" # " + key + "\n");
    backup = folder.resolve("second");
    assertThat(backUp().code()).isZero();
    assertThat(holdsKey()).isFalse();
    assertThat(backup.resolve("mynah.yaml")).content().contains("everyone");
  }

  @Test
  void whoIsErasedWhileTheListOfFilesIsMadeIsNotInIt() throws Exception {
    try (Database database = Database.sqlite(home.resolve("mynah.db"), TestKeys.MASTER)) {
      addLargeModel(database, 1L << 28);
      Path copy = backup.resolveSibling(".monday.unfinished").resolve("mynah.db");
      CompletableFuture<CommandRun> made = CompletableFuture.supplyAsync(this::backUp);
      await().until(() -> Files.exists(copy));
      new Corpora(database).forgetEverything(OwnerId.LOCAL);
      assertThat(made.get().code()).isZero();
    }
    assertThat(
            new DataCopy(home.resolve("mynah.db"), home.resolve("blobs"))
                .holdsNoDestroyedKey(backup.resolve("mynah.db")))
        .isTrue();
    assertThat(restore().code()).isZero();
    assertThat(mynah("people").out()).doesNotContain("Bella");
  }

  /** A model of a person 2, which takes long to copy and to read. */
  private void addLargeModel(Database database, long bytes) throws IOException {
    TestBlobs blobs = new TestBlobs(database, home.resolve("blobs"));
    blobs.put(BlobName.model(new PersonId(2)), new byte[1]);
    Path file = blobs.file(BlobName.model(new PersonId(2)));
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(bytes);
    }
    database.jdbi().useHandle(h -> h.execute("update blobs set size = ? where size = 1", bytes));
  }

  private boolean holdsKey() throws IOException {
    for (String name : files(backup)) {
      if (new String(Files.readAllBytes(backup.resolve(name)), StandardCharsets.ISO_8859_1)
          .contains(TestKeys.MASTER.text())) {
        return true;
      }
    }
    return false;
  }

  @Test
  void nothingIsRestoredWithoutTheRightMasterKey() throws Exception {
    backUp();
    environment.remove("MYNAH_MASTER_KEY");
    CommandRun missing = restore();
    assertThat(missing.code()).isEqualTo(ExitCode.FAILED);
    assertThat(missing.err()).contains("there is none in").contains("set MYNAH_MASTER_KEY");
    isNotRestored();
    environment.put("MYNAH_MASTER_KEY", MasterKey.random().text());
    assertThat(restore().err()).contains("another master key");
    isNotRestored();

    environment.remove("MYNAH_MASTER_KEY");
    Files.writeString(folder.resolve("next").resolve("master.key"), TestKeys.MASTER.text());
    assertThat(restore().code()).isZero();
    assertThat(mynah("people").out()).contains("Bella");
  }

  @Test
  void aDamagedBackupIsRefused() throws Exception {
    backUp();
    Path database = backup.resolve("mynah.db");
    byte[] whole = Files.readAllBytes(database);
    byte[] other = whole.clone();
    other[other.length - 9] ^= 1;
    Files.write(database, other);
    assertThat(restore().err()).contains("damaged: mynah.db");
    isNotRestored();
    Files.write(database, whole);

    Path blob;
    try (Stream<Path> blobs = Files.list(backup.resolve("blobs"))) {
      blob = blobs.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(blob);
    Files.delete(blob);
    assertThat(restore().err()).contains("damaged: blobs/");
    isNotRestored();
    Files.write(blob, bytes);

    Path list = backup.resolve("backup.json");
    String listed = Files.readString(list);
    Files.writeString(list, listed.replace("mynah.db", "../mynah.db"));
    assertThat(restore().err()).contains("no whole backup");
    Files.writeString(list, listed.substring(0, listed.length() / 2));
    assertThat(restore().err()).contains("no whole backup");
    Files.delete(list);
    assertThat(restore().err()).contains("no whole backup");
    isNotRestored();
    Files.writeString(list, listed);
    assertThat(restore().code()).isZero();
  }

  @Test
  void nothingIsRestoredOverOtherData() throws Exception {
    backUp();
    CommandRun over = mynah("restore", backup.toString());
    assertThat(over.code()).isEqualTo(ExitCode.FAILED);
    assertThat(over.err()).contains("is not empty").contains("all but master.key");
    assertThat(restore().code()).isZero();
    assertThat(restore().err()).contains("is not empty");
    Path settings = Files.createDirectory(folder.resolve("third")).resolve("mynah.yaml");
    Files.writeString(settings, "");
    environment.put("MYNAH_HOME", folder.resolve("third").toString());
    assertThat(mynah("restore", backup.toString()).err()).contains("it has mynah.yaml");
  }

  @Test
  void aRestoreThatWasCutOffIsBegunAnew() throws Exception {
    backUp();
    Path next = Files.createDirectory(folder.resolve("next"));
    Files.createDirectories(next.resolve(".restore.unfinished").resolve("blobs"));
    Files.writeString(next.resolve(".restore.unfinished").resolve("mynah.db"), "half");
    Files.createDirectory(next.resolve("blobs"));
    Files.writeString(next.resolve("blobs").resolve("left"), "left");
    assertThat(restore().code()).isZero();
    assertThat(next.resolve("blobs").resolve("left")).doesNotExist();
    assertThat(mynah("people").out()).contains("Bella");
  }

  @Test
  void aBackupThatIsKilledLeavesNothingThatLooksLikeOne() throws Exception {
    try (Database database = Database.sqlite(home.resolve("mynah.db"), TestKeys.MASTER)) {
      addLargeModel(database, 1L << 30);
    }
    Path unfinished = backup.resolveSibling(".monday.unfinished");
    try (MynahProcess process = MynahProcess.start(environment, "backup", backup.toString())) {
      await().until(() -> Files.exists(unfinished.resolve("blobs")));
      process.kill();
    }
    assertThat(backup).doesNotExist();
    assertThat(mynah("restore", unfinished.toString()).err()).contains("no whole backup");

    try (Database database = Database.sqlite(home.resolve("mynah.db"), TestKeys.MASTER)) {
      new TestBlobs(database, home.resolve("blobs"))
          .store()
          .delete(BlobName.model(new PersonId(2)));
    }
    assertThat(backUp().code()).isZero();
    assertThat(unfinished).doesNotExist();
    assertThat(restore().code()).isZero();
  }

  @Test
  void whereTheDataIsOnAServerTheRestIsBackedUpAndTheCommandForTheDataIsSaid() throws Exception {
    environment.put(
        "MYNAH_DATABASE",
        "jdbc:postgresql://db.example:5433/mynah?user=ann&password=kingfisher&currentSchema=my%20own");
    Files.writeString(home.resolve("mynah.yaml"), "allowed: everyone\n");
    CommandRun made = backUp();
    assertThat(made.code()).isZero();
    assertThat(made.out())
        .contains("pg_dump --format=custom")
        .contains("'postgresql://db.example:5433/mynah?user=ann'")
        .contains("--schema='my own'")
        .contains("is not complete")
        .contains("only what is in the data folder")
        .contains("in the database, which is on a server")
        .doesNotContain("kingfisher");
    assertThat(files(backup)).containsExactlyInAnyOrder("mynah.yaml", "backup.json");

    CommandRun restored = restore();
    assertThat(restored.code()).isZero();
    assertThat(restored.out())
        .contains("there is no " + backup.resolve("database.dump"))
        .contains("If the server still has the database")
        .contains("pg_restore")
        .doesNotContain("kingfisher");
    assertThat(folder.resolve("next").resolve("mynah.yaml")).exists();
  }

  @Test
  void aFileThatIsNoCopyOfADatabaseIsNotTakenForOne() throws Exception {
    environment.put("MYNAH_DATABASE", "jdbc:postgresql://db.example/mynah");
    assertThat(backUp().code()).isZero();
    Path dump = backup.resolve("database.dump");
    Files.createFile(dump);
    assertThat(restore().out()).contains("there is no " + dump);
    Files.writeString(dump, "PGDMP and so on");
    environment.put("MYNAH_HOME", folder.resolve("third").toString());
    assertThat(mynah("restore", backup.toString()).out())
        .contains("The data is not there yet")
        .contains("pg_restore");
  }

  @Test
  void theCommandsThatAreSaidCopyTheDatabaseOfAServerAndFillAnother() throws Exception {
    environment.put("MYNAH_DATABASE", TestPostgres.url(home));
    try (Database database = Database.postgres(TestPostgres.url(home), TestKeys.MASTER)) {
      twoPeople(new Corpora(database), OwnerId.LOCAL);
    }
    Shell dumped = Shell.run(lastLineWith(backUp().out(), "pg_dump"));
    assumeThat(dumped.code())
        .as("a pg_dump that is as new as the server: %s", dumped.output())
        .isZero();

    Path next = folder.resolve("next");
    environment.put("MYNAH_DATABASE", TestPostgres.emptyUrl(next, "UTF8"));
    CommandRun restored = restore();
    assertThat(restored.out()).contains("The data is not there yet");
    Shell filled = Shell.run(lastLineWith(restored.out(), "pg_restore"));
    assertThat(filled.code()).as(filled.output()).isZero();
    assertThat(mynah("people").out()).contains("Bella").contains("Tim");
  }

  private static String lastLineWith(String text, String words) {
    return text.lines().filter(line -> line.startsWith(words)).findFirst().orElseThrow();
  }

  /** What a command of the shell came to. */
  private record Shell(int code, String output) {
    static Shell run(String command) throws Exception {
      Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Shell(process.waitFor(), output);
    }
  }

  @Test
  void aBackupOfAFolderIsNotRestoredBesideAServer() throws Exception {
    backUp();
    environment.put("MYNAH_DATABASE", "jdbc:postgresql://db.example/mynah");
    CommandRun refused = restore();
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("without MYNAH_DATABASE").contains("mynah migrate");
    isNotRestored();
  }
}
