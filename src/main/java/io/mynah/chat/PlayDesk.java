package io.mynah.chat;

import io.mynah.charts.Painter;
import io.mynah.domain.OwnerId;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What can be done with voices beside hearing them, wired by hand: reports and quizzes.
 * Thread-safe.
 */
final class PlayDesk {
  private final ExecutorService workers = Executors.newCachedThreadPool(PlayDesk::worker);
  private final ReportDesk reports;
  private final ReportCommand report;
  private final GuessCommand guess;

  PlayDesk(
      Services services,
      ProgressBoard board,
      Roster roster,
      OwnerSettings settings,
      VoiceStates voices,
      Trainings trainings,
      double topP,
      Faults faults,
      Clock clock,
      Supplier<RandomGenerator> random) {
    reports =
        new ReportDesk(services, roster, board, new ReportPictures(new Painter()), faults, workers);
    board.onEnd(reports::ended);
    report = new ReportCommand(services, roster, voices, trainings, reports);
    guess =
        new GuessCommand(
            services,
            roster,
            voices,
            settings,
            RealMessages.TO_THE_OWNER_ALONE,
            topP,
            clock,
            random);
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "play");
    thread.setDaemon(true);
    return thread;
  }

  void addCommands(Map<String, Command> commands) {
    commands.put("report", report);
    commands.put("guess", guess);
  }

  void addButtons(Map<Verb, PressHandler> buttons) {
    buttons.put(Verb.REPORT, report::press);
    buttons.put(Verb.QUIZ, guess::begin);
    buttons.put(Verb.GUESS, guess::answer);
  }

  /** Takes up what an earlier process left. */
  void resume() {
    reports.resume();
  }

  /** Whether something is still to be sent to an owner. */
  boolean busy(OwnerId owner) {
    return reports.busy(owner);
  }

  /** Forgets what an owner is at. */
  void forget(OwnerId owner) {
    guess.forget(owner);
  }

  /** Sends nothing more; what is due is sent at the next start. */
  void close() {
    workers.shutdownNow();
  }
}
