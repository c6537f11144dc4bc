package io.mynah.store.conversation;

import io.mynah.domain.Bot;
import io.mynah.domain.OwnerId;
import io.mynah.store.conversation.UserLimits.Own;
import io.mynah.store.database.Database;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Counts what is kept for each user of a bot. Opens nothing that is encrypted. Thread-safe. */
public final class UserUsage {
  private static final String OWN_CHATS = " join chats on chats.id = ";

  private static final String ADMITTED =
      "select owner, admitted_at from admitted_users order by admitted_at, rowid";

  private static final String MESSAGES =
      "select owner, sum(case when messages > 0 then messages else 0 end) from people"
          + OWN_CHATS
          + "people.chat_id group by owner";

  private static final String TEXT_BYTES =
      "select owner, sum(length(text) - :seal) from messages"
          + OWN_CHATS
          + "messages.chat_id group by owner";

  private static final String MODEL_BYTES =
      "select owner, sum(size) from blobs join people on blobs.name = 'model/' || people.id"
          + OWN_CHATS
          + "people.chat_id group by owner";

  private static final String VOICES =
      "select owner, count(*) from voices join people on people.id = voices.person_id"
          + OWN_CHATS
          + "people.chat_id group by owner";

  private static final String DONE =
      "select owner, count(*) from jobs where state = 'DONE' group by owner";

  private static final String OPEN =
      "select owner, count(*) from jobs where state in ('QUEUED', 'RUNNING') group by owner";

  private final Database database;
  private final Bot bot;
  private final UserLimits limits;

  public UserUsage(Database database, Bot bot) {
    this.database = database;
    this.bot = bot;
    limits = new UserLimits(database);
  }

  /**
   * What is kept for a user.
   *
   * @param id by which Telegram knows them
   * @param admittedAt when a link let them in; null if none did
   * @param bytes of their texts and models
   * @param done trainings that succeeded, of people who are still there
   * @param open trainings that wait or run
   */
  public record User(
      long id,
      OwnerId owner,
      @Nullable Instant admittedAt,
      long messages,
      long bytes,
      long voices,
      long done,
      long open,
      Own limits) {}

  /**
   * All users whom a link let in, in that order, and then all others for whom something is kept.
   * The owner at the terminal is none of them.
   */
  public List<User> all() {
    Map<OwnerId, Own> own = limits.all();
    return database.read(h -> users(h, own));
  }

  /** One of them, by the id by which Telegram knows them. */
  public Optional<User> find(long id) {
    return all().stream().filter(user -> user.id() == id).findFirst();
  }

  private List<User> users(Handle handle, Map<OwnerId, Own> own) {
    Map<OwnerId, Long> admitted = numbers(handle.createQuery(ADMITTED));
    Map<OwnerId, Long> messages = numbers(handle.createQuery(MESSAGES));
    // Sealing adds the same number of bytes to each text.
    int seal = database.keys(handle).ofStore().seal("", "").length;
    Map<OwnerId, Long> texts = numbers(handle.createQuery(TEXT_BYTES).bind("seal", seal));
    Map<OwnerId, Long> models = numbers(handle.createQuery(MODEL_BYTES));
    Map<OwnerId, Long> voices = numbers(handle.createQuery(VOICES));
    Map<OwnerId, Long> done = numbers(handle.createQuery(DONE));
    Map<OwnerId, Long> open = numbers(handle.createQuery(OPEN));
    Set<OwnerId> owners = new LinkedHashSet<>(admitted.keySet());
    owners.addAll(messages.keySet());
    return owners.stream()
        .filter(owner -> bot.user(owner).isPresent())
        .map(
            owner ->
                new User(
                    bot.user(owner).orElseThrow(),
                    owner,
                    admitted.containsKey(owner) ? Instant.ofEpochMilli(of(owner, admitted)) : null,
                    of(owner, messages),
                    of(owner, texts) + of(owner, models),
                    of(owner, voices),
                    of(owner, done),
                    of(owner, open),
                    own.getOrDefault(owner, Own.NONE)))
        .toList();
  }

  private static long of(OwnerId owner, Map<OwnerId, Long> numbers) {
    return numbers.getOrDefault(owner, 0L);
  }

  /** Rows of an owner and a number, in their order. */
  private static Map<OwnerId, Long> numbers(Query query) {
    Map<OwnerId, Long> numbers = new LinkedHashMap<>();
    query
        .map((row, context) -> Map.entry(new OwnerId(row.getString(1)), row.getLong(2)))
        .forEach(each -> numbers.put(each.getKey(), each.getValue()));
    return numbers;
  }
}
