package io.mynah.store.corpora;

import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.Message;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.domain.Reactions;
import io.mynah.store.database.Columns;
import io.mynah.store.database.Database;
import io.mynah.store.keys.AssociatedData;
import io.mynah.vault.DataKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.result.ResultIterable;

/** Stores imported chats with their people and messages. Thread-safe. */
public final class Corpora {
  private final Database database;
  private final Eraser eraser;

  public Corpora(Database database) {
    this.database = database;
    eraser = new Eraser(database);
  }

  Database database() {
    return database;
  }

  /**
   * Begins to import a chat, or to extend one that this owner imported before (by source key).
   * Until {@link Import#finish} ends, only new messages and names of already known people are
   * visible; closing before that undoes the import.
   */
  public Import begin(OwnerId owner, String sourceKey, String title, Instant now) {
    return new ChatImport(database, eraser, owner, null, () -> false, sourceKey, title, now);
  }

  /**
   * The same for one of the owner's uploads, as long as the upload exists and is not stopped.
   *
   * @param stopped polled until everything is stored
   */
  public Import begin(
      OwnerId owner,
      long upload,
      BooleanSupplier stopped,
      String sourceKey,
      String title,
      Instant now) {
    return new ChatImport(database, eraser, owner, upload, stopped, sourceKey, title, now);
  }

  /** An import in progress; used by one thread. */
  public interface Import extends AutoCloseable {
    /** Adds a message, unless the chat already has it. */
    void add(Message message);

    /**
     * Adds how often a person of the export reacted to messages of others. For each person the chat
     * keeps the reactions of the export with the most such messages, of several such the last.
     */
    void addReactions(PersonKey person, Reactions reactions);

    /**
     * Ends the import: records the people (new names become the display name, old ones aliases) and
     * updates the counts.
     *
     * @param people keys, newest names and aliases; counts come from the stored messages
     * @throws UnwantedImport if the upload was stopped or deleted meanwhile; none of its messages
     *     is stored then
     */
    Imported finish(List<PersonNames> people);

    @Override
    void close();
  }

  /** A person's names in an export. */
  public record PersonNames(PersonKey key, String name, List<String> aliases) {
    public PersonNames {
      aliases = List.copyOf(aliases);
    }
  }

  /**
   * The result of an import.
   *
   * @param people of the chat, those with most messages first
   * @param added messages that were new
   * @param reacted whether reactions of people were new
   */
  public record Imported(Chat chat, List<Person> people, int added, boolean reacted) {
    public Imported {
      people = List.copyOf(people);
    }
  }

  /** The chats of an owner, the newest import first. */
  public List<Chat> chats(OwnerId owner) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select * from chats where owner = :owner and imported_at > 0
                    order by imported_at desc, id desc""")
                .bind("owner", owner.value())
                .map(ChatsAndPeople.chats(database.keys(h)))
                .list());
  }

  /** A chat, if it is this owner's. */
  public Optional<Chat> chat(OwnerId owner, ChatId id) {
    return database
        .read(h -> ChatsAndPeople.chat(h, database.keys(h), id))
        .filter(chat -> chat.owner().equals(owner));
  }

  /**
   * The people of an owner's chats, those with most messages first. Those who are joined are one;
   * {@link Person#sources} has each as the person of one chat.
   */
  public List<Person> people(OwnerId owner) {
    return database.read(h -> ChatsAndPeople.of(h, database.keys(h), owner));
  }

  /** The people of each of an owner's chats; nobody is joined with anybody. */
  public List<Person> peopleOfChats(OwnerId owner) {
    return people(owner).stream().flatMap(person -> person.sources().stream()).toList();
  }

  /**
   * A person, if they are in a chat of this owner. For one who is joined to another, it is that
   * one.
   */
  public Optional<Person> person(OwnerId owner, PersonId id) {
    return database.read(h -> ChatsAndPeople.find(h, database.keys(h), owner, id));
  }

  /** A person as of one chat, without those they are joined with. */
  public Optional<Person> personOfChat(OwnerId owner, PersonId id) {
    return database.read(h -> ChatsAndPeople.findOfChat(h, database.keys(h), owner, id));
  }

  /**
   * The key of a person's chat, to seal files such as models. It changes when somebody in the chat
   * is erased. For people who are joined, it is the keys of all their chats. Empty if the person no
   * longer exists.
   */
  public Optional<DataKey> key(PersonId person) {
    return database.read(h -> JoinedPeople.key(h, database.keys(h), person));
  }

  /** The total length of the stored texts in an owner's chats, in UTF-8 bytes. */
  public long textLength(OwnerId owner) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select coalesce(sum(length(text) - :seal), 0) from messages
                    join chats on chats.id = messages.chat_id where chats.owner = :owner""")
                .bind("owner", owner.value())
                // Sealing adds the same number of bytes to each text.
                .bind("seal", database.keys(h).ofStore().seal("", "").length)
                .mapTo(Long.class)
                .one());
  }

  /** The messages of a chat in order of time, then id. */
  public List<Message> messages(Chat chat) {
    return read(chat, "sent_at, source_id", ResultIterable::list).orElse(List.of());
  }

  /**
   * The messages to train on: the newest of a person's chat, and beyond those the newest of the
   * person, in order of time, then id.
   *
   * @param person as of one chat
   * @param most UTF-16 units of everyone's text
   * @param mostOwn the same, of the person
   */
  public List<Message> latest(Person person, long most, long mostOwn) {
    return database.read(
        h ->
            database
                .keys(h)
                .find(person.chat())
                .map(
                    key ->
                        new LatestMessages(
                                person,
                                key,
                                ChatsAndPeople.keys(h, person.chat(), key),
                                most,
                                mostOwn)
                            .read(h))
                .orElse(List.of()));
  }

  /** Reads the messages of a chat, in order of ids, without holding them in memory. */
  public void read(Chat chat, Consumer<Message> reader) {
    boolean unused =
        read(
                chat,
                "source_id",
                messages -> {
                  messages.forEach(reader);
                  return true;
                })
            .isPresent();
  }

  /** Reads the messages of a chat in some order; returns nothing if the chat is gone. */
  private <T> Optional<T> read(
      Chat chat, String order, Function<ResultIterable<Message>, T> reader) {
    return database.read(
        h ->
            database
                .keys(h)
                .find(chat.id())
                .map(
                    key ->
                        reader.apply(
                            h.createQuery(
                                    """
                                    select source_id, person_id, sent_at, reply_to, text
                                    from messages where chat_id = :chat
                                    """
                                        + ChatsAndPeople.VISIBLE_MESSAGES
                                        + "order by "
                                        + order)
                                .bind("chat", chat.id().value())
                                .setFetchSize(1_000)
                                .map(messages(key, ChatsAndPeople.keys(h, chat.id(), key))))));
  }

  static RowMapper<Message> messages(DataKey key, Map<Long, PersonKey> people) {
    return (row, context) -> {
      long id = row.getLong("source_id");
      long replyTo = row.getLong("reply_to");
      boolean replies = !row.wasNull();
      return new Message(
          id,
          people.getOrDefault(row.getLong("person_id"), PersonKey.NOBODY),
          Columns.instant(row, "sent_at"),
          replies ? replyTo : null,
          key.openText(row.getBytes("text"), AssociatedData.text(id)));
    };
  }

  /** A text, and when it was sent. */
  private record SentText(long at, String text) {}

  /** The last texts of a person, in order of time. */
  public List<String> lastTexts(Person person, int most) {
    List<SentText> texts = new ArrayList<>();
    for (Person source : person.sources()) {
      List<SentText> newestFirst = new ArrayList<>(database.read(h -> lastTexts(h, source, most)));
      Collections.reverse(newestFirst);
      texts.addAll(newestFirst);
    }
    texts.sort(Comparator.comparingLong(SentText::at));
    return texts.subList(Math.max(0, texts.size() - most), texts.size()).stream()
        .map(SentText::text)
        .toList();
  }

  private List<SentText> lastTexts(Handle handle, Person source, int most) {
    return database
        .keys(handle)
        .find(source.id())
        .map(
            key ->
                handle
                    .createQuery(
                        """
                        select source_id, sent_at, text from messages where person_id = :person
                        order by sent_at desc, source_id desc limit :most""")
                    .bind("person", source.id().value())
                    .bind("most", most)
                    .map((row, context) -> new SentText(row.getLong("sent_at"), text(row, key)))
                    .list())
        .orElse(List.of());
  }

  private static String text(ResultSet row, DataKey key) throws SQLException {
    return key.openText(row.getBytes("text"), AssociatedData.text(row.getLong("source_id")));
  }

  /** Receives the messages of one person. */
  @FunctionalInterface
  public interface Reader {
    /** Receives a message and its id in the chat. */
    void read(long id, String text);
  }

  /**
   * Reads all messages of a person as of one chat, in order of ids, without holding them in memory.
   */
  public void read(Person person, Reader reader) {
    boolean unused =
        database.read(
            h -> {
              database.keys(h).find(person.chat()).ifPresent(key -> read(h, key, person, reader));
              return true;
            });
  }

  private static void read(Handle handle, DataKey key, Person person, Reader reader) {
    handle
        // The unary plus keeps the planner from using the index on person_id.
        .createQuery(
            """
            select source_id, text from messages
            where chat_id = :chat and +person_id = :person order by source_id""")
        .bind("chat", person.chat().value())
        .bind("person", person.id().value())
        .setFetchSize(1_000)
        .map(
            (row, context) -> {
              reader.read(row.getLong("source_id"), text(row, key));
              return true;
            })
        .forEach(read -> {});
  }

  /** A message by its id, if this person, as of one chat, wrote it. */
  public Optional<Message> message(Person person, long id) {
    return database.read(
        h ->
            database
                .keys(h)
                .find(person.chat())
                .flatMap(
                    key ->
                        h.createQuery(
                                """
                                select source_id, person_id, sent_at, reply_to, text from messages
                                where chat_id = :chat and source_id = :id
                                  and person_id = :person""")
                            .bind("chat", person.chat().value())
                            .bind("id", id)
                            .bind("person", person.id().value())
                            .map(messages(key, Map.of(person.id().value(), person.key())))
                            .findOne()));
  }

  /**
   * Erases a person: their messages, names, model record, jobs. Messages of others stay and are
   * sealed with a new key. The former key is destroyed, so anything else it sealed becomes
   * unreadable. A chat named after the person gets another name. A later import of the chat brings
   * the person back: it is a new consent.
   */
  public void forget(OwnerId owner, PersonId person) {
    if (eraser.person(owner, person)) {
      database.scrub();
    }
  }

  /** Erases a chat with everyone in it, and its key. */
  public void forget(OwnerId owner, ChatId chat) {
    if (eraser.chat(owner, chat)) {
      database.scrub();
    }
  }

  /**
   * Erases all data of an owner: keys, chats, people, jobs, settings, uploads, dialogue; not the
   * admission. Updates in the inbox are not stored by owner: the body of each is deleted when it is
   * done.
   */
  public void forgetEverything(OwnerId owner) {
    eraser.everything(owner);
    database.scrub();
  }

  /** Completes erasures, and removes imports, that an earlier process left unfinished. */
  public void forgetTheRest() {
    eraser.finishInterrupted();
  }
}
