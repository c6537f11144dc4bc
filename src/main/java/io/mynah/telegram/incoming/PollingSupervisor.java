package io.mynah.telegram.incoming;

import io.mynah.store.database.FaultKind;
import io.mynah.store.inbox.Inbox;
import io.mynah.telegram.connection.ApiFault;
import io.mynah.telegram.connection.BotProfile;
import io.mynah.telegram.connection.HttpClients;
import io.mynah.telegram.connection.RetryDelays;
import io.mynah.telegram.connection.TelegramConfig;
import io.mynah.telegram.connection.TelegramConfig.Pace;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.meta.exceptions.TelegramApiException;

/**
 * Keeps polling alive: connects once the network is available, begins a new session when one has
 * died, and a new epoch of ids after so long without updates that the ids may restart. Runs on one
 * thread.
 */
public final class PollingSupervisor {
  private static final Logger log = LoggerFactory.getLogger(PollingSupervisor.class);

  private final TelegramConfig config;
  private final Inbox inbox;
  private final UpdateIntake intake;
  private final UpdateBodyInterceptor feed;
  private final BotProfile botProfile;
  private final HttpClients http;
  private final Clock clock;
  private volatile boolean stopping;
  private boolean refused;

  public PollingSupervisor(
      TelegramConfig config,
      Inbox inbox,
      UpdateIntake intake,
      UpdateBodyInterceptor feed,
      BotProfile botProfile,
      HttpClients http,
      Clock clock) {
    this.config = config;
    this.inbox = inbox;
    this.intake = intake;
    this.feed = feed;
    this.botProfile = botProfile;
    this.http = http;
    this.clock = clock;
  }

  /** Stops soon. Interrupt the running thread to stop at once. */
  public void stop() {
    stopping = true;
    intake.halt();
  }

  /**
   * Runs until it is stopped or the token is refused.
   *
   * @param connected completed with the bot's name when it is known
   * @return whether the token was refused
   */
  public boolean run(CompletableFuture<String> connected) throws InterruptedException {
    if (!connect(connected)) {
      return refused;
    }
    intake.resume();
    botProfile.introduce();
    RetryDelays delays = new RetryDelays(pace());
    while (!stopping && !feed.isTokenRefused()) {
      if (pollOnce()) {
        delays.reset();
      } else {
        sleep(delays.failed(feed.retryAfter()));
      }
    }
    return feed.isTokenRefused();
  }

  private boolean connect(CompletableFuture<String> connected) throws InterruptedException {
    RetryDelays delays = new RetryDelays(pace());
    while (!stopping) {
      try {
        String name = botProfile.name();
        if (config.bot().voice().isEmpty()) {
          log.info("Connected as @{}.", name);
        } else {
          // Its name may be that of the person.
          log.info("The bot of a voice is connected.");
        }
        connected.complete(name);
        return true;
      } catch (ApiFault fault) {
        if (fault.kind() == ApiFault.Kind.TOKEN_REFUSED) {
          refused = true;
          return false;
        }
        log.warn("Telegram cannot be reached; trying again. ({})", fault.getMessage());
        sleep(delays.failed(fault.retryAfter()));
      }
    }
    return false;
  }

  /** Polls in one session until it ends. Returns false if it could not begin. */
  private boolean pollOnce() throws InterruptedException {
    Polling polling = new Polling(config, http.forPolls(feed), feed, intake::isHalted);
    try {
      if (isIdle()) {
        log.info("No update came for long; a new epoch of ids begins.");
        inbox.newEpoch();
      }
      polling.open(intake);
      watch(polling);
      return true;
    } catch (TelegramApiException e) {
      // The feed has logged the reason.
      log.debug("Polling did not begin.");
      return false;
    } catch (RuntimeException e) {
      if (FaultKind.isPassing(e)) {
        log.warn("Polling begins again: the database did not answer ({}).", FaultKind.of(e));
        log.debug("Polling ended.", e);
      } else {
        log.error("Polling ended by a fault; it begins again.", e);
      }
      return false;
    } finally {
      closeQuietly(polling);
    }
  }

  private void watch(Polling polling) throws InterruptedException {
    while (!stopping && !feed.isTokenRefused()) {
      if (polling.isDead()) {
        log.error("Polling had ended; it begins again.");
        return;
      }
      if (isIdle()) {
        return;
      }
      if (intake.isHandOverDue()) {
        intake.handOver();
      }
      sleep(pace().watchEvery());
    }
  }

  /**
   * Whether there was no update for so long that the ids may restart. False in an epoch without
   * ids.
   */
  private boolean isIdle() {
    return inbox
        .last()
        .filter(
            last ->
                Duration.between(last.receivedAt(), clock.instant())
                        .compareTo(pace().idleBeforeNewEpoch())
                    >= 0)
        .isPresent();
  }

  private static void closeQuietly(Polling polling) throws InterruptedException {
    // The interrupt that ends watching must not interrupt closing.
    boolean interrupted = Thread.interrupted();
    polling.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void sleep(Duration time) throws InterruptedException {
    if (!stopping) {
      Thread.sleep(time.toMillis());
    }
  }

  private Pace pace() {
    return config.pace();
  }
}
