package io.mynah.store.corpora;

import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.store.database.Database;
import io.mynah.store.keys.Keys;
import io.mynah.store.keys.LayeredKey;
import io.mynah.vault.DataKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Stores which people of an owner's chats are one person for the owner. One of them is the main
 * one; only that one has a voice. What others get as a {@link Person} is made here. Thread-safe.
 */
public final class JoinedPeople {
  private final Database database;

  public JoinedPeople(Database database) {
    this.database = database;
  }

  /** What became of the wish to join two people. */
  public enum Outcome {
    JOINED,
    ALREADY,
    /** Some of them are of the same chat. */
    SAME_CHAT,
    /** The one to be added has a bot of its own. */
    HAS_BOT,
    /** One of them is not, or no longer, in the owner's chats. */
    GONE
  }

  /**
   * Joins a person, and whoever they are joined with, to another. The voices of those who are added
   * go, with what was liked of them, and nobody hears them in groups any more; they stay with the
   * main one's.
   *
   * @param main whose name, chat and key are used
   * @param voiced whether the one who is added has a voice, or a training was cancelled just now
   */
  public Outcome join(OwnerId owner, PersonId main, PersonId other, boolean voiced, Instant now) {
    return database
        .jdbi()
        .inTransaction(
            h -> {
              database.dialect().beginWrite(h);
              new ErasureTransaction(h, database).lock(owner);
              return join(h, owner, main, other, voiced, now);
            });
  }

  private Outcome join(
      Handle handle, OwnerId owner, PersonId main, PersonId other, boolean voiced, Instant now) {
    List<Person> all = ChatsAndPeople.of(handle, database.keys(handle), owner);
    Person to = having(all, main);
    Person added = having(all, other);
    if (to == null || added == null) {
      return Outcome.GONE;
    }
    if (to.id().equals(added.id())) {
      return Outcome.ALREADY;
    }
    if (added.sources().stream().anyMatch(source -> to.isOf(source.chat()))) {
      return Outcome.SAME_CHAT;
    }
    if (exists(handle, "voice_bots", added.id())) {
      return Outcome.HAS_BOT;
    }
    for (Person source : added.sources()) {
      handle
          .createUpdate(
              """
              insert into joined_people (person_id, main_id, voiced, joined_at)
              values (:person, :main, :voiced, :now)
              on conflict (person_id) do update
              set main_id = excluded.main_id, joined_at = excluded.joined_at""")
          .bind("person", source.id().value())
          .bind("main", to.id().value())
          .bind("voiced", voiced && source.id().equals(added.id()))
          .bind("now", now.toEpochMilli())
          .execute();
    }
    forgetVoice(handle, added.id());
    handle.execute("delete from shares where person_id = ?", added.id().value());
    handle.execute("delete from relearners where person_id = ?", added.id().value());
    // Groups were shown the main one's messages of one chat, and nobody asked about the others.
    handle
        .createUpdate("update shares set real_messages = :no where person_id = :main")
        .bind("no", false)
        .bind("main", to.id().value())
        .execute();
    Shares.dropEmptyGroups(handle);
    return Outcome.JOINED;
  }

  private static @Nullable Person having(List<Person> all, PersonId id) {
    return all.stream()
        .filter(person -> person.sources().stream().anyMatch(source -> source.id().equals(id)))
        .findFirst()
        .orElse(null);
  }

  /**
   * Ends what was joined. The voice has learned from all of them, so it goes, and those who had one
   * are to be trained again ({@link Erasures#relearners}).
   *
   * @param voiced whether there is a voice, or a training was cancelled just now
   * @return whether the person was joined with anybody
   */
  public boolean separate(OwnerId owner, PersonId main, boolean voiced) {
    return database
        .jdbi()
        .inTransaction(
            h -> {
              database.dialect().beginWrite(h);
              new ErasureTransaction(h, database).lock(owner);
              boolean joined =
                  ChatsAndPeople.find(h, database.keys(h), owner, main)
                      .filter(person -> !person.joined().isEmpty())
                      .filter(person -> person.id().equals(main))
                      .isPresent();
              if (joined) {
                separate(h, main, voiced);
              }
              return joined;
            });
  }

  private void separate(Handle handle, PersonId main, boolean voiced) {
    if (voiced) {
      handle.execute(
          "insert into relearners (person_id) values (?) on conflict do nothing", main.value());
    }
    handle.execute(
        """
        insert into relearners (person_id)
        select person_id from joined_people where main_id = ? and voiced
        on conflict do nothing""",
        main.value());
    forgetVoice(handle, main);
    handle.execute("delete from joined_people where main_id = ?", main.value());
  }

  private static boolean exists(Handle handle, String table, PersonId person) {
    return handle
        .createQuery("select exists (select 1 from " + table + " where person_id = :person)")
        .bind("person", person.value())
        .mapTo(Boolean.class)
        .one();
  }

  /**
   * Deletes the records of a person's voice in all versions, what was liked of it, and the
   * trainings that might still make one. Whoever calls this deletes the files.
   */
  private static void forgetVoice(Handle handle, PersonId person) {
    for (String table :
        List.of(
            "voices", "voice_versions", "voice_comparisons", "liked_messages", "guess_scores")) {
      handle.execute("delete from " + table + " where person_id = ?", person.value());
    }
    handle.execute(
        "delete from jobs where person_id = ? and state in ('QUEUED', 'RUNNING')", person.value());
  }

  /**
   * Deletes the voices of joined people that learned from a chat which is not that of their main
   * one: somebody of the chat is erased, and the key of the main one's chat stays.
   */
  static void forgetVoices(Handle handle, ChatId learned) {
    handle
        .createQuery(
            """
            select distinct main_id from joined_people
            join people on people.id = joined_people.person_id where people.chat_id = :chat""")
        .bind("chat", learned.value())
        .mapTo(Long.class)
        .list()
        .forEach(main -> forgetVoice(handle, new PersonId(main)));
  }

  /**
   * Separates people who are erased from those they are joined with. What those were taught since
   * they were joined goes, too.
   *
   * @param erased a query of their ids, with the parameter {@code :value}
   */
  static void separate(Handle handle, String erased, long value) {
    handle
        .createUpdate(
            """
            delete from corrections where exists (select 1 from joined_people
              where joined_people.main_id = corrections.person_id
                and joined_people.joined_at <= corrections.made_at
                and joined_people.person_id in (%s))"""
                .formatted(erased))
        .bind("value", value)
        .execute();
    handle
        .createUpdate(
            "delete from joined_people where person_id in (%s) or main_id in (%s)"
                .formatted(erased, erased))
        .bind("value", value)
        .execute();
  }

  /** The main one of each joined person, or of one group of them, in the order of ids. */
  private static Map<PersonId, PersonId> mains(Handle handle, String condition, Object value) {
    Map<PersonId, PersonId> mains = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            select joined_people.person_id, joined_people.main_id from joined_people
            join people on people.id = joined_people.main_id
            join chats on chats.id = people.chat_id
            where\s"""
                + condition
                + " order by joined_people.person_id")
        .bind("value", value)
        .map(
            (row, context) ->
                Map.entry(
                    new PersonId(row.getLong("person_id")), new PersonId(row.getLong("main_id"))))
        .forEach(each -> mains.put(each.getKey(), each.getValue()));
    return mains;
  }

  /** The people of an owner as the owner sees them. */
  static List<Person> of(Handle handle, OwnerId owner, List<Person> people) {
    return combined(people, mains(handle, "chats.owner = :value", owner.value()));
  }

  /** The ids of those who are one person with somebody, who is among them. */
  static List<PersonId> with(Handle handle, PersonId person) {
    Set<PersonId> all = new LinkedHashSet<>(List.of(person));
    mains(
            handle,
            """
            joined_people.main_id in (
              select :value union select main_id from joined_people where person_id = :value)""",
            person.value())
        .forEach(
            (each, main) -> {
              all.add(main);
              all.add(each);
            });
    return List.copyOf(all);
  }

  /** The keys of all chats of those who are one person with somebody. */
  static Optional<DataKey> key(Handle handle, Keys keys, PersonId person) {
    List<PersonId> all = with(handle, person);
    if (all.size() < 2) {
      return keys.find(person);
    }
    Map<ChatId, DataKey> layers = new LinkedHashMap<>();
    for (PersonId each : all) {
      Optional<ChatId> chat =
          handle
              .createQuery("select chat_id from people where id = :id")
              .bind("id", each.value())
              .mapTo(Long.class)
              .findOne()
              .map(ChatId::new);
      Optional<DataKey> key = chat.flatMap(keys::find);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      layers.put(chat.get(), key.get());
    }
    return Optional.of(new LayeredKey(layers));
  }

  /** The people of one group as one person, if they are joined and visible. */
  static List<Person> combined(Handle handle, PersonId one, List<Person> people) {
    return combined(
        people,
        mains(
            handle,
            """
            joined_people.main_id in (
              select :value union select main_id from joined_people where person_id = :value)""",
            one.value()));
  }

  private static List<Person> combined(List<Person> people, Map<PersonId, PersonId> mains) {
    if (mains.isEmpty()) {
      return people;
    }
    Map<PersonId, Person> byId = new LinkedHashMap<>();
    people.forEach(person -> byId.put(person.id(), person));
    Map<PersonId, List<Person>> groups = new LinkedHashMap<>();
    for (Person person : people) {
      PersonId main = mains.get(person.id());
      // One whose main one is hidden, as it is being erased, is already a person of its own.
      PersonId seen = main != null && byId.containsKey(main) ? main : person.id();
      groups.computeIfAbsent(seen, id -> new ArrayList<>()).add(person);
    }
    List<Person> combined = new ArrayList<>();
    groups.forEach((main, group) -> combined.add(combined(byId.get(main), group)));
    combined.sort(
        Comparator.comparingInt(Person::messages)
            .reversed()
            .thenComparingLong(person -> person.id().value()));
    return combined;
  }

  private static Person combined(@Nullable Person first, List<Person> group) {
    Person main = Objects.requireNonNull(first);
    if (group.size() < 2) {
      return main;
    }
    List<Person> sources =
        Stream.concat(
                Stream.of(main),
                group.stream()
                    .filter(person -> !person.id().equals(main.id()))
                    .sorted(Comparator.comparingLong(person -> person.id().value())))
            .toList();
    List<String> aliases =
        sources.stream()
            .flatMap(each -> Stream.concat(Stream.of(each.name()), each.aliases().stream()))
            .distinct()
            .filter(name -> !name.equals(main.name()))
            .toList();
    List<Person> wrote = sources.stream().filter(each -> each.messages() > 0).toList();
    return new Person(
        main.id(),
        main.chat(),
        main.key(),
        main.name(),
        aliases,
        wrote.stream().mapToInt(Person::messages).sum(),
        wrote.stream().map(Person::first).min(Instant::compareTo).orElse(main.first()),
        wrote.stream().map(Person::last).max(Instant::compareTo).orElse(main.last()),
        sources);
  }
}
