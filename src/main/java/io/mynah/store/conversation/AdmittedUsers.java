package io.mynah.store.conversation;

import io.mynah.domain.Bot;
import io.mynah.domain.OwnerId;
import io.mynah.store.database.Database;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;

/** Stores who was admitted to a bot with a one-time link. Thread-safe. */
public final class AdmittedUsers {
  private final Database database;
  private final Bot bot;
  private final Jdbi jdbi;

  public AdmittedUsers(Database database, Bot bot) {
    this.database = database;
    this.bot = bot;
    jdbi = database.jdbi();
  }

  /** Whether this owner was admitted. */
  public boolean admitted(OwnerId owner) {
    return database.read(
        h ->
            h.createQuery("select 1 from admitted_users where owner = :owner")
                .bind("owner", owner.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  /** Admits an owner; does nothing if they were admitted before. */
  public void admit(OwnerId owner, Instant now) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    "insert into admitted_users (owner, admitted_at) values (:owner, :now)"
                        + " on conflict (owner) do nothing")
                .bind("owner", owner.value())
                .bind("now", now.toEpochMilli())
                .execute());
  }

  /** Whether anyone was admitted. */
  public boolean any() {
    return database.read(
        h ->
            h.createQuery("select 1 from admitted_users where owner like :owners limit 1")
                .bind("owners", bot.owners() + "%")
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }
}
