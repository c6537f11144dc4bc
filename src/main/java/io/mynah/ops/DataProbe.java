package io.mynah.ops;

import io.mynah.store.database.Database;
import io.mynah.vault.BrokenSeal;
import java.util.Optional;

/** Finds out whether the database answers, and whether the master key still opens it. */
public final class DataProbe {
  private final Database database;
  private volatile boolean opened = true;

  public DataProbe(Database database) {
    this.database = database;
  }

  /** Asks the database. */
  public Optional<String> databaseProblem() {
    try {
      database.probe();
      opened = true;
      return Optional.empty();
    } catch (BrokenSeal e) {
      opened = false;
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of("it does not answer");
    }
  }

  /** What is wrong with the master key, as the database last told. */
  public Optional<String> keyProblem() {
    return opened
        ? Optional.empty()
        : Optional.of(
            "the master key does not open the data any more; start again with the new one");
  }
}
