package io.mynah.export;

import io.mynah.domain.PersonKey;
import java.time.Instant;
import java.util.List;

/**
 * A person in an export.
 *
 * @param name the newest name
 * @param aliases older names, newest first
 * @param messages how many of their messages can be learned from
 * @param first when the first of them was sent
 * @param last when the last of them was sent
 */
public record ExportedPerson(
    PersonKey key, String name, List<String> aliases, int messages, Instant first, Instant last) {
  public ExportedPerson {
    aliases = List.copyOf(aliases);
  }
}
