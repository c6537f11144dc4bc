package io.mynah.store.conversation;

import io.mynah.domain.Address;
import io.mynah.domain.OwnerId;
import io.mynah.store.database.Columns;
import io.mynah.store.database.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Stores what input Mynah expects next from an owner at an address ("send me the file now").
 * Thread-safe.
 */
public final class Expectations {
  private final Database database;
  private final Jdbi jdbi;

  public Expectations(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /** Stores what is expected until an instant, in place of what was expected before. */
  public void expect(OwnerId owner, Address address, Expectation expectation, Instant until) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    insert into expectations (owner, address, expectation, until_at)
                    values (:owner, :address, :expectation, :until)
                    on conflict (owner, address) do update
                    set expectation = excluded.expectation, until_at = excluded.until_at""")
                .bind("owner", owner.value())
                .bind("address", address.value())
                .bind("expectation", expectation.encode())
                .bind("until", until.toEpochMilli())
                .execute());
  }

  /** What is expected of an owner at an address, unless it has expired. */
  public Optional<Expectation> expected(OwnerId owner, Address address, Instant now) {
    return stored(owner, address, now).flatMap(Expectation::parse);
  }

  private Optional<String> stored(OwnerId owner, Address address, Instant now) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select expectation from expectations
                    where owner = :owner and address = :address and until_at > :now""")
                .bind("owner", owner.value())
                .bind("address", address.value())
                .bind("now", now.toEpochMilli())
                .mapTo(String.class)
                .findOne());
  }

  /** What is expected of an owner at an address, if it is of a kind and has not expired. */
  public <E extends Expectation> Optional<E> expected(
      OwnerId owner, Address address, Instant now, Class<E> kind) {
    return expected(owner, address, now).filter(kind::isInstance).map(kind::cast);
  }

  /**
   * An expectation and its address.
   *
   * @param expectation as it is stored
   */
  public record Expected(Address address, String expectation, Instant until) {}

  /** All expectations of an owner, expired or not. */
  public List<Expected> of(OwnerId owner) {
    return database.read(
        h ->
            h.createQuery("select * from expectations where owner = :owner order by address")
                .bind("owner", owner.value())
                .map(
                    (row, context) ->
                        new Expected(
                            new Address(row.getString("address")),
                            row.getString("expectation"),
                            Columns.instant(row, "until_at")))
                .list());
  }

  /** Removes the expectation of an owner at an address. */
  public void clear(OwnerId owner, Address address) {
    jdbi.useHandle(
        h ->
            h.createUpdate("delete from expectations where owner = :owner and address = :address")
                .bind("owner", owner.value())
                .bind("address", address.value())
                .execute());
  }
}
