package io.mynah.store.conversation;

import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.store.database.Columns;
import io.mynah.store.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** As whom Mynah said which message, for {@link #KEPT}; not what was said. Thread-safe. */
public final class SpokenMessages {
  /** How long it is known as whom a message was said. */
  public static final Duration KEPT = Duration.ofDays(90);

  private final Database database;
  private final Jdbi jdbi;

  public SpokenMessages(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /**
   * As whom a message was said.
   *
   * @param owner to whom
   * @param rated whether they said that it is right or wrong
   */
  public record Saying(OwnerId owner, PersonId person, boolean rated) {}

  /**
   * Records as whom a message was said, unless they are forgotten; drops what is too old. Of one
   * that was recorded before it stays known whether it was rated.
   */
  public void record(MessageRef message, OwnerId owner, PersonId person, Instant now) {
    jdbi.useTransaction(
        h -> {
          h.createUpdate("delete from spoken_messages where said_at < :old")
              .bind("old", now.minus(KEPT).toEpochMilli())
              .execute();
          h.createUpdate(
                  """
                  insert into spoken_messages (address, message, owner, person_id, said_at)
                  select :address, :message, :owner, id, :now from people where id = :person
                  on conflict (address, message) do update
                  set owner = excluded.owner, person_id = excluded.person_id,
                    rated = spoken_messages.rated and spoken_messages.person_id = excluded.person_id,
                    said_at = excluded.said_at""")
              .bind("address", message.address().value())
              .bind("message", message.messageId())
              .bind("owner", owner.value())
              .bind("person", person.value())
              .bind("now", now.toEpochMilli())
              .execute();
        });
  }

  /** As whom a message was said, if to this owner. */
  public Optional<PersonId> find(OwnerId owner, MessageRef message) {
    return find(message).filter(saying -> saying.owner().equals(owner)).map(Saying::person);
  }

  /** As whom a message was said. */
  public Optional<Saying> find(MessageRef message) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select owner, person_id, rated from spoken_messages
                    where address = :address and message = :message""")
                .bind("address", message.address().value())
                .bind("message", message.messageId())
                .map(
                    (row, context) ->
                        new Saying(
                            new OwnerId(row.getString("owner")),
                            new PersonId(row.getLong("person_id")),
                            row.getBoolean("rated")))
                .findOne());
  }

  /** What was said to an owner, when and as whom. */
  public record Said(MessageRef message, PersonId person, boolean rated, Instant at) {}

  /** What was said to an owner, the oldest first. */
  public List<Said> of(OwnerId owner) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from spoken_messages where owner = :owner order by said_at, message")
                .bind("owner", owner.value())
                .map((row, context) -> said(row))
                .list());
  }

  /** What was said last to an owner at an address. */
  public Optional<Said> latest(OwnerId owner, Address address) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select * from spoken_messages where owner = :owner and address = :address
                    order by said_at desc, length(message) desc, message desc limit 1""")
                .bind("owner", owner.value())
                .bind("address", address.value())
                .map((row, context) -> said(row))
                .findOne());
  }

  private static Said said(ResultSet row) throws SQLException {
    return new Said(
        new MessageRef(new Address(row.getString("address")), row.getString("message")),
        new PersonId(row.getLong("person_id")),
        row.getBoolean("rated"),
        Columns.instant(row, "said_at"));
  }

  /** How many messages that were said as a person were rated as good. */
  public int liked(Person person) {
    return database.read(
        h ->
            h.createQuery("select liked from people where id = :person")
                .bind("person", person.id().value())
                .mapTo(Integer.class)
                .findOne()
                .orElse(0));
  }

  /** Marks a message as rated; says whether it was its owner who did, for the first time. */
  public boolean rate(OwnerId owner, MessageRef message) {
    return jdbi.inTransaction(h -> rate(h, owner, message));
  }

  /** Lets its owner rate a message once more. */
  public void unrate(OwnerId owner, MessageRef message) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    update spoken_messages set rated = :no
                    where address = :address and message = :message and owner = :owner""")
                .bind("no", false)
                .bind("address", message.address().value())
                .bind("message", message.messageId())
                .bind("owner", owner.value())
                .execute());
  }

  /**
   * Rates a message as good.
   *
   * @return how many of the person's were so far; empty if it is rated already or not this owner's
   */
  public OptionalInt like(OwnerId owner, MessageRef message) {
    return jdbi.inTransaction(
        h ->
            rate(h, owner, message)
                ? OptionalInt.of(
                    h.createQuery(
                            """
                            update people set liked = liked + 1
                            where id = (select person_id from spoken_messages
                              where address = :address and message = :message)
                            returning liked""")
                        .bind("address", message.address().value())
                        .bind("message", message.messageId())
                        .mapTo(Integer.class)
                        .one())
                : OptionalInt.empty());
  }

  private static boolean rate(Handle handle, OwnerId owner, MessageRef message) {
    return handle
            .createUpdate(
                """
                update spoken_messages set rated = :yes
                where address = :address and message = :message and owner = :owner
                  and rated = :no""")
            .bind("yes", true)
            .bind("no", false)
            .bind("address", message.address().value())
            .bind("message", message.messageId())
            .bind("owner", owner.value())
            .execute()
        > 0;
  }
}
