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
 * Answers presses of buttons, each once: with a text shown for a moment, or without one when the
 * press was handled or took too long. The answer stops the button's progress indicator.
 * Thread-safe.
 */
public final class CallbackAnswers {
  private static final Logger log = LoggerFactory.getLogger(CallbackAnswers.class);

  /** The longest time until a press is answered. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

  private final BackgroundCalls backgroundCalls;
  private final ScheduledExecutorService timer;
  private final Set<String> open = ConcurrentHashMap.newKeySet();

  public CallbackAnswers(BackgroundCalls backgroundCalls, ScheduledExecutorService timer) {
    this.backgroundCalls = backgroundCalls;
    this.timer = timer;
  }

  /** Registers a press by the id of its callback query. */
  public void received(String id) {
    open.add(id);
    try {
      var unused = timer.schedule(() -> answer(id, null), GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("A press is not answered, the bot is stopping.");
    }
  }

  /**
   * Runs the handling of an update. If it is a press, answers it afterwards unless that was done.
   */
  public void handling(Optional<String> id, Runnable work) {
    CURRENT.set(id.orElse(null));
    try {
      work.run();
    } finally {
      CURRENT.remove();
      id.ifPresent(press -> answer(press, null));
    }
  }

  /**
   * Answers the press that this thread handles with a text. Returns false if it cannot be answered.
   */
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
    // A press older than a few minutes can no longer be answered; that does no harm.
    backgroundCalls.run(
        answer, fault -> log.debug("A press was not answered: {}", fault.getMessage()));
    return true;
  }
}
