package io.mynah.telegram.incoming;

import com.fasterxml.jackson.databind.JsonNode;
import io.mynah.chat.Conversation;
import io.mynah.domain.Address;
import io.mynah.telegram.connection.Retries;
import io.mynah.telegram.connection.RetryLoop;
import io.mynah.telegram.connection.TelegramAddress;
import io.mynah.telegram.connection.TelegramConfig.Pace;
import io.mynah.telegram.connection.TokenGuard;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the conversation where groups moved, and whether the bot is in them, again and again until
 * it has stored that: a group that put the bot out must not keep what is shared there. Thread-safe.
 */
public final class GroupEvents {
  private static final Logger log = LoggerFactory.getLogger(GroupEvents.class);

  private final Supplier<@Nullable Conversation> conversation;
  private final RetryLoop retries;
  private final Pace pace;
  private final ScheduledExecutorService timer;

  /**
   * @param conversation null until the bot is started
   */
  public GroupEvents(
      Supplier<@Nullable Conversation> conversation,
      RetryLoop retries,
      Pace pace,
      ScheduledExecutorService timer) {
    this.conversation = conversation;
    this.retries = retries;
    this.pace = pace;
    this.timer = timer;
  }

  /**
   * Tells what an update says of a group, if it does, and returns when that is stored.
   *
   * @throws InterruptedIOException if the bot stops before
   * @throws IllegalArgumentException if the update does not have the shape of one
   */
  public void tell(JsonNode update) throws InterruptedIOException {
    Conversation to = Objects.requireNonNull(conversation.get());
    Optional<UpdateMapper.Move> move = UpdateMapper.move(update);
    if (move.isPresent()) {
      Address from = address(move.get().from());
      Address next = address(move.get().to());
      insist(() -> to.moved(from, next));
    }
    Optional<UpdateMapper.Membership> membership = UpdateMapper.membership(update);
    if (membership.isPresent()) {
      insist(() -> to.member(membership.get().group(), membership.get().present()));
    }
  }

  /** The updates behind it in its chat wait, too: what they are about depends on it. */
  private void insist(Runnable news) throws InterruptedIOException {
    boolean unused =
        retries.untilDone(
            "What became of a group is not stored",
            () -> {
              news.run();
              return true;
            });
  }

  /**
   * Tells where a group moved, as the answer to a call says. Returns after one try; where it fails,
   * others follow in the background, until the bot ends. Does not throw.
   */
  public void moved(long from, long to) {
    moved(from, to, 1);
  }

  private void moved(long from, long to, int attempt) {
    Conversation told = conversation.get();
    if (told == null) {
      return;
    }
    try {
      told.moved(address(from), address(to));
    } catch (RuntimeException e) {
      log.error("That a group moved is not stored; trying again.", TokenGuard.wordless(e));
      later(() -> moved(from, to, attempt + 1), attempt);
    }
  }

  private void later(Runnable again, int failures) {
    try {
      var unused =
          timer.schedule(again, Retries.wait(pace, failures).toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("The bot is stopping.");
    }
  }

  private static Address address(long group) {
    return new TelegramAddress(group, null).toAddress();
  }
}
