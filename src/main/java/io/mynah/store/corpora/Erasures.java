package io.mynah.store.corpora;

import io.mynah.domain.ChatId;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.store.database.Columns;
import io.mynah.store.database.Database;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Stores erasures that owners have confirmed until they are complete, so that the next start
 * continues them if the process is killed. Thread-safe.
 */
public final class Erasures {
  /** What an erasure erases. */
  public enum Kind {
    PERSON,
    CHAT,
    EVERYTHING
  }

  /**
   * A confirmed erasure.
   *
   * @param target the id of the person or the chat; 0 for everything
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

  /**
   * A message that shows trainings which the erasure stops.
   *
   * @param language the language of the message, as a BCP 47 tag
   */
  public record Notice(MessageRef message, String language) {}

  /** A person whose model is to be trained again. */
  public record Relearner(OwnerId owner, PersonId person) {}

  private final Database database;
  private final Jdbi jdbi;

  public Erasures(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /**
   * Stores an erasure, before anything is erased.
   *
   * @param relearners people whose models learned from the data, and are to be trained again
   * @param notices of the stopped trainings
   */
  public void begin(Erasure erasure, Collection<PersonId> relearners, Collection<Notice> notices) {
    jdbi.useTransaction(
        h -> {
          bind(
                  h.createUpdate(
                      """
                      insert into erasures (owner, kind, target) values (:owner, :kind, :target)
                      on conflict do nothing"""),
                  erasure)
              .execute();
          notices.forEach(notice -> insert(h, erasure, notice));
          PreparedBatch batch =
              h.prepareBatch(
                  "insert into relearners (person_id) select id from people where id = :person"
                      + database.dialect().forKeyShare()
                      + " on conflict do nothing");
          relearners.forEach(person -> batch.bind("person", person.value()).add());
          if (batch.size() > 0) {
            batch.execute();
          }
        });
  }

  private static void insert(Handle handle, Erasure erasure, Notice notice) {
    bind(
            handle.createUpdate(
                """
                insert into erasure_notices
                  (owner, kind, target, notice_address, notice_message, language)
                values (:owner, :kind, :target, :address, :message, :language)
                on conflict do nothing"""),
            erasure)
        .bind("address", notice.message().address().value())
        .bind("message", notice.message().messageId())
        .bind("language", notice.language())
        .execute();
  }

  private static <S extends SqlStatement<S>> S bind(S statement, Erasure erasure) {
    return statement
        .bind("owner", erasure.owner().value())
        .bind("kind", erasure.kind().name())
        .bind("target", erasure.target());
  }

  /** Whether anything of an owner is stored besides the language of their app. */
  public boolean anythingOf(OwnerId owner) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select exists (select 1 from chats where owner = :owner)
                      or exists (select 1 from preferences where owner = :owner)
                      or exists (select 1 from uploads where owner = :owner)
                      or exists (select 1 from expectations where owner = :owner)
                      or exists (select 1 from guess_scores where player = :owner)
                      or exists (select 1 from owner_keys where owner = :owner)""")
                .bind("owner", owner.value())
                .mapTo(Boolean.class)
                .one());
  }

  /** The erasures that are not complete. */
  public List<Erasure> pending() {
    return erasures("select owner, kind, target from erasures");
  }

  /** The complete erasures whose notices do not say so yet. */
  public List<Erasure> untold() {
    return erasures(
        """
        select owner, kind, target from erasure_notices
        except select owner, kind, target from erasures""");
  }

  private List<Erasure> erasures(String query) {
    return database.read(
        h ->
            h.createQuery(query + " order by owner, kind, target")
                .map(
                    (row, context) ->
                        new Erasure(
                            new OwnerId(row.getString("owner")),
                            Kind.valueOf(row.getString("kind")),
                            row.getLong("target")))
                .list());
  }

  /** The notices of the trainings that an erasure stops, until they are {@link #told}. */
  public List<Notice> notices(Erasure erasure) {
    return database.read(
        h ->
            bind(
                    h.createQuery(
                        """
                        select notice_address, notice_message, language from erasure_notices
                        where owner = :owner and kind = :kind and target = :target"""),
                    erasure)
                .map(
                    (row, context) ->
                        new Notice(
                            Objects.requireNonNull(Columns.notice(row)), row.getString("language")))
                .list());
  }

  /** Records that an erasure is complete. Its notices do not say so yet. */
  public void complete(Erasure erasure) {
    jdbi.useHandle(
        h ->
            bind(
                    h.createUpdate(
                        """
                        delete from erasures
                        where owner = :owner and kind = :kind and target = :target"""),
                    erasure)
                .execute());
  }

  /** Records that a notice says what was erased. */
  public void told(Erasure erasure, Notice notice) {
    jdbi.useHandle(
        h ->
            bind(
                    h.createUpdate(
                        """
                        delete from erasure_notices
                        where owner = :owner and kind = :kind and target = :target
                          and notice_address = :address and notice_message = :message"""),
                    erasure)
                .bind("address", notice.message().address().value())
                .bind("message", notice.message().messageId())
                .execute());
  }

  /** Removes an erasure that is complete, or that is not to be completed, with its notices. */
  public void done(Erasure erasure) {
    jdbi.useTransaction(
        h -> {
          for (String table : List.of("erasures", "erasure_notices")) {
            bind(
                    h.createUpdate(
                        "delete from "
                            + table
                            + " where owner = :owner and kind = :kind and target = :target"),
                    erasure)
                .execute();
          }
        });
  }

  /** The people who are to be trained again and have no job yet. */
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

  /** Removes a person who has been queued for training again. */
  public void relearns(PersonId person) {
    jdbi.useHandle(
        h ->
            h.createUpdate("delete from relearners where person_id = :person")
                .bind("person", person.value())
                .execute());
  }
}
