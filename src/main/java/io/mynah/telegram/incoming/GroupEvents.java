package io.mynah.telegram.incoming;

import io.mynah.chat.Conversation;
import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.telegram.connection.RetryDelays;
import io.mynah.telegram.connection.RetryLoop;
import io.mynah.telegram.connection.TelegramAddress;
import io.mynah.telegram.connection.TelegramConfig.Pace;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the conversation when a group moved, or when the bot was added or removed, and repeats that
 * until it is stored: sharing must end in a group that removed the bot. Thread-safe.
 */
public final class GroupEvents {
  private static final Logger log = LoggerFactory.getLogger(GroupEvents.class);

  private final Bot bot;
  private final Supplier<@Nullable Conversation> conversation;
  private final RetryLoop retries;
  private final Pace pace;
  private final ScheduledExecutorService timer;

  /**
   * @param conversation null until the bot is started
   */
  public GroupEvents(
      Bot bot,
      Supplier<@Nullable Conversation> conversation,
      RetryLoop retries,
      Pace pace,
      ScheduledExecutorService timer) {
    this.bot = bot;
    this.conversation = conversation;
    this.retries = retries;
    this.pace = pace;
    this.timer = timer;
  }

  /**
   * Reports what became of a group. Returns when it is stored.
   *
   * @throws InterruptedIOException if the bot stops first
   */
  public void tell(GroupEvent event) throws InterruptedIOException {
    Conversation receiver = Objects.requireNonNull(conversation.get());
    if (event instanceof GroupEvent.Move move) {
      log.info("The group {} became a supergroup with another id.", move.from());
      repeatUntilStored(() -> receiver.moved(address(move.from()), address(move.to())));
    } else if (event instanceof GroupEvent.Membership membership) {
      repeatUntilStored(() -> receiver.member(address(membership.group()), membership.present()));
    }
  }

  /**
   * Repeats a report until it is stored. Later updates of the chat wait, since they depend on it.
   */
  private void repeatUntilStored(Runnable report) throws InterruptedIOException {
    boolean unused =
        retries.untilDone(
            "What became of a group is not stored",
            () -> {
              report.run();
              return true;
            });
  }

  /**
   * Reports a move that the answer to a call revealed. Returns after one try; if it fails, more
   * follow in the background until the bot ends. Does not throw.
   */
  public void moved(long from, long to) {
    moved(from, to, new RetryDelays(pace));
  }

  private void moved(long from, long to, RetryDelays delays) {
    Conversation receiver = conversation.get();
    if (receiver == null) {
      return;
    }
    try {
      receiver.moved(address(from), address(to));
    } catch (RuntimeException e) {
      log.error("That a group moved is not stored; trying again.", e);
      later(() -> moved(from, to, delays), delays.failed());
    }
  }

  private void later(Runnable again, Duration delay) {
    try {
      var unused = timer.schedule(again, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("The bot is stopping.");
    }
  }

  private Address address(long group) {
    return TelegramAddress.ofChat(bot, group).toAddress();
  }
}
