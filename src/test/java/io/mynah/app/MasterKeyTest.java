package io.mynah.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.app.wiring.ExitCode;
import io.mynah.store.TestPostgres;
import io.mynah.store.database.Database;
import io.mynah.vault.MasterKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where the master key comes from, and what is said when it does not come. */
class MasterKeyTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Path home;
  private Path key;
  private String err = "";

  @BeforeEach
  void name() {
    home = folder.resolve("home");
    key = home.resolve("master.key");
    environment.put("MYNAH_HOME", home.toString());
  }

  private int opens() {
    return mynah("people");
  }

  private int mynah(String command) {
    CommandRun run = CommandRun.of(environment, "", command);
    err = run.err();
    return run.code();
  }

  private byte[] database() throws IOException {
    return Files.readAllBytes(home.resolve("mynah.db"));
  }

  @Test
  void withoutOneItIsMadeForItsOwnerAloneAndSaidOnce() throws IOException {
    int unused = opens();
    assertThat(err).contains(key.toString()).contains("Keep a copy");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    String made = Files.readString(key);
    assertThat(err).doesNotContain(made.strip());
    int again = opens();
    assertThat(again).isEqualTo(unused);
    assertThat(err).doesNotContain(key.toString());
    assertThat(key).hasContent(made);
  }

  @Test
  void whoIsTalkedWithHearsOfItInTheirLanguage() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMAN);
    try {
      assertThat(mynah("try")).isZero();
    } finally {
      Locale.setDefault(before);
    }
    assertThat(err).startsWith("Alle Daten sind verschlüsselt").contains(key.toString());
  }

  @Test
  void whereDataWaitsForAKeyThatIsGoneNoOtherIsMadeAndNothingChanges() throws IOException {
    int unused = opens();
    String made = Files.readString(key);
    Files.delete(key);
    byte[] before = database();
    assertThat(opens()).isEqualTo(ExitCode.FAILED);
    assertThat(err)
        .contains(key.toString())
        .contains("Put the right file back")
        .contains("MYNAH_MASTER_KEY_FILE")
        .doesNotContain("Exception");
    assertThat(key).doesNotExist();
    assertThat(database()).isEqualTo(before);

    environment.put("MYNAH_MASTER_KEY", MasterKey.random().text());
    assertThat(opens()).isEqualTo(ExitCode.FAILED);
    assertThat(err)
        .contains("another master key than the one that MYNAH_MASTER_KEY is set to")
        .contains("Set it to the right one. Nothing was changed");
    assertThat(database()).isEqualTo(before);

    environment.put("MYNAH_MASTER_KEY", made);
    int code = opens();
    assertThat(code).isEqualTo(unused);
  }

  @Test
  @Timeout(120)
  void aWorkerMakesNoneAndSaysWhatIsMissing() {
    assertThat(mynah("worker")).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("Set MYNAH_DATABASE").doesNotContain("key");
    assertThat(home).doesNotExist();

    environment.put("MYNAH_DATABASE", "jdbc:postgresql://127.0.0.1:1/mynah");
    assertThat(mynah("worker")).isEqualTo(ExitCode.USAGE);
    assertThat(err)
        .contains("Copy master.key from the data folder of the bot to " + key)
        .contains("MYNAH_MASTER_KEY_FILE");
    assertThat(key).doesNotExist();
  }

  @Test
  void whereAServerHasTheDataTheKeyIsThatOfTheBot() {
    String address = TestPostgres.url(folder);
    try (Database database = Database.postgres(address, MasterKey.random())) {
      assertThat(database).isNotNull();
    }
    environment.put("MYNAH_DATABASE", address);
    assertThat(opens()).isEqualTo(ExitCode.FAILED);
    assertThat(err)
        .contains("The data in the database is sealed, and there is no master key in " + key)
        .contains("Copy master.key from the data folder of the bot to " + key);
    assertThat(key).doesNotExist();
  }

  @Test
  void theEnvironmentOrASettingMayBringItOrNameItsFile() throws IOException {
    MasterKey own = MasterKey.random();
    environment.put("MYNAH_MASTER_KEY", own.text());
    int code = opens();
    assertThat(key).doesNotExist();
    assertThat(err).doesNotContain("master key");

    environment.remove("MYNAH_MASTER_KEY");
    Path elsewhere = Files.writeString(folder.resolve("key"), own.text());
    environment.put("MYNAH_MASTER_KEY_FILE", elsewhere.toString());
    assertThat(opens()).isEqualTo(code);
    assertThat(key).doesNotExist();
  }

  @Test
  void aKeyThatOthersMayReadIsWarnedOf() throws IOException {
    int code = opens();
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(opens()).isEqualTo(code);
    assertThat(err).contains("chmod 600 " + key);
  }

  @Test
  void aNewOneTakesThePlaceOfTheOld() throws IOException {
    int code = opens();
    String old = Files.readString(key);
    assertThat(mynah("rekey")).isEqualTo(ExitCode.OK);
    String made = Files.readString(key);
    assertThat(made).isNotEqualTo(old);
    assertThat(opens()).isEqualTo(code);
    assertThat(home.resolve("master.key.next")).doesNotExist();
    Files.writeString(key, old);
    assertThat(opens()).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("another master key");

    // As a process leaves it that is killed before it put the new key in its place.
    Files.writeString(home.resolve("master.key.next"), made);
    assertThat(opens()).isEqualTo(code);
    assertThat(key).hasContent(made);

    environment.put("MYNAH_MASTER_KEY", made);
    assertThat(mynah("rekey")).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("MYNAH_MASTER_KEY_FILE");
  }

  @Test
  void oneThatCannotBePutInItsPlaceIsNamedAndPutThereAtTheNextStart() throws IOException {
    int code = opens();
    String old = Files.readString(key);
    Path inTheWay = Files.createDirectories(home.resolve("master.key.unfinished/x"));
    assertThat(mynah("rekey")).isEqualTo(ExitCode.FAILED);
    Path next = home.resolve("master.key.next");
    assertThat(err).contains(next.toString()).contains("next start").doesNotContain("old one");
    assertThat(key).hasContent(old);
    String made = Files.readString(next);

    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());
    assertThat(opens()).isEqualTo(code);
    assertThat(Files.readString(key)).isEqualTo(made);
  }

  @Test
  void whatIsNoKeyIsNotTakenForOneAndNotShown() throws IOException {
    environment.put("MYNAH_MASTER_KEY", "hunter2");
    assertThat(opens()).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("MYNAH_MASTER_KEY").contains("Base64").doesNotContain("hunter2");
    environment.remove("MYNAH_MASTER_KEY");
    Files.createDirectories(home);
    Files.writeString(key, "hunter2");
    assertThat(opens()).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains(key.toString()).contains("Base64").doesNotContain("hunter2");
    assertThat(key).hasContent("hunter2");
  }
}
