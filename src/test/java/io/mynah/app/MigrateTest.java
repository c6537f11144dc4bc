package io.mynah.app;

import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.app.wiring.ExitCode;
import io.mynah.domain.OwnerId;
import io.mynah.store.TestPostgres;
import io.mynah.store.blobs.TestBlobs;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.database.Database;
import io.mynah.store.database.FolderLock;
import io.mynah.store.database.Lease;
import io.mynah.vault.MasterKey;
import io.mynah.vault.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moving to a database server and back, as whoever runs the machine does it. */
class MigrateTest {
  @TempDir Path home;
  private final Map<String, String> environment = new HashMap<>();
  private String address = "";

  @BeforeEach
  void fill() {
    address = TestPostgres.url(home);
    environment.put("MYNAH_HOME", home.toString());
    environment.put("MYNAH_MASTER_KEY", TestKeys.MASTER.text());
    try (Database database = Database.sqlite(home.resolve("mynah.db"), TestKeys.MASTER)) {
      twoPeople(new Corpora(database), OwnerId.LOCAL);
    }
  }

  private CommandRun mynah(String... arguments) {
    CommandRun run = CommandRun.of(environment, "", arguments);
    assertThat(run.err()).doesNotContain("Exception").doesNotContain("postgres:");
    return run;
  }

  @Test
  void thereAndBackAndTheSamePeopleAreKnown() throws Exception {
    CommandRun there = mynah("migrate", "--to", address);
    assertThat(there.err()).isEmpty();
    assertThat(there.code()).isZero();
    assertThat(there.out())
        .contains("rows")
        .contains("MYNAH_DATABASE")
        .contains("same master key")
        .contains("Delete them when all works");
    environment.put("MYNAH_DATABASE", address);
    environment.put("MYNAH_HOME", home.resolve("elsewhere").toString());
    assertThat(mynah("people").out()).contains("Bella").contains("Tim");
    assertThat(mynah("forget", "Bella", "--yes").code()).isZero();
    CommandRun back = mynah("migrate", "--to", "folder");
    assertThat(back.code()).isZero();
    assertThat(back.out()).contains("without MYNAH_DATABASE");

    environment.remove("MYNAH_DATABASE");
    assertThat(mynah("people").out()).contains("Tim").doesNotContain("Bella");
  }

  @Test
  void theOldDataOfTheFolderIsNotUsedUnaware(@TempDir Path elsewhere) throws Exception {
    assertThat(mynah("migrate", "--to", address + "&password=kingfisher").code()).isZero();
    for (String command : new String[] {"people", "backup " + elsewhere, "migrate --to x"}) {
      CommandRun refused = mynah(command.split(" "));
      assertThat(refused.code()).as(command).isEqualTo(ExitCode.USAGE);
      assertThat(refused.err())
          .contains(address.replaceFirst("\\?.*", ""))
          .contains("Set MYNAH_DATABASE")
          .contains("delete " + home.resolve("moved.txt"))
          .doesNotContain("kingfisher");
    }
    assertThat(home.resolve("moved.txt")).content().doesNotContain("kingfisher");

    environment.put("MYNAH_DATABASE", address);
    assertThat(mynah("people").out()).as("the same folder beside the server").contains("Bella");
    Files.move(home.resolve("mynah.db"), home.resolve("old.db"));
    assertThat(mynah("migrate", "--to", "folder").code()).isZero();
    environment.remove("MYNAH_DATABASE");
    assertThat(mynah("people").out()).as("after the way back").contains("Bella");
  }

  @Test
  void whoDeletesTheMarkGoesOnWithTheOldData() throws Exception {
    assertThat(mynah("migrate", "--to", address).code()).isZero();
    Files.delete(home.resolve("moved.txt"));
    assertThat(mynah("people").out()).contains("Bella");
  }

  @Test
  void whatIsInTheWayIsSaidAndNothingIsCopied() throws Exception {
    assertThat(mynah("migrate", "--to", "folder").err()).contains("in the data folder already");
    assertThat(mynah("migrate", "--to", "postgres").err()).contains("jdbc:postgresql://HOST");
    assertThat(mynah("migrate", "--to", "jdbc:postgresql://127.0.0.1:1/mynah").err())
        .contains("does not answer");
    try (FolderLock lock = FolderLock.take(home)) {
      assertThat(mynah("migrate", "--to", address).err()).contains("Another Mynah is using");
      assertThat(lock).isNotNull();
    }
    try (Database database = Database.postgres(address, MasterKey.random())) {
      assertThat(database).isNotNull();
    }
    assertThat(mynah("migrate", "--to", address).err()).contains("another master key");
  }

  @Test
  void nothingIsCopiedOverOtherData() {
    try (Database database = Database.postgres(address, TestKeys.MASTER)) {
      twoPeople(new Corpora(database), OwnerId.LOCAL);
    }
    CommandRun refused = mynah("migrate", "--to", address);
    assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.err()).contains("has data already");
    environment.put("MYNAH_DATABASE", address);
    CommandRun again = mynah("migrate", "--to", "folder");
    assertThat(again.err()).contains("has data already").contains("mynah.db");
    assertThat(mynah("migrate", "--to", address).err()).contains("on a server already");
  }

  @Test
  void aServerThatIsNoneIsSaid() {
    environment.put("MYNAH_DATABASE", "jdbc:postgresql://127.0.0.1:1/mynah");
    CommandRun run = mynah("people");
    assertThat(run.code()).as("a service starts again").isEqualTo(ExitCode.CUT_OFF);
    assertThat(run.err()).contains("does not answer");
    environment.put("MYNAH_DATABASE", "mysql://localhost/mynah");
    assertThat(mynah("people").err()).contains("jdbc:postgresql://HOST/DATABASE");
  }

  @Test
  void nothingIsCopiedWhileWorkersTrain() {
    assertThat(mynah("migrate", "--to", address).code()).isZero();
    environment.put("MYNAH_DATABASE", address);
    environment.put("MYNAH_HOME", home.resolve("elsewhere").toString());
    try (Database database = Database.postgres(address, TestKeys.MASTER);
        Lease worker =
            Lease.take(database, Lease.WORKERS + "another", Lease.Timing.DEFAULT, () -> {})
                .orElseThrow()) {
      CommandRun refused = mynah("migrate", "--to", "folder");
      assertThat(refused.err()).contains("Stop them first");
      assertThat(worker).isNotNull();
    }
    assertThat(mynah("migrate", "--to", "folder").code()).isZero();
  }

  @Test
  void anAddressWithoutADatabaseIsRefusedWithoutItsPassword() {
    environment.put("MYNAH_DATABASE", "jdbc:postgresql://localhost?password=kingfisher");
    CommandRun run = mynah("people");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("jdbc:postgresql://HOST/DATABASE").doesNotContain("kingfisher");
  }

  @Test
  void theFirstCommandAfterAnUpgradeTakesTheModelsIn() throws Exception {
    Path former = Files.createDirectories(home.resolve("models"));
    Files.write(former.resolve("1.model"), new byte[10]);
    assertThat(mynah("people").out()).contains("Bella");
    assertThat(former).doesNotExist();
    try (Database database = Database.sqlite(home.resolve("mynah.db"), TestKeys.MASTER)) {
      assertThat(new TestBlobs(database, home.resolve("blobs")).names("model"))
          .containsExactly("model/1");
    }
  }
}
