package io.mynah.chat.feature;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.TryAgain;
import io.mynah.chat.words.Phrases;
import io.mynah.store.database.FaultKind;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs faults under an id that the user is told. Thread-safe. */
public final class FaultLog {
  private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);

  private final Supplier<RandomGenerator> random;

  public FaultLog(Supplier<RandomGenerator> random) {
    this.random = random;
  }

  /** Logs a fault and returns the id it is logged under. */
  public String log(Throwable fault) {
    String id = String.format(Locale.ROOT, "%06x", random.get().nextInt(0x1000000));
    LOG.error("error {}", id, fault);
    return id;
  }

  /** A task that may throw. */
  @FunctionalInterface
  public interface Task {
    void run() throws IOException;
  }

  /** Runs a task and logs its fault, if any; returns whether it succeeded. */
  public boolean attempt(Task task) {
    return fault(task).isEmpty();
  }

  /**
   * Runs a task. A fault is logged and, except in a group, reported at the sender's address.
   * Returns whether the task succeeded.
   *
   * @throws TryAgain if the fault passes and the update can be handled again
   */
  public boolean attempt(Envelope envelope, Phrases phrases, Channel channel, Task task) {
    Optional<String> id = fault(() -> repeatably(channel, task));
    if (id.isPresent() && envelope.isPrivate()) {
      // If nothing can be sent to this address, both faults are in the log.
      boolean unused =
          attempt(
              () ->
                  channel.send(envelope.address(), Reply.of(phrases.of("error", "id", id.get()))));
    }
    return id.isEmpty();
  }

  private static void repeatably(Channel channel, Task task) throws IOException {
    try {
      task.run();
    } catch (RuntimeException fault) {
      throw FaultKind.isPassing(fault) && channel.cause().repeatable()
          ? new TryAgain(fault)
          : fault;
    }
  }

  private Optional<String> fault(Task task) {
    try {
      task.run();
      return Optional.empty();
    } catch (TryAgain again) {
      throw again;
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError fault) {
      return Optional.of(log(fault));
    }
  }
}
