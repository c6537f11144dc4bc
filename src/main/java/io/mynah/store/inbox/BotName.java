package io.mynah.store.inbox;

import io.mynah.domain.Bot;
import io.mynah.store.database.Database;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Stores a bot's user name, as the channel last reported it. Thread-safe. */
public final class BotName {
  private final Database database;
  private final Bot bot;
  private final Jdbi jdbi;

  public BotName(Database database, Bot bot) {
    this.database = database;
    this.bot = bot;
    jdbi = database.jdbi();
  }

  /** The name without @; empty until the channel has reported it. */
  public Optional<String> find() {
    return database.read(
        h ->
            h.createQuery("select name from bot_names where bot = :bot")
                .bind("bot", bot.name())
                .mapTo(String.class)
                .findOne());
  }

  /** Stores the name in place of the previous one. */
  public void save(String name) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    "insert into bot_names (bot, name) values (:bot, :name)"
                        + " on conflict (bot) do update set name = excluded.name")
                .bind("bot", bot.name())
                .bind("name", name)
                .execute());
  }
}
