package io.mynah.store;

import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What owners said yes to be erased, from the yes until all of it is, so that a process that is
 * killed in between does the rest at its next start. Thread-safe.
 */
public final class Erasures {
  /** What may be erased. */
  public enum Kind {
    PERSON,
    CHAT,
    EVERYTHING
  }

  /**
   * Something that is to be erased.
   *
   * @param target the person's id or the chat's; 0 for everything
   */
  public record Erasure(OwnerId owner, Kind kind, long target) {
    public static Erasure of(OwnerId owner, PersonId person) {
      return new Erasure(owner, Kind.PERSON, person.value());
    }

    public static Erasure of(OwnerId owner, ChatId chat) {
      return new Erasure(owner, Kind.CHAT, chat.value());
    }

    public static Erasure ofEverything(OwnerId owner) {
      return new Erasure(owner, Kind.EVERYTHING, 0);
    }
  }

  /** One whose voice is to be trained again. */
  public record Relearner(OwnerId owner, PersonId person) {}

  private final Database database;
  private final Jdbi jdbi;

  public Erasures(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /**
   * Notes what is to be erased, before any of it is.
   *
   * @param relearners whose voices learned from it, and are to be trained again
   */
  public void begin(Erasure erasure, Collection<PersonId> relearners) {
    jdbi.useTransaction(
        h -> {
          h.createUpdate(
                  """
                  insert into erasures (owner, kind, target) values (:owner, :kind, :target)
                  on conflict do nothing""")
              .bind("owner", erasure.owner().value())
              .bind("kind", erasure.kind().name())
              .bind("target", erasure.target())
              .execute();
          PreparedBatch batch =
              h.prepareBatch(
                  "insert into relearners (person_id) values (:person) on conflict do nothing");
          relearners.forEach(person -> batch.bind("person", person.value()).add());
          if (batch.size() > 0) {
            batch.execute();
          }
        });
  }

  /** Whether anything is stored of an owner beside the language of their app. */
  public boolean anythingOf(OwnerId owner) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select exists (select 1 from chats where owner = :owner)
                      or exists (select 1 from preferences where owner = :owner)
                      or exists (select 1 from uploads where owner = :owner)
                      or exists (select 1 from dialogues where owner = :owner)
                      or exists (select 1 from guesses where player = :owner)
                      or exists (select 1 from owner_keys where owner = :owner)""")
                .bind("owner", owner.value())
                .mapTo(Boolean.class)
                .one());
  }

  /** What is not done. */
  public List<Erasure> pending() {
    return database.read(
        h ->
            h.createQuery("select owner, kind, target from erasures order by owner, kind, target")
                .map(
                    (row, context) ->
                        new Erasure(
                            new OwnerId(row.getString("owner")),
                            Kind.valueOf(row.getString("kind")),
                            row.getLong("target")))
                .list());
  }

  /** Nothing of it is left to be erased. */
  public void done(Erasure erasure) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    delete from erasures
                    where owner = :owner and kind = :kind and target = :target""")
                .bind("owner", erasure.owner().value())
                .bind("kind", erasure.kind().name())
                .bind("target", erasure.target())
                .execute());
  }

  /** Who is to be trained again and does not wait for it yet. */
  public List<Relearner> relearners() {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select chats.owner, people.id from relearners
                    join people on people.id = relearners.person_id
                    join chats on chats.id = people.chat_id order by people.id""")
                .map(
                    (row, context) ->
                        new Relearner(
                            new OwnerId(row.getString("owner")), new PersonId(row.getLong("id"))))
                .list());
  }

  /** One waits to be trained again, or was. */
  public void relearns(PersonId person) {
    jdbi.useHandle(
        h ->
            h.createUpdate("delete from relearners where person_id = :person")
                .bind("person", person.value())
                .execute());
  }
}
