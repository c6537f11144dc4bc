package io.mynah.store.inbox;

import io.mynah.store.database.Database;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Stores the bot's user name, as the channel last reported it. Thread-safe. */
public final class BotName {
  private final Database database;
  private final Jdbi jdbi;

  public BotName(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /** The name without @; empty until the channel has reported it. */
  public Optional<String> find() {
    return database.read(
        h -> h.createQuery("select name from bot_name").mapTo(String.class).findOne());
  }

  /** Stores the name in place of the previous one. */
  public void save(String name) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    "insert into bot_name (id, name) values (1, :name)"
                        + " on conflict (id) do update set name = excluded.name")
                .bind("name", name)
                .execute());
  }
}
