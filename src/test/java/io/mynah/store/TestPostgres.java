package io.mynah.store;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.mynah.store.database.PostgresDialect;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;

/**
 * A PostgreSQL server of this process, with a database for each folder that a test names: a copy of
 * one with all tables, which is dropped some time after the folder was deleted.
 */
public final class TestPostgres {
  private static final String TEMPLATE = "migrated";

  private static final Map<Path, String> DATABASES = new HashMap<>();
  private static int made;

  /** Starts when it is first needed, and ends with the process. */
  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        // Nothing of it must survive a power cut.
        EmbeddedPostgres server =
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .start();
        Jdbi.create(server.getPostgresDatabase())
            .useHandle(h -> h.execute("create database " + TEMPLATE));
        DatabaseKind.migrate(new PostgresDialect(server.getJdbcUrl("postgres", TEMPLATE)));
        return server;
      } catch (IOException e) {
        throw new IllegalStateException("PostgreSQL could not be started", e);
      }
    }
  }

  private TestPostgres() {}

  /** Ends a test where no server can run: as root it needs unshare to be another user. */
  private static void requireServer() {
    assumeThat(System.getProperty("user.name").equals("root") && !LinuxUtils.isUnshareAvailable())
        .as("a machine where root may not become another user by unshare")
        .isFalse();
  }

  /** Another server, whose commits survive a power cut; to be closed. */
  public static EmbeddedPostgres startDurable() throws IOException {
    requireServer();
    return EmbeddedPostgres.builder().start();
  }

  /** The address of a folder's database, which is made if there is none. */
  public static synchronized String url(Path folder) {
    requireServer();
    String known = DATABASES.get(folder);
    if (known == null) {
      known = make("template " + TEMPLATE);
      DATABASES.put(folder, known);
    }
    return Server.RUNNING.getJdbcUrl("postgres", known);
  }

  /** The address of a new database without tables. Makes the folder. */
  public static synchronized String emptyUrl(Path folder, String encoding) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    DATABASES.put(folder, make("template template0 locale 'C' encoding '" + encoding + "'"));
    return url(folder);
  }

  private static String make(String options) {
    requireServer();
    String name = "test" + ++made;
    Jdbi.create(Server.RUNNING.getPostgresDatabase())
        .useHandle(
            h -> {
              dropUnused(h);
              h.execute("create database " + name + " " + options);
            });
    return name;
  }

  private static void dropUnused(Handle handle) {
    for (Path folder : new ArrayList<>(DATABASES.keySet())) {
      if (!Files.exists(folder)) {
        handle.execute("drop database " + DATABASES.remove(folder) + " with (force)");
      }
    }
  }

  private static <T> T read(Path folder, HandleCallback<T, RuntimeException> read) {
    return Jdbi.create(new PostgresDialect(url(folder)).unpooled()).withHandle(read);
  }

  /** A column of texts or bytes. */
  private record Column(String table, String name, boolean bytes) {}

  /** Whether a text's bytes lie in any row of a folder's database. */
  static boolean anyRowHolds(Path folder, String text) {
    return read(folder, h -> columns(h).stream().anyMatch(column -> holds(h, column, text)));
  }

  private static List<Column> columns(Handle handle) {
    return handle
        .createQuery(
            """
            select table_name, column_name, data_type from information_schema.columns
            where table_schema = 'public' and data_type in ('text', 'bytea')""")
        .map(
            (row, context) ->
                new Column(row.getString(1), row.getString(2), row.getString(3).equals("bytea")))
        .list();
  }

  private static boolean holds(Handle handle, Column column, String text) {
    if (!column.bytes() && text.indexOf(0) >= 0) {
      return false; // the server accepts no such text
    }
    var query =
        handle.createQuery(
            "select exists (select 1 from "
                + column.table()
                + " where position(:needle in "
                + column.name()
                + ") > 0)");
    return (column.bytes()
            ? query.bind("needle", text.getBytes(StandardCharsets.UTF_8))
            : query.bind("needle", text))
        .mapTo(Boolean.class)
        .one();
  }

  /** Whether bytes lie in any file of a folder's database, the server's log apart. */
  public static boolean anyFileHolds(Path folder, byte[] bytes) {
    Path files =
        read(
            folder,
            h -> {
              h.execute("checkpoint");
              return Path.of(
                  h.createQuery(
                          "select setting || '/base/' || oid from pg_settings, pg_database"
                              + " where name = 'data_directory' and datname = current_database()")
                      .mapTo(String.class)
                      .one());
            });
    String needle = new String(bytes, StandardCharsets.ISO_8859_1);
    try (var each = Files.list(files)) {
      for (Path file : each.toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(needle)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
