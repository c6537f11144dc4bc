package io.mynah.store.conversation;

import io.mynah.domain.Bot;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.VoiceBot;
import io.mynah.domain.VoiceBotId;
import io.mynah.store.database.Database;
import io.mynah.store.database.PendingScrub;
import io.mynah.store.keys.AssociatedData;
import io.mynah.vault.BrokenSeal;
import io.mynah.vault.DataKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the bots that speak as one person each, and their tokens. User names and tokens are sealed
 * with the key of the person's chat. Thread-safe.
 */
public final class VoiceBots {
  private static final Logger log = LoggerFactory.getLogger(VoiceBots.class);

  private static final String SELECT =
      """
      select voice_bots.*, people.chat_id, chats.owner from voice_bots
      join people on people.id = person_id join chats on chats.id = people.chat_id where\s""";

  private final Database database;
  private final Jdbi jdbi;
  private final Bot home;

  /**
   * @param home the bot of Mynah's whose process runs them
   */
  public VoiceBots(Database database, Bot home) {
    this.database = database;
    this.home = home;
    jdbi = database.jdbi();
  }

  /**
   * Stores a bot, which is active from now on and used by its owner only.
   *
   * @return false if the person has a bot, the bot is another person's, or the person was erased
   */
  public boolean add(Person person, VoiceBotId id, String username, boolean managed, String token) {
    return jdbi.inTransaction(
        h ->
            database
                .keys(h)
                .find(person.id())
                .map(key -> add(h, key, person, id, username, managed, token))
                .orElse(false));
  }

  private boolean add(
      Handle handle,
      DataKey key,
      Person person,
      VoiceBotId id,
      String username,
      boolean managed,
      String token) {
    return handle
            .createUpdate(
                """
                insert into voice_bots
                  (id, person_id, home, username, token, managed, shared, active)
                select :id, people.id, :home, :username, :token, :managed, :no, :yes
                from people where people.id = :person"""
                    + database.dialect().forKeyShare()
                    + " on conflict do nothing")
            .bind("id", id.value())
            .bind("person", person.id().value())
            .bind("home", home.name())
            .bind("username", key.seal(username, AssociatedData.voiceBotName(id)))
            .bind("token", key.seal(token, AssociatedData.voiceBotToken(id)))
            .bind("managed", managed)
            .bind("no", false)
            .bind("yes", true)
            .execute()
        > 0;
  }

  /** The bot with an id. */
  public Optional<VoiceBot> find(VoiceBotId id) {
    return database
        .read(h -> list(h, h.createQuery(SELECT + "voice_bots.id = :id").bind("id", id.value())))
        .stream()
        .findFirst();
  }

  /** A person's bot. */
  public Optional<VoiceBot> of(Person person) {
    return database
        .read(
            h ->
                list(
                    h,
                    h.createQuery(SELECT + "person_id = :person")
                        .bind("person", person.id().value())))
        .stream()
        .findFirst();
  }

  /** The bots of an owner's people. */
  public List<VoiceBot> of(OwnerId owner) {
    return database.read(
        h ->
            list(
                h,
                h.createQuery(SELECT + "chats.owner = :owner order by voice_bots.id")
                    .bind("owner", owner.value())));
  }

  private List<VoiceBot> list(Handle handle, Query query) {
    return query.map((row, context) -> bot(handle, row)).list();
  }

  private VoiceBot bot(Handle handle, ResultSet row) throws SQLException {
    VoiceBotId id = new VoiceBotId(row.getLong("id"));
    PersonId person = new PersonId(row.getLong("person_id"));
    return new VoiceBot(
        id,
        person,
        new OwnerId(row.getString("owner")),
        username(database.keys(handle).find(person).orElseThrow(), id, row.getBytes("username")),
        row.getBoolean("managed"),
        row.getBoolean("shared"),
        row.getBoolean("active"),
        row.getBoolean("reacts"));
  }

  /** A damaged user name must not keep a bot from being removed. */
  private static String username(DataKey key, VoiceBotId id, byte[] sealed) {
    try {
      return key.openText(sealed, AssociatedData.voiceBotName(id));
    } catch (BrokenSeal damaged) {
      log.error("The user name of a voice's bot is damaged and cannot be read any more.");
      return "?";
    }
  }

  /** The ids of the bots that are to run in the process of this bot of Mynah's. */
  public Set<VoiceBotId> active() {
    return database.read(
        h ->
            ids(
                h.createQuery("select id from voice_bots where home = :home and active = :yes")
                    .bind("home", home.name())
                    .bind("yes", true)));
  }

  /** The ids of all bots, of whatever process. */
  public Set<VoiceBotId> all() {
    return database.read(h -> ids(h.createQuery("select id from voice_bots")));
  }

  private static Set<VoiceBotId> ids(Query query) {
    return query.mapTo(Long.class).stream().map(VoiceBotId::new).collect(Collectors.toSet());
  }

  /** A bot's token; empty if there is no such bot. */
  public Optional<String> token(VoiceBotId id) {
    return database.read(
        h ->
            h.createQuery("select person_id, token from voice_bots where id = :id")
                .bind("id", id.value())
                .map(
                    (row, context) ->
                        database
                            .keys(h)
                            .find(new PersonId(row.getLong("person_id")))
                            .orElseThrow()
                            .openText(row.getBytes("token"), AssociatedData.voiceBotToken(id)))
                .findOne());
  }

  /** Stores another token of a bot. */
  public void replaceToken(VoiceBot bot, String token) {
    jdbi.useTransaction(
        h ->
            database
                .keys(h)
                .find(bot.person())
                .ifPresent(
                    key ->
                        h.createUpdate("update voice_bots set token = :token where id = :id")
                            .bind("token", key.seal(token, AssociatedData.voiceBotToken(bot.id())))
                            .bind("id", bot.id().value())
                            .execute()));
  }

  /** Stores whether a bot runs. */
  public void activate(VoiceBotId id, boolean active) {
    set(id, "active", active);
  }

  /** Stores whether others than the owner may use a bot. */
  public void share(VoiceBotId id, boolean shared) {
    set(id, "shared", shared);
  }

  /** Stores whether a bot reacts to messages as its person did. */
  public void letReact(VoiceBotId id, boolean reacts) {
    set(id, "reacts", reacts);
  }

  private void set(VoiceBotId id, String column, boolean value) {
    jdbi.useHandle(
        h ->
            h.createUpdate("update voice_bots set " + column + " = :value where id = :id")
                .bind("value", value)
                .bind("id", id.value())
                .execute());
  }

  /** Deletes a bot and its token. */
  public void remove(VoiceBotId id) {
    jdbi.useTransaction(
        h -> {
          h.createUpdate("delete from voice_bots where id = :id").bind("id", id.value()).execute();
          PendingScrub.due(h);
        });
  }
}
