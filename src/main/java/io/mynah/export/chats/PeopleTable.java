package io.mynah.export.chats;

import io.mynah.domain.PersonKey;
import io.mynah.export.ExportLimits;
import io.mynah.export.ExportedPerson;
import io.mynah.export.Refusal.Reason;
import io.mynah.export.bytes.RefusedException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The people of one chat. A person seen recently is found without making a string. */
final class PeopleTable {
  private static final String DELETED = "Deleted Account";
  private static final int RECENT = 1 << 10;

  /** A person seen recently, with the id as the export writes it. */
  private record Seen(String raw, PersonTally person) {}

  private final Allowance allowance;
  private final Map<PersonKey, PersonTally> people = new LinkedHashMap<>();
  private final @Nullable Seen[] recent = new @Nullable Seen[RECENT];

  PeopleTable(Allowance allowance) {
    this.allowance = allowance;
  }

  /** Limits what is kept about people in all chats of an export together. */
  static final class Allowance {
    private final int perChat;
    private long left;

    Allowance(ExportLimits limits) {
      this.perChat = limits.people();
      this.left = (1L << 20) + 512L * limits.people();
    }

    /** Takes from the bytes left for what is listed before the messages. */
    void keep(int bytes) throws RefusedException {
      if (!take(bytes)) {
        throw RefusedException.limit(Reason.TOO_MANY_PEOPLE, perChat);
      }
    }

    /** Takes from the bytes left for people and what is kept of them. */
    boolean take(int bytes) {
      left -= bytes;
      return left >= 0;
    }

    /**
     * Takes from the bytes left for one more person of a chat.
     *
     * @param before how many people the chat has
     * @param text the person's name or id
     */
    boolean takePerson(int before, String text) {
      return before < perChat && take(256 + Character.BYTES * text.length());
    }
  }

  /**
   * Finds the author of a message and counts the message.
   *
   * @param draft its {@code name} is not blank
   * @return {@code null} for no person
   */
  @Nullable PersonTally find(MessageDraft draft, ChatHeader header) throws RefusedException {
    CharSlice raw = draft.peer.isEmpty() ? draft.name : draft.peer;
    int slot = ((raw.hash() * 0x9E3779B9) >>> 16) & (RECENT - 1);
    Seen seen = recent[slot];
    if (seen != null && raw.contentEquals(seen.raw()) && seen.person().hasLatestName(draft.name)) {
      seen.person().seenAgain(draft.seconds);
      return seen.person();
    }
    PersonTally person = lookUp(draft, header);
    if (person != null && raw.length() <= ChatHeader.NAME_LENGTH) {
      recent[slot] = new Seen(raw.copy(), person);
    }
    return person;
  }

  private @Nullable PersonTally lookUp(MessageDraft draft, ChatHeader header)
      throws RefusedException {
    String name = ChatHeader.clean(draft.name);
    PersonKey key = name == null ? null : key(draft.peer, name, header);
    if (name == null || key == null) {
      return null;
    }
    PersonTally person = people.get(key);
    if (person == null) {
      return add(key, name, draft.seconds);
    }
    if (person.addName(name, draft.seconds) && !allowance.take(64 + 2 * name.length())) {
      throw RefusedException.limit(Reason.TOO_MANY_PEOPLE, allowance.perChat);
    }
    return person;
  }

  /**
   * The key of a person.
   *
   * @param peer the id as the export writes it; may be empty
   * @param name cleaned; absent if the export has none
   * @return {@code null} for no person
   */
  static @Nullable PersonKey key(CharSlice peer, @Nullable String name, ChatHeader header) {
    String id = peer.isEmpty() ? null : id(peer, header);
    if (id != null) {
      return new PersonKey(id);
    }
    return name == null || name.equals(DELETED) ? null : PersonKey.ofName(name);
  }

  private static @Nullable String id(CharSlice peer, ChatHeader header) {
    return header.isTelegram()
        ? PeerIds.normalise(peer, header.isChannel())
        : header.origin.prefix() + peer.toText(ChatHeader.NAME_LENGTH);
  }

  private PersonTally add(PersonKey key, String name, long seconds) throws RefusedException {
    if (!allowance.takePerson(people.size(), name)) {
      throw RefusedException.limit(Reason.TOO_MANY_PEOPLE, allowance.perChat);
    }
    PersonTally person = new PersonTally(key, name, seconds);
    people.put(key, person);
    return person;
  }

  /**
   * Removes a person who turned out to be a bot.
   *
   * @return how many messages they had
   */
  int remove(PersonKey key) {
    PersonTally removed = people.remove(key);
    return removed == null ? 0 : removed.messages();
  }

  List<ExportedPerson> busiestFirst() {
    return people.values().stream()
        .filter(person -> person.messages() > 0)
        .sorted(Comparator.comparingInt(PersonTally::messages).reversed())
        .map(PersonTally::toPerson)
        .toList();
  }
}
