package io.mynah.store.conversation;

import io.mynah.domain.Address;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.store.database.Database;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Stores which person's voice answers an owner at an address; not what they say. Thread-safe. */
public final class ChatSessions {
  private final Database database;
  private final Jdbi jdbi;

  public ChatSessions(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /**
   * Lets this person answer from now on, in place of anyone else.
   *
   * @return false if the person no longer exists
   */
  public boolean begin(OwnerId owner, Address address, PersonId person) {
    return jdbi.withHandle(
        h ->
            h.createUpdate(
                        """
                        insert into chat_sessions (owner, address, person_id)
                        select :owner, :address, id from people where id = :person
                        """
                            + database.dialect().forKeyShare()
                            + "on conflict (owner, address) do update"
                            + " set person_id = excluded.person_id")
                    .bind("owner", owner.value())
                    .bind("address", address.value())
                    .bind("person", person.value())
                    .execute()
                > 0);
  }

  /** The person who answers an owner at an address. */
  public Optional<PersonId> with(OwnerId owner, Address address) {
    return database.read(
        h ->
            h.createQuery(
                    "select person_id from chat_sessions where owner = :owner and address = :address")
                .bind("owner", owner.value())
                .bind("address", address.value())
                .mapTo(Long.class)
                .findOne()
                .map(PersonId::new));
  }

  /** A session: the person who answers at an address. */
  public record Talk(Address address, PersonId person) {}

  /** An owner's sessions. */
  public List<Talk> of(OwnerId owner) {
    return database.read(
        h ->
            h.createQuery(
                    "select address, person_id from chat_sessions where owner = :owner order by address")
                .bind("owner", owner.value())
                .map(
                    (row, context) ->
                        new Talk(
                            new Address(row.getString("address")),
                            new PersonId(row.getLong("person_id"))))
                .list());
  }

  /** Ends the session of an owner at an address. */
  public void end(OwnerId owner, Address address) {
    jdbi.useHandle(
        h ->
            h.createUpdate("delete from chat_sessions where owner = :owner and address = :address")
                .bind("owner", owner.value())
                .bind("address", address.value())
                .execute());
  }
}
