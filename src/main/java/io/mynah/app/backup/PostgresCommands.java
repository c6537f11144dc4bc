package io.mynah.app.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.Arrays;
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
  private static final List<String> COMMON = List.of("user=", "sslmode=", "sslrootcert=");

  private static final String SCHEMA = "currentSchema=";

  String dump(Path file) {
    String schemas =
        parameters().stream()
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
    String place =
        address.replaceFirst("^jdbc:", "").replaceFirst("\\?.*", "").replaceFirst("//.*@", "//");
    String parameters =
        parameters().stream()
            .filter(each -> COMMON.stream().anyMatch(each::startsWith))
            .collect(Collectors.joining("&"));
    return parameters.isEmpty() ? place : place + "?" + parameters;
  }

  private List<String> parameters() {
    int begin = address.indexOf('?');
    return begin < 0 ? List.of() : Arrays.asList(address.substring(begin + 1).split("&"));
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
