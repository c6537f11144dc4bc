package io.mynah.store.conversation;

import io.mynah.domain.Bot;
import io.mynah.domain.OwnerId;
import io.mynah.store.database.Database;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Stores one-time links that admit one person each to a bot. Only digests of their codes are
 * stored. A code may be made in one process and used in another. Thread-safe if the random
 * generator is.
 */
public final class Invitations {
  /** How long a link can be used. */
  public static final Duration VALID = Duration.ofDays(7);

  /** How long an expired or used link is still recognised. */
  private static final Duration KNOWN = Duration.ofDays(365);

  private static final int CODE_BYTES = 18;

  private final Database database;
  private final Bot bot;
  private final Jdbi jdbi;
  private final RandomGenerator random;

  /**
   * @param random draws the codes; must be cryptographically secure
   */
  public Invitations(Database database, Bot bot, RandomGenerator random) {
    this.database = database;
    this.bot = bot;
    jdbi = database.jdbi();
    this.random = random;
  }

  /** The result of using a code. */
  public enum Outcome {
    ADMITTED,
    /** The code was used before. */
    USED,
    /** The code is older than {@link #VALID}. */
    EXPIRED,
    /** There is no such code. */
    UNKNOWN
  }

  /** Makes and stores a link's code of letters, digits, hyphens and underscores. */
  public String make(Instant now) {
    byte[] bytes = new byte[CODE_BYTES];
    random.nextBytes(bytes);
    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    keep(code, now);
    return code;
  }

  /** Makes a code valid from now on; does nothing if it exists. */
  public void keep(String code, Instant now) {
    jdbi.useTransaction(
        h -> {
          h.createUpdate("delete from invitations where made_at <= :old")
              .bind("old", now.minus(KNOWN).toEpochMilli())
              .execute();
          h.createUpdate(
                  "insert into invitations (bot, code, made_at) values (:bot, :code, :now)"
                      + " on conflict (code) do nothing")
              .bind("bot", bot.people())
              .bind("code", digest(code))
              .bind("now", now.toEpochMilli())
              .execute();
        });
  }

  /** Invalidates all unused links. */
  public void withdraw() {
    jdbi.useHandle(
        h ->
            h.createUpdate("delete from invitations where used_at is null and bot = :bot")
                .bind("bot", bot.people())
                .execute());
  }

  /** Admits an owner with a valid code and marks it used, in one transaction. */
  public Outcome use(String code, OwnerId owner, Instant now) {
    return jdbi.inTransaction(
        h -> {
          int used =
              h.createUpdate(
                      "update invitations set used_at = :now"
                          + " where code = :code and used_at is null and made_at > :old"
                          + " and bot = :bot")
                  .bind("bot", bot.people())
                  .bind("code", digest(code))
                  .bind("now", now.toEpochMilli())
                  .bind("old", now.minus(VALID).toEpochMilli())
                  .execute();
          if (used == 0) {
            return whyNot(h, code);
          }
          h.createUpdate(
                  "insert into admitted_users (owner, admitted_at) values (:owner, :now)"
                      + " on conflict (owner) do nothing")
              .bind("owner", owner.value())
              .bind("now", now.toEpochMilli())
              .execute();
          return Outcome.ADMITTED;
        });
  }

  private Outcome whyNot(Handle handle, String code) {
    return handle
        .createQuery(
            "select used_at is not null from invitations where code = :code and bot = :bot")
        .bind("bot", bot.people())
        .bind("code", digest(code))
        .mapTo(Boolean.class)
        .findOne()
        .map(used -> used ? Outcome.USED : Outcome.EXPIRED)
        .orElse(Outcome.UNKNOWN);
  }

  /** The owner who was admitted first, if there is one. */
  public Optional<OwnerId> firstAdmitted() {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select owner from admitted_users where owner like :owners
                    order by admitted_at, rowid limit 1""")
                .bind("owners", bot.owners() + "%")
                .mapTo(String.class)
                .findOne()
                .map(OwnerId::new));
  }

  private static byte[] digest(String code) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
