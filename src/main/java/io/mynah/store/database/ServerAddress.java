package io.mynah.store.database;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The address of a database server, and its forms without a password.
 *
 * @param url as {@link PostgresDialect} takes it
 */
public record ServerAddress(String url) {
  /** Parameters that are no secrets; others may be. */
  private static final List<String> KNOWN =
      List.of("user", "currentSchema", "sslmode", "sslrootcert", "ApplicationName");

  /** The same address, with only those parameters that are known to be no secrets. */
  public String withoutPassword() {
    return "jdbc:" + uri(KNOWN::contains);
  }

  /**
   * The address as the programs of PostgreSQL take it.
   *
   * @param kept tells by its name whether a parameter stays
   */
  public String uri(Predicate<String> kept) {
    String place =
        url.replaceFirst("^jdbc:", "").replaceFirst("\\?.*", "").replaceFirst("//.*@", "//");
    String parameters =
        parameters().stream()
            .filter(each -> kept.test(each.replaceFirst("=.*", "")))
            .collect(Collectors.joining("&"));
    return parameters.isEmpty() ? place : place + "?" + parameters;
  }

  /** The parameters, as {@code NAME=VALUE} with encoded values. */
  public List<String> parameters() {
    int begin = url.indexOf('?');
    return begin < 0 ? List.of() : Arrays.asList(url.substring(begin + 1).split("&"));
  }
}
