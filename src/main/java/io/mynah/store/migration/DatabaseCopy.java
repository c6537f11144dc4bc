package io.mynah.store.migration;

import io.mynah.store.blobs.BlobStore;
import io.mynah.store.database.Database;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Copies all data between a SQLite file and a PostgreSQL server: all of it or nothing. Everything
 * stays sealed, so both need the same master key. The caller must be the only user of both.
 */
public final class DatabaseCopy {
  /**
   * What was copied.
   *
   * @param blobs models, checkpoints and uploads
   * @param blobBytes all of their bytes
   */
  public record Copied(long rows, int blobs, long blobBytes) {}

  /** A database with its blobs. */
  public record Place(Database database, BlobStore blobs) {}

  /** Tables that have a row as soon as a database is opened; it is replaced. */
  private static final Set<String> MADE_AT_OPENING = Set.of("store_keys", "counters");

  /** Columns that one kind of database has and the other does not. */
  private static final Set<String> OF_ONE_KIND = Set.of("padding", "rowid");

  private static final int BATCH = 1_000;

  private final Place from;
  private final Place to;

  public DatabaseCopy(Place from, Place to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Copies.
   *
   * @throws TargetNotEmpty if there is data where it would be copied to
   * @throws IOException if a blob cannot be copied
   */
  public Copied run() throws TargetNotEmpty, IOException {
    Map<String, Map<String, Tables.Column>> source = Tables.of(from.database);
    Map<String, Map<String, Tables.Column>> target = Tables.of(to.database);
    if (!source.keySet().equals(target.keySet())) {
      throw new IllegalStateException("the databases have different tables");
    }
    checkEmpty(target.keySet());
    BlobStore.Contents contents = from.blobs.copyContents(to.blobs);
    boolean copied = false;
    try {
      long rows =
          from.database.read(
              read ->
                  Jdbi.create(to.database.dialect().unpooled())
                      .inTransaction(write -> copy(read, write, source, target)));
      copied = true;
      return new Copied(rows, contents.versions().size(), contents.bytes());
    } finally {
      if (!copied) {
        to.blobs.discard(contents);
      }
    }
  }

  private void checkEmpty(Set<String> tables) throws TargetNotEmpty {
    for (String table : tables) {
      if (!MADE_AT_OPENING.contains(table) && to.database.read(h -> count(h, table)) > 0) {
        throw new TargetNotEmpty(table);
      }
    }
  }

  private static long count(Handle handle, String table) {
    return handle.createQuery("select count(*) from " + table).mapTo(Long.class).one();
  }

  private long copy(
      Handle read,
      Handle write,
      Map<String, Map<String, Tables.Column>> source,
      Map<String, Map<String, Tables.Column>> target) {
    long all = 0;
    for (Map.Entry<String, Map<String, Tables.Column>> each : target.entrySet()) {
      all +=
          copy(
              read,
              write,
              each.getKey(),
              source.getOrDefault(each.getKey(), Map.of()),
              each.getValue());
    }
    return all;
  }

  private long copy(
      Handle read,
      Handle write,
      String table,
      Map<String, Tables.Column> source,
      Map<String, Tables.Column> target) {
    if (MADE_AT_OPENING.contains(table)) {
      write.execute("delete from " + table);
    }
    long rows;
    try {
      rows = copy(read, write, table, common(table, source, target));
    } catch (SQLException e) {
      throw new IllegalStateException("the table " + table + " could not be copied", e);
    }
    if (count(read, table) != count(write, table)) {
      throw new IllegalStateException("rows of the table " + table + " are missing");
    }
    for (Tables.Column column : target.values()) {
      if (column.identity() && source.containsKey(column.name())) {
        long last = from.database.dialect().lastNumber(read, table, column.name());
        to.database.dialect().setLastNumber(write, table, column.name(), last);
      }
    }
    return rows;
  }

  /** The columns to copy, as PostgreSQL has them. */
  private List<Tables.Column> common(
      String table, Map<String, Tables.Column> source, Map<String, Tables.Column> target) {
    List<Tables.Column> common = new ArrayList<>();
    boolean sourceIsTyped = from.database.dialect().isOnServer();
    for (Tables.Column column : source.values()) {
      if (OF_ONE_KIND.contains(column.name())) {
        continue;
      }
      Tables.Column other = target.get(column.name());
      if (other == null) {
        throw new IllegalStateException("no column " + column.name() + " in " + table);
      }
      common.add(sourceIsTyped ? column : other);
    }
    return common;
  }

  private static long copy(Handle read, Handle write, String table, List<Tables.Column> columns)
      throws SQLException {
    String names = columns.stream().map(Tables.Column::name).collect(Collectors.joining(", "));
    String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
    // Where rows have numbers that nobody refers to, they keep their order.
    String order = table.equals("admitted_users") ? " order by rowid" : "";
    long rows = 0;
    try (Statement select = read.getConnection().createStatement();
        PreparedStatement insert =
            write
                .getConnection()
                .prepareStatement(
                    "insert into " + table + " (" + names + ") values (" + marks + ")")) {
      select.setFetchSize(BATCH);
      try (ResultSet row = select.executeQuery("select " + names + " from " + table + order)) {
        while (row.next()) {
          for (int i = 1; i <= columns.size(); i++) {
            insert.setObject(i, value(row, i, columns.get(i - 1).type()));
          }
          insert.addBatch();
          if (++rows % BATCH == 0) {
            int[] unused = insert.executeBatch();
          }
        }
      }
      int[] unused = insert.executeBatch();
    }
    return rows;
  }

  private static @Nullable Object value(ResultSet row, int index, String type) throws SQLException {
    Object value = row.getObject(index);
    if (value == null) {
      return null;
    }
    return switch (type) {
      case "bool" -> row.getBoolean(index);
      case "bytea" -> row.getBytes(index);
      default -> value;
    };
  }
}
