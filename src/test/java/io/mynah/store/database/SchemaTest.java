package io.mynah.store.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.store.DatabaseKind;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of database has the same tables and columns. */
class SchemaTest {
  private static final String OF_SQLITE =
      """
      select tables.name || '.' || columns.name
        || case when columns."notnull" or columns.pk > 0 then '' else ' or null' end
      from sqlite_master tables join pragma_table_info(tables.name) columns
      where tables.type = 'table' and tables.name not like 'sqlite%'""";

  private static final String OF_POSTGRES =
      """
      select table_name || '.' || column_name
        || case when is_nullable = 'YES' then ' or null' else '' end
      from information_schema.columns where table_schema = current_schema()""";

  /** Columns that SQLite has without being told, or that keep its keys on pages of their own. */
  private static final List<String> ONLY_IN_ONE =
      List.of(
          "admitted_users.rowid",
          "owner_keys.padding",
          "chat_keys.padding",
          "former_chat_keys.padding",
          "upload_keys.padding");

  @TempDir Path folder;

  /** The columns of a new database, each with its table, and marked if it may be null. */
  private Set<String> columns(DatabaseKind kind, String query) {
    try (Database database = kind.open(folder, TestKeys.MASTER)) {
      Set<String> columns =
          new TreeSet<>(
              database.<List<String>>read(h -> h.createQuery(query).mapTo(String.class).list()));
      ONLY_IN_ONE.forEach(columns::remove);
      // Blobs are files beside SQLite, and one process uses it; the last is of the migrating tool.
      columns.removeIf(
          column -> Stream.of("blob_chunks.", "leases.", "flyway_").anyMatch(column::startsWith));
      return columns;
    }
  }

  @Test
  void aColumnOfOneIsAColumnOfTheOther() {
    assertThat(columns(DatabaseKind.POSTGRES, OF_POSTGRES))
        .hasSizeGreaterThan(100)
        .isEqualTo(columns(DatabaseKind.SQLITE, OF_SQLITE));
  }
}
