package io.mynah.export.chats;

import io.mynah.domain.PersonKey;
import io.mynah.export.ExportedPerson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Counts one person's messages and collects their names. */
final class PersonTally {
  /**
   * Most names kept; more than a real person has, and of a forger's thousands the newest are kept.
   */
  private static final int NAMES = 16;

  /** A name, and when it was last seen. */
  private static final class NameSeen {
    final String name;
    long last;

    NameSeen(String name, long last) {
      this.name = name;
      this.last = last;
    }
  }

  private final PersonKey key;

  /** In the order in which they were last seen in the file. */
  private final List<NameSeen> names = new ArrayList<>(1);

  private NameSeen latest;
  private int messages;
  private long first;
  private long last;

  PersonTally(PersonKey key, String name, long seconds) {
    this.key = key;
    this.first = seconds;
    this.last = seconds;
    this.latest = new NameSeen(name, seconds);
    names.add(latest);
  }

  PersonKey key() {
    return key;
  }

  int messages() {
    return messages;
  }

  void count(long seconds) {
    messages++;
    first = Math.min(first, seconds);
    last = Math.max(last, seconds);
  }

  /** Whether this is the name that was seen last. */
  boolean hasLatestName(CharSlice name) {
    return name.contentEquals(latest.name);
  }

  void seenAgain(long seconds) {
    latest.last = Math.max(latest.last, seconds);
  }

  /** Records a name that was seen; returns whether it is new. */
  boolean addName(String name, long seconds) {
    for (NameSeen seen : names) {
      if (seen.name.equals(name)) {
        seen.last = Math.max(seen.last, seconds);
        latest = seen;
        names.remove(seen);
        names.add(seen);
        return false;
      }
    }
    latest = new NameSeen(name, seconds);
    if (names.size() < NAMES) {
      names.add(latest);
      return true;
    }
    NameSeen oldest = names.get(0);
    for (NameSeen seen : names) {
      oldest = seen.last < oldest.last ? seen : oldest;
    }
    names.remove(oldest);
    names.add(latest);
    return false;
  }

  ExportedPerson toPerson() {
    // Of names with the same time, or with none, the later one in the file is the newer.
    List<NameSeen> newestFirst = new ArrayList<>(names);
    Collections.reverse(newestFirst);
    newestFirst.sort(Comparator.comparingLong((NameSeen seen) -> seen.last).reversed());
    List<String> ordered = newestFirst.stream().map(seen -> seen.name).toList();
    return new ExportedPerson(
        key,
        ordered.get(0),
        ordered.subList(1, ordered.size()),
        messages,
        Instant.ofEpochSecond(first),
        Instant.ofEpochSecond(last));
  }
}
