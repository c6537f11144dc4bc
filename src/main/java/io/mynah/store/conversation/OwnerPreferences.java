package io.mynah.store.conversation;

import io.mynah.domain.Effort;
import io.mynah.domain.Length;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Settings;
import io.mynah.store.database.Database;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Stores the settings of owners and the languages of their apps. Thread-safe. */
public final class OwnerPreferences {
  private final Database database;
  private final Jdbi jdbi;

  public OwnerPreferences(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /** An owner's settings, if they have set any. */
  public Optional<Settings> find(OwnerId owner) {
    return database.read(
        h ->
            h.createQuery("select * from preferences where owner = :owner")
                .bind("owner", owner.value())
                .map(
                    (row, context) ->
                        new Settings(
                            row.getDouble("temperature"),
                            Length.valueOf(row.getString("length")),
                            Effort.valueOf(row.getString("effort")),
                            row.getBoolean("bursts"),
                            row.getBoolean("delays"),
                            row.getBoolean("tables"),
                            row.getString("language")))
                .findOne());
  }

  /** Stores an owner's settings in place of the previous ones. */
  public void save(OwnerId owner, Settings settings) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    insert into preferences
                      (owner, temperature, length, effort, bursts, delays, tables, language)
                    values (:owner, :temperature, :length, :effort, :bursts, :delays, :tables,
                      :language)
                    on conflict (owner) do update
                    set temperature = excluded.temperature, length = excluded.length,
                      effort = excluded.effort, bursts = excluded.bursts,
                      delays = excluded.delays, tables = excluded.tables,
                      language = excluded.language""")
                .bind("owner", owner.value())
                .bind("temperature", settings.temperature())
                .bind("length", settings.length().name())
                .bind("effort", settings.effort().name())
                .bind("bursts", settings.bursts())
                .bind("delays", settings.delays())
                .bind("tables", settings.tables())
                .bind("language", settings.language())
                .execute());
  }

  /** The BCP 47 tag of the language of an owner's app, as last reported. */
  public Optional<String> appLanguage(OwnerId owner) {
    return database.read(
        h ->
            h.createQuery("select language from app_languages where owner = :owner")
                .bind("owner", owner.value())
                .mapTo(String.class)
                .findOne());
  }

  /** Stores the language of an owner's app. */
  public void heard(OwnerId owner, String language) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    insert into app_languages (owner, language) values (:owner, :language)
                    on conflict (owner) do update set language = excluded.language""")
                .bind("owner", owner.value())
                .bind("language", language)
                .execute());
  }
}
