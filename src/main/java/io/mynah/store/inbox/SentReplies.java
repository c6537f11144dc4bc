package io.mynah.store.inbox;

import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.store.database.Database;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Stores which messages of an answer were sent, by position, so that an interrupted answer can be
 * continued after a restart. {@link Inbox#done} deletes the rows of an update's answer; those of
 * other answers are deleted after {@link Inbox#REMEMBERED}. Thread-safe.
 *
 * <p>Each message takes several writes. They survive the process; a power cut may undo the last
 * ones, and then those messages are sent again.
 */
public final class SentReplies {
  /**
   * A message of an answer.
   *
   * @param attempts how often sending was tried
   * @param message the sent message, null if no attempt is known to have succeeded
   */
  public record Known(int attempts, @Nullable MessageRef message) {}

  private final Database database;
  private final Jdbi jdbi;
  private final Clock clock;

  SentReplies(Database database, Clock clock) {
    this.database = database;
    jdbi = database.relaxedJdbi();
    this.clock = clock;
  }

  /** For writes that survive the process, but not always a power cut. */
  Jdbi jdbi() {
    return jdbi;
  }

  /** The name of the answer to an update. */
  public static String to(long sequence) {
    return "update:" + sequence;
  }

  /** The recorded messages of an answer, by position from 0. */
  public Map<Integer, Known> of(String answer) {
    return database.read(
        h ->
            h.createQuery(
                    "select position, attempts, address, message from sent_replies where answer = :answer")
                .bind("answer", answer)
                .reduceRows(
                    new HashMap<>(),
                    (known, row) -> {
                      known.put(
                          row.getColumn("position", Integer.class),
                          new Known(
                              row.getColumn("attempts", Integer.class),
                              message(
                                  row.getColumn("address", String.class),
                                  row.getColumn("message", String.class))));
                      return known;
                    }));
  }

  private static @Nullable MessageRef message(@Nullable String address, @Nullable String id) {
    return address == null || id == null ? null : new MessageRef(new Address(address), id);
  }

  /** Records an attempt to send a message, before it is made. */
  public void attempt(String answer, int position) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    insert into sent_replies (answer, position, attempts, noted_at)
                    values (:answer, :position, 1, :now)
                    on conflict (answer, position) do update
                    set attempts = sent_replies.attempts + 1""")
                .bind("answer", answer)
                .bind("position", position)
                .bind("now", clock.millis())
                .execute());
  }

  /** Removes an attempt that is known to have sent nothing. */
  public void unsent(String answer, int position) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    update sent_replies set attempts = attempts - 1
                    where answer = :answer and position = :position and attempts > 0""")
                .bind("answer", answer)
                .bind("position", position)
                .execute());
  }

  /** Records that a message was sent. */
  public void sent(String answer, int position, MessageRef message) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    update sent_replies set address = :address, message = :message
                    where answer = :answer and position = :position""")
                .bind("address", message.address().value())
                .bind("message", message.messageId())
                .bind("answer", answer)
                .bind("position", position)
                .execute());
  }

  static void forget(Handle handle, long sequence) {
    handle
        .createUpdate("delete from sent_replies where answer = :answer")
        .bind("answer", to(sequence))
        .execute();
  }

  static void forgetBefore(Handle handle, long millis) {
    handle
        .createUpdate(
            """
            delete from sent_replies where noted_at < :before and not exists
              (select 1 from inbox where body is not null and 'update:' || sequence = answer)""")
        .bind("before", millis)
        .execute();
  }
}
