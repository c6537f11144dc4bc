package io.mynah.domain;

import java.time.Instant;
import java.util.List;

/**
 * A person of an imported chat, or of several whose people the owner has joined. Only the store
 * creates one, for the owner of the chats, so code that has one may use the person's data.
 *
 * @param id of the main one, if several are joined; so are the chat, the key and the name
 * @param name the newest display name
 * @param aliases older names, newest first, without {@code name}; of all who are joined
 * @param messages how many of their stored messages can be trained on, in all chats
 * @param first when the first of them was sent
 * @param last when the last of them was sent
 * @param joined those who are joined, each as the person of one chat, the main one first; empty if
 *     none are
 */
public record Person(
    PersonId id,
    ChatId chat,
    PersonKey key,
    String name,
    List<String> aliases,
    int messages,
    Instant first,
    Instant last,
    List<Person> joined) {
  public Person {
    aliases = List.copyOf(aliases);
    joined = List.copyOf(joined);
  }

  /** The person of each chat, the main one first; one unless several are joined. */
  public List<Person> sources() {
    return joined.isEmpty() ? List.of(this) : joined;
  }

  /** Whether the person is, or is joined with, somebody of a chat. */
  public boolean isOf(ChatId one) {
    return sources().stream().anyMatch(source -> source.chat().equals(one));
  }
}
