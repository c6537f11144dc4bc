package io.mynah.store.inbox;

import io.mynah.domain.Bot;
import io.mynah.domain.VoiceBotId;
import io.mynah.store.database.Columns;
import io.mynah.store.database.Database;
import io.mynah.store.database.FaultKind;
import io.mynah.store.database.PendingScrub;
import io.mynah.store.keys.AssociatedData;
import io.mynah.vault.BrokenSeal;
import io.mynah.vault.DataKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores updates that were acknowledged to the channel and are not yet handled. An update is on
 * disk when {@link #put} returns. Thread-safe.
 */
public final class Inbox {
  /** How long ids of handled updates are kept; channels repeat updates for a day. */
  static final Duration REMEMBERED = Duration.ofDays(14);

  private static final long UPDATES_BETWEEN_PRUNINGS = 1_000;
  private static final String EPOCH = "inbox.epoch";
  private static final String BOT = "inbox.bot";

  /** A condition: whether a counter is that of some bot's epochs. */
  private static final String IS_EPOCH =
      "(name = '%s' or name like '%s/%%')".formatted(EPOCH, EPOCH);

  /** An update as received. */
  public record Update(long sequence, String lane, String body, Instant receivedAt) {}

  /** An update that waits to be handled, without its body. */
  public record Waiting(long sequence, String lane) {}

  /** The newest update id of an epoch. */
  public record LastUpdate(long updateId, Instant receivedAt) {}

  /**
   * The updates that wait.
   *
   * @param oldest when the first of them came in; null if none waits
   */
  public record Backlog(long updates, @Nullable Instant oldest) {}

  private static final Logger log = LoggerFactory.getLogger(Inbox.class);

  private final Database database;
  private final Jdbi jdbi;
  private final SentReplies sentReplies;
  private final PendingEdits edits;
  private final Bot bot;
  private final String epochCounter;
  private final String botCounter;
  private final Clock clock;
  private final AtomicLong handled = new AtomicLong();

  /** The inbox of the only bot. */
  public Inbox(Database database, Clock clock) {
    this(database, Bot.ONLY, clock);
  }

  /** The inbox of a bot, which sees nothing of those of other bots. */
  public Inbox(Database database, Bot bot, Clock clock) {
    this.database = database;
    jdbi = database.jdbi();
    this.bot = bot;
    this.clock = clock;
    epochCounter = bot.own(EPOCH);
    botCounter = bot.own(BOT);
    sentReplies = new SentReplies(database, clock);
    edits = new PendingEdits(database, bot);
    jdbi.useTransaction(this::beginEpochs);
    prune();
  }

  /** Epochs count on through all bots. Only that without a name begins with 0. */
  private void beginEpochs(Handle handle) {
    database.dialect().lock(handle, EPOCH);
    if (!bot.name().isEmpty() && counter(handle, epochCounter).isEmpty()) {
      long unused = newEpoch(handle);
    }
  }

  /** The inbox of another bot on the same database. */
  public Inbox of(Bot other) {
    return new Inbox(database, other, clock);
  }

  /** The voices' own bots that have, or had, an inbox on this database. */
  public Set<VoiceBotId> voices() {
    return database
        .read(
            h ->
                h.createQuery("select name from counters where " + IS_EPOCH)
                    .mapTo(String.class)
                    .list())
        .stream()
        .filter(name -> name.length() > EPOCH.length())
        .flatMap(name -> new Bot(name.substring(EPOCH.length() + 1), false).voice().stream())
        .collect(Collectors.toSet());
  }

  /** Deletes all that is kept for this bot, which no process runs any more. */
  public void erase() {
    jdbi.useTransaction(
        h -> {
          database.dialect().lock(h, EPOCH);
          edits.forgetAll(h);
          h.createUpdate("delete from sent_replies where address like :addresses")
              .bind("addresses", bot.addresses() + "%")
              .execute();
          h.createUpdate("delete from inbox where bot = :bot").bind("bot", bot.name()).execute();
          h.createUpdate("delete from counters where name in (:epoch, :id)")
              .bind("epoch", epochCounter)
              .bind("id", botCounter)
              .execute();
          PendingScrub.due(h);
        });
  }

  /**
   * Stores an update, unless one with this id was stored before in this epoch.
   *
   * @param epoch counts the restarts of the channel's ids
   * @param lane updates of one lane are handled in order
   * @return whether it is new
   */
  public boolean put(long epoch, long updateId, String lane, String body) {
    return jdbi.inTransaction(
        h -> {
          // Whoever reads on after a number must not miss a lower one that is stored later.
          database.dialect().lock(h, "inbox");
          return h.createUpdate(
                      """
                        insert into inbox (bot, epoch, update_id, lane, body, received_at)
                        values (:bot, :epoch, :update, :lane, :body, :now)
                        on conflict (epoch, update_id) do nothing""")
                  .bind("bot", bot.name())
                  .bind("epoch", epoch)
                  .bind("update", updateId)
                  .bind("lane", lane)
                  .bind(
                      "body",
                      database.keys(h).ofStore().seal(body, AssociatedData.body(epoch, updateId)))
                  .bind("now", clock.millis())
                  .execute()
              > 0;
        });
  }

  /**
   * Stores all updates that {@code puts} adds on this thread in one transaction, so that a hundred
   * wait for the disk no longer than one.
   */
  public void together(Runnable puts) {
    jdbi.useTransaction(h -> puts.run());
  }

  /** The updates that are not done, in the order received. */
  public List<Waiting> pending() {
    return pendingAfter(0, Integer.MAX_VALUE);
  }

  /**
   * The first updates that are not done and came after the given one.
   *
   * @param most the most to return
   */
  public List<Waiting> pendingAfter(long sequence, int most) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select sequence, lane from inbox
                    where body is not null and not set_aside and sequence > :after
                    and bot = :bot order by sequence limit :most""")
                .bind("bot", bot.name())
                .bind("after", sequence)
                .bind("most", most)
                .map((row, context) -> new Waiting(row.getLong("sequence"), row.getString("lane")))
                .list());
  }

  /**
   * Opens an update; empty if it is done. A damaged one is logged and set aside, so that no other
   * update waits for it.
   */
  public Optional<Update> open(long sequence) {
    return jdbi.withHandle(h -> open(h, database.keys(h).ofStore(), sequence));
  }

  private static Optional<Update> open(Handle handle, DataKey key, long sequence) {
    try {
      return handle
          .createQuery(
              """
              select * from inbox
              where sequence = :sequence and body is not null and not set_aside""")
          .bind("sequence", sequence)
          .map(
              (row, context) ->
                  new Update(
                      sequence,
                      row.getString("lane"),
                      key.openText(
                          row.getBytes("body"),
                          AssociatedData.body(row.getLong("epoch"), row.getLong("update_id"))),
                      Columns.instant(row, "received_at")))
          .findOne();
    } catch (BrokenSeal damaged) {
      log.error("Update {} is damaged and cannot be opened; it is set aside.", sequence);
      setAside(handle, sequence);
      return Optional.empty();
    }
  }

  /** It is deleted when the ids of handled updates are. */
  private static void setAside(Handle handle, long sequence) {
    handle
        .createUpdate("update inbox set set_aside = :yes, lane = '' where sequence = :sequence")
        .bind("yes", true)
        .bind("sequence", sequence)
        .execute();
  }

  /** How many updates are not done, those set aside apart, and since when. */
  public Backlog backlog() {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select count(*) as updates, min(received_at) as oldest from inbox
                    where body is not null and not set_aside and bot = :bot""")
                .bind("bot", bot.name())
                .map(
                    (row, context) -> {
                      long updates = row.getLong("updates");
                      return new Backlog(
                          updates, updates == 0 ? null : Columns.instant(row, "oldest"));
                    })
                .one());
  }

  /** What was sent in answer to updates that are not done. */
  public SentReplies sentReplies() {
    return sentReplies;
  }

  /** The edits of sent messages that are not made yet. */
  public PendingEdits edits() {
    return edits;
  }

  /** The sequence of the newest update ever stored, 0 if there was none. */
  public long newest() {
    return database.read(
        h -> h.createQuery("select coalesce(max(sequence), 0) from inbox").mapTo(Long.class).one());
  }

  /**
   * Marks an update as handled: deletes its body and the notes about its answer, and keeps its id
   * for some days.
   */
  public void done(long sequence) {
    sentReplies
        .jdbi()
        .useTransaction(
            h -> {
              h.createUpdate("update inbox set body = null, lane = '' where sequence = :sequence")
                  .bind("sequence", sequence)
                  .execute();
              h.createUpdate("delete from uploaded where sequence = :sequence")
                  .bind("sequence", sequence)
                  .execute();
              UpdateEffects.forget(h, sequence);
              SentReplies.forget(h, sequence);
            });
    if (handled.incrementAndGet() % UPDATES_BETWEEN_PRUNINGS == 0) {
      pruneOrLater();
    }
  }

  /** The update is done, whether or not pruning works. */
  private void pruneOrLater() {
    try {
      prune();
    } catch (RuntimeException e) {
      log.warn("Ids of old updates could not be deleted ({})", FaultKind.of(e));
    }
  }

  /** The current epoch of ids, 0 at first. */
  public long epoch() {
    return jdbi.withHandle(this::epoch);
  }

  private long epoch(Handle handle) {
    return counter(handle, epochCounter).orElse(0L);
  }

  private static Optional<Long> counter(Handle handle, String name) {
    return handle
        .createQuery("select value from counters where name = :name")
        .bind("name", name)
        .mapTo(Long.class)
        .findOne();
  }

  private static void count(Handle handle, String name, long value) {
    handle
        .createUpdate(
            """
            insert into counters (name, value) values (:name, :value)
            on conflict (name) do update set value = excluded.value""")
        .bind("name", name)
        .bind("value", value)
        .execute();
  }

  /** The highest update id of this epoch and when it came, or empty. */
  public Optional<LastUpdate> last() {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select update_id, received_at from inbox where epoch = :epoch
                    order by update_id desc limit 1""")
                .bind("epoch", epoch(h))
                .map(
                    (row, context) ->
                        new LastUpdate(
                            row.getLong("update_id"), Columns.instant(row, "received_at")))
                .findOne());
  }

  /** The id on the channel of the bot that a database knows by this name, if it is known. */
  public static OptionalLong owner(Database database, Bot bot) {
    return database
        .read(h -> counter(h, bot.own(BOT)))
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /** The bots on a database that have, or had, an id on the channel. */
  public static List<Bot> names(Database database, long id) {
    return database.read(
        h ->
            h
                .createQuery(
                    "select name from counters where value = :id and (name = :bot or name like :named)")
                .bind("id", id)
                .bind("bot", BOT)
                .bind("named", BOT + "/%")
                .mapTo(String.class)
                .list()
                .stream()
                .map(name -> new Bot(name.substring(BOT.length()).replace("/", ""), false))
                .toList());
  }

  /** Begins a new epoch if the ids so far belong to another bot, since each bot has its own ids. */
  public void belongsTo(long id) {
    jdbi.useTransaction(
        h -> {
          database.dialect().lock(h, EPOCH);
          if (counter(h, botCounter).filter(before -> before != id).isPresent()) {
            long unused = newEpoch(h);
            // Pending edits are for the other bot's messages.
            edits.forgetAll(h);
          }
          count(h, botCounter, id);
        });
  }

  /** Begins a new epoch of ids. */
  public long newEpoch() {
    return jdbi.inTransaction(
        h -> {
          database.dialect().lock(h, EPOCH);
          return newEpoch(h);
        });
  }

  private long newEpoch(Handle handle) {
    long next =
        handle
            .createQuery("select coalesce(max(value), 0) + 1 from counters where " + IS_EPOCH)
            .mapTo(Long.class)
            .one();
    count(handle, epochCounter, next);
    return next;
  }

  /** Deletes ids that no channel repeats any more; never the highest, which {@link #last} needs. */
  private void prune() {
    long before = clock.instant().minus(REMEMBERED).toEpochMilli();
    jdbi.useTransaction(
        h -> {
          database.dialect().lock(h, "inbox pruning");
          SentReplies.forgetBefore(h, before);
          h.createUpdate(
                  """
                    delete from inbox where (body is null or set_aside) and received_at < :before
                    and not (epoch = :epoch and update_id =
                      (select max(update_id) from inbox where epoch = :epoch))
                    and bot = :bot""")
              .bind("before", before)
              .bind("bot", bot.name())
              .bind("epoch", epoch(h))
              .execute();
        });
  }
}
