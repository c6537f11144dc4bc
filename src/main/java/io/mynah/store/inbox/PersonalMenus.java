package io.mynah.store.inbox;

import io.mynah.domain.OwnerId;
import io.mynah.store.database.Database;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * Stores which owners have, or once had, a personal menu of commands, until all of theirs is
 * forgotten. Thread-safe.
 */
public final class PersonalMenus {
  private final Database database;
  private final Jdbi jdbi;

  public PersonalMenus(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /** All owners with one. */
  public List<OwnerId> owners() {
    return database.read(
        h ->
            h.createQuery("select owner from personal_menus order by owner")
                .mapTo(String.class)
                .map(OwnerId::new)
                .list());
  }

  /** Records that an owner gets one. */
  public void add(OwnerId owner) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    "insert into personal_menus (owner) values (:owner)"
                        + " on conflict (owner) do nothing")
                .bind("owner", owner.value())
                .execute());
  }
}
