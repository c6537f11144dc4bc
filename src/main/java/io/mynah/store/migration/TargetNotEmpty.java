package io.mynah.store.migration;

/** Thrown when the database to copy to already contains data. Nothing was changed. */
public final class TargetNotEmpty extends Exception {
  private static final long serialVersionUID = 1L;

  TargetNotEmpty(String table) {
    super("the table " + table + " has rows");
  }
}
