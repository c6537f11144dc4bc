package io.mynah.telegram.outgoing;

import io.mynah.telegram.connection.BackgroundCalls;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.meta.api.methods.AnswerCallbackQuery;

/**
 * Presses of buttons that Telegram wants answered, each once: with words that are shown for a
 * moment, or without any when it was handled or took too long, so that the button stops turning.
 * Thread-safe.
 */
public final class CallbackAnswers {
  private static final Logger log = LoggerFactory.getLogger(CallbackAnswers.class);

  /** So long a button turns at most. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

  private final BackgroundCalls backgroundCalls;
  private final ScheduledExecutorService timer;
  private final Set<String> open = ConcurrentHashMap.newKeySet();

  public CallbackAnswers(BackgroundCalls backgroundCalls, ScheduledExecutorService timer) {
    this.backgroundCalls = backgroundCalls;
    this.timer = timer;
  }

  /** A press came in, given the id of its callback query. */
  public void came(String id) {
    open.add(id);
    try {
      var unused = timer.schedule(() -> answer(id, null), GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("A press is not answered, the bot is stopping.");
    }
  }

  /** Handles what is a press, or is not, and answers it afterwards if it was not meanwhile. */
  public void handling(Optional<String> id, Runnable work) {
    CURRENT.set(id.orElse(null));
    try {
      work.run();
    } finally {
      CURRENT.remove();
      id.ifPresent(press -> answer(press, null));
    }
  }

  /** Answers the press that this thread handles with words; says whether it could be. */
  public boolean say(String words) {
    String id = CURRENT.get();
    return id != null && answer(id, words);
  }

  private boolean answer(String id, @Nullable String words) {
    if (!open.remove(id)) {
      return false;
    }
    AnswerCallbackQuery answer = new AnswerCallbackQuery(id);
    answer.setText(words);
    // A press older than a few minutes cannot be answered any more; that is no trouble.
    backgroundCalls.run(
        answer, fault -> log.debug("A press was not answered: {}", fault.getMessage()));
    return true;
  }
}
