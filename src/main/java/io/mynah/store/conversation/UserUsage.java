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
  // Of each, numbers() adds whose rows are meant, and their order or grouping.
  private static final String ADMITTED = "select owner, admitted_at from admitted_users where true";

  private static final String MESSAGES =
      "select owner, sum(case when messages > 0 then messages else 0 end) from people, chats"
          + " where chats.id = people.chat_id";

  private static final String TEXT_BYTES =
      "select owner, sum(length(text) - :seal) from messages, chats"
          + " where chats.id = messages.chat_id";

  private static final String MODEL_BYTES =
      "select owner, sum(size) from blobs, people, chats"
          + " where blobs.name = 'model/' || people.id and chats.id = people.chat_id";

  private static final String VERSION_BYTES =
      "select owner, sum(size) from blobs, voice_versions, people, chats"
          + " where blobs.name = 'version/' || people.id || '/' || voice_versions.version"
          + " and people.id = voice_versions.person_id and chats.id = people.chat_id";

  private static final String VOICES =
      "select owner, count(*) from voices, people, chats"
          + " where people.id = voices.person_id and chats.id = people.chat_id";

  private static final String DONE = "select owner, count(*) from jobs where state = 'DONE'";

  private static final String OPEN =
      "select owner, count(*) from jobs where state in ('QUEUED', 'RUNNING')";

  private static final String OLDEST_FIRST = " order by admitted_at, rowid";
  private static final String EACH = " group by owner";

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
    return database.read(h -> users(h, null, own));
  }

  /** One of them, by the id by which Telegram knows them. */
  public Optional<User> find(long id) {
    OwnerId owner = bot.owner(id);
    Map<OwnerId, Own> own = Map.of(owner, limits.of(owner));
    return database.read(h -> users(h, owner, own)).stream().findFirst();
  }

  /**
   * @param one of them; null for all
   */
  private List<User> users(Handle handle, @Nullable OwnerId one, Map<OwnerId, Own> own) {
    Map<OwnerId, Long> admitted = numbers(handle, ADMITTED, one, OLDEST_FIRST);
    Map<OwnerId, Long> messages = numbers(handle, MESSAGES, one, EACH);
    Map<OwnerId, Long> texts = numbers(handle, TEXT_BYTES, one, EACH);
    Map<OwnerId, Long> models = numbers(handle, MODEL_BYTES, one, EACH);
    Map<OwnerId, Long> versions = numbers(handle, VERSION_BYTES, one, EACH);
    Map<OwnerId, Long> voices = numbers(handle, VOICES, one, EACH);
    Map<OwnerId, Long> done = numbers(handle, DONE, one, EACH);
    Map<OwnerId, Long> open = numbers(handle, OPEN, one, EACH);
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
                    of(owner, texts) + of(owner, models) + of(owner, versions),
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
  private Map<OwnerId, Long> numbers(
      Handle handle, String select, @Nullable OwnerId one, String end) {
    Query query = handle.createQuery(select + (one == null ? "" : " and owner = :owner") + end);
    if (one != null) {
      query.bind("owner", one.value());
    }
    if (select.equals(TEXT_BYTES)) {
      // Sealing adds the same number of bytes to each text.
      query.bind("seal", database.keys(handle).ofStore().seal("", "").length);
    }
    Map<OwnerId, Long> numbers = new LinkedHashMap<>();
    query
        .map((row, context) -> Map.entry(new OwnerId(row.getString(1)), row.getLong(2)))
        .forEach(each -> numbers.put(each.getKey(), each.getValue()));
    return numbers;
  }
}
