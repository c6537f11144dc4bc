package io.mynah.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.database.Database;
import io.mynah.vault.MasterKey;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

@OnEachDatabase
class DataProbeTest {
  @Parameter DatabaseKind kind;
  @TempDir Path folder;

  @Test
  void anotherMasterKeyIsToldApartFromADatabaseThatDoesNotAnswer() {
    Database database = kind.open(folder, TestKeys.MASTER);
    DataProbe probe = new DataProbe(database);
    try (database) {
      assertThat(probe.databaseProblem()).isEmpty();
      assertThat(probe.keyProblem()).isEmpty();

      try (Database other = kind.open(folder, TestKeys.MASTER)) {
        other.rewrap(MasterKey.random());
      }
      assertThat(probe.databaseProblem()).isEmpty();
      assertThat(probe.keyProblem())
          .contains("the master key does not open the data any more; start again with the new one");
    }
    assertThat(probe.databaseProblem()).contains("it does not answer");
    assertThat(probe.keyProblem()).as("as it was last known").isPresent();
  }
}
