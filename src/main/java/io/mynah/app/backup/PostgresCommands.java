package io.mynah.app.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mynah.store.database.ServerAddress;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The commands of PostgreSQL that copy a database to a file and back, for a shell. They contain no
 * password.
 *
 * @param address as the setting {@code database}
 */
record PostgresCommands(String address) {
  /** Parameters that mean the same to these programs as to the driver. */
  private static final List<String> COMMON = List.of("user", "sslmode", "sslrootcert");

  private static final String SCHEMA = "currentSchema=";

  String dump(Path file) {
    String schemas =
        new ServerAddress(address)
            .parameters().stream()
                .filter(each -> each.startsWith(SCHEMA))
                .map(each -> URLDecoder.decode(each.substring(SCHEMA.length()), UTF_8))
                .map(schema -> " --schema=" + quoted(schema))
                .collect(Collectors.joining());
    return "pg_dump --format=custom --no-owner%s --file=%s %s"
        .formatted(schemas, quoted(file.toString()), quoted(database()));
  }

  /** Fills a database that is empty. */
  String restore(Path file) {
    return "pg_restore --no-owner --exit-on-error --single-transaction --dbname=%s %s"
        .formatted(quoted(database()), quoted(file.toString()));
  }

  private String database() {
    return new ServerAddress(address).uri(COMMON::contains);
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
