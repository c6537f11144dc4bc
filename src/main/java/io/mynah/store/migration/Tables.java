package io.mynah.store.migration;

import io.mynah.store.database.Database;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * The tables of a database that are copied: those that do not belong to a library or a process, and
 * are not counted by triggers.
 */
final class Tables {
  private static final Set<String> NOT_COPIED =
      Set.of("flyway_schema_history", "scheduled_tasks", "job_turns", "leases", "blob_chunks");

  private Tables() {}

  /**
   * A column.
   *
   * @param type as the database calls it
   * @param identity whether the database numbers rows by it
   */
  record Column(String name, String type, boolean identity) {}

  /** The columns of each table, in an order in which no row refers to one of a later table. */
  static Map<String, Map<String, Column>> of(Database database) {
    return database.read(Tables::of);
  }

  private static Map<String, Map<String, Column>> of(Handle handle) {
    try {
      Connection connection = handle.getConnection();
      DatabaseMetaData data = connection.getMetaData();
      Map<String, Set<String>> references = new TreeMap<>();
      for (String table : names(data, connection.getSchema())) {
        references.put(table, references(data, connection.getSchema(), table));
      }
      Map<String, Map<String, Column>> ordered = new LinkedHashMap<>();
      for (String table : order(references)) {
        ordered.put(table, columns(data, connection.getSchema(), table));
      }
      return ordered;
    } catch (SQLException e) {
      throw new IllegalStateException("the tables cannot be listed", e);
    }
  }

  private static Set<String> names(DatabaseMetaData data, String schema) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (ResultSet row = data.getTables(null, schema, "%", new String[] {"TABLE"})) {
      while (row.next()) {
        String name = row.getString("TABLE_NAME");
        if (!NOT_COPIED.contains(name) && !name.startsWith("sqlite_")) {
          names.add(name);
        }
      }
    }
    return names;
  }

  private static Set<String> references(DatabaseMetaData data, String schema, String table)
      throws SQLException {
    Set<String> references = new TreeSet<>();
    try (ResultSet row = data.getImportedKeys(null, schema, table)) {
      while (row.next()) {
        references.add(row.getString("PKTABLE_NAME"));
      }
    }
    return references;
  }

  private static List<String> order(Map<String, Set<String>> references) {
    List<String> ordered = new ArrayList<>();
    while (ordered.size() < references.size()) {
      List<String> next =
          references.keySet().stream()
              .filter(table -> !ordered.contains(table))
              .filter(table -> ordered.containsAll(references.get(table)))
              .toList();
      if (next.isEmpty()) {
        throw new IllegalStateException("tables refer to each other in a circle");
      }
      ordered.addAll(next);
    }
    return ordered;
  }

  private static Map<String, Column> columns(DatabaseMetaData data, String schema, String table)
      throws SQLException {
    Map<String, Column> columns = new LinkedHashMap<>();
    try (ResultSet row = data.getColumns(null, schema, table, "%")) {
      while (row.next()) {
        String name = row.getString("COLUMN_NAME");
        columns.put(
            name,
            new Column(
                name, row.getString("TYPE_NAME"), row.getString("IS_AUTOINCREMENT").equals("YES")));
      }
    }
    return columns;
  }
}
