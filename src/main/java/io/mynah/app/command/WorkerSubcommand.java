package io.mynah.app.command;

import io.mynah.app.wiring.ApplicationContext;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.Operations;
import io.mynah.training.TrainingService;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mynah worker}: trains for the bot that shares its database server. */
@Command(
    name = "worker",
    description = "Trains for the bot on the same database server; needs MYNAH_DATABASE.")
public final class WorkerSubcommand implements Callable<Integer> {
  private static final Duration TRAINING_DEADLINE = Duration.ofSeconds(8);
  private static final int CLOSE_SECONDS = 12;

  private final CommandEnvironment environment;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "How many trainings run at once (default: the setting training.workers).")
  private @Nullable Integer slots;

  WorkerSubcommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (environment.config().database().isEmpty()) {
      throw new CommandFailure(
          "Workers share a database server with the bot. Set MYNAH_DATABASE to its address.",
          ExitCode.USAGE);
    }
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    CommandEnvironment chosen = chosen();
    try (Operations operations = Operations.start(chosen);
        ApplicationContext application = ApplicationContext.openWorker(chosen, operations);
        TrainingService training = application.training(job -> {})) {
      Thread hook =
          new Thread(
              () -> {
                training.stop();
                stopped.countDown();
                awaitQuietly(closed);
              },
              "shutdown");
      Runtime.getRuntime().addShutdownHook(hook);
      training.start();
      environment.terminal().out().println("Waiting for trainings. Stop it with Ctrl-C.");
      stopped.await();
      training.close(TRAINING_DEADLINE);
      return ExitCode.OK;
    } finally {
      closed.countDown();
    }
  }

  private CommandEnvironment chosen() {
    if (slots == null) {
      // The bot may leave all to workers; a worker does not.
      return environment.config().training().trains()
          ? environment
          : environment.with("training.workers", "0");
    }
    if (slots < 1) {
      throw new CommandFailure("--slots must be 1 or more.", ExitCode.USAGE);
    }
    return environment.with("training.workers", Integer.toString(slots));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      boolean unused = latch.await(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
