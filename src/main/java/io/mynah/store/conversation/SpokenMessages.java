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

/**
 * Stores which person's voice said each message of Mynah, for {@link #KEPT}; not the texts.
 * Thread-safe.
 */
public final class SpokenMessages {
  /** How long the record of a message is kept. */
  public static final Duration KEPT = Duration.ofDays(90);

  private final Database database;
  private final Jdbi jdbi;

  public SpokenMessages(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /**
   * Who said a message, and to whom.
   *
   * @param owner the owner it was said to
   * @param rated whether the owner has rated it
   */
  public record Saying(OwnerId owner, PersonId person, boolean rated) {}

  /**
   * Records which person said a message, unless the person was erased, and deletes old records. A
   * message recorded before keeps its rating.
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
                  """
                      + database.dialect().forKeyShare()
                      + """
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

  /** The person who said a message, if it was said to this owner. */
  public Optional<PersonId> find(OwnerId owner, MessageRef message) {
    return find(message).filter(record -> record.owner().equals(owner)).map(Saying::person);
  }

  /** Who said a message, and to whom. */
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

  /** A message that a person's voice said to an owner. */
  public record Said(MessageRef message, PersonId person, boolean rated, Instant at) {}

  /** The messages said to an owner, the oldest first. */
  public List<Said> of(OwnerId owner) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from spoken_messages where owner = :owner order by said_at, message")
                .bind("owner", owner.value())
                .map((row, context) -> said(row))
                .list());
  }

  /** The last message said to an owner at an address. */
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

  /** The person who said the last message at one of these addresses, whoever it was said to. */
  public Optional<PersonId> latest(List<Address> addresses) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select person_id from spoken_messages where address in (<addresses>)
                    order by said_at desc, length(message) desc, message desc limit 1""")
                .bindList("addresses", addresses.stream().map(Address::value).toList())
                .mapTo(Long.class)
                .findOne()
                .map(PersonId::new));
  }

  private static Said said(ResultSet row) throws SQLException {
    return new Said(
        new MessageRef(new Address(row.getString("address")), row.getString("message")),
        new PersonId(row.getLong("person_id")),
        row.getBoolean("rated"),
        Columns.instant(row, "said_at"));
  }

  /** How many messages of a person's voice were rated as good. */
  public int liked(Person person) {
    return database.read(
        h ->
            h.createQuery("select liked from people where id = :person")
                .bind("person", person.id().value())
                .mapTo(Integer.class)
                .findOne()
                .orElse(0));
  }

  /**
   * Marks a message as rated by its owner. Returns false if it is not theirs or was rated before.
   */
  public boolean rate(OwnerId owner, MessageRef message) {
    return jdbi.inTransaction(h -> rate(h, owner, message));
  }

  /** Marks a message as not rated, so that its owner can rate it again. */
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
   * @return how many of the person's messages are rated as good now; empty if it was rated before
   *     or is not this owner's
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
