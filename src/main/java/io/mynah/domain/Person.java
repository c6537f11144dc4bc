package io.mynah.domain;

import java.time.Instant;
import java.util.List;

/**
 * A person of an imported chat. Only the store creates one, for the owner of the chat, so code that
 * has one may use the person's data.
 *
 * @param name the newest display name
 * @param aliases older names, newest first, without {@code name}
 * @param messages how many of their stored messages can be trained on
 * @param first when the first of them was sent
 * @param last when the last of them was sent
 */
public record Person(
    PersonId id,
    ChatId chat,
    PersonKey key,
    String name,
    List<String> aliases,
    int messages,
    Instant first,
    Instant last) {
  public Person {
    aliases = List.copyOf(aliases);
  }
}
