package io.mynah.store.database;

/** The database was made by a version of Mynah with other tables. Nothing was changed. */
public final class OtherVersion extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  OtherVersion(Throwable cause) {
    super("the database has the tables of another version", cause);
  }
}
