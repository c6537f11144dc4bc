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
 * What can be done with voices beside talking with them, wired by hand: reports, quizzes, and
 * models that talk with each other. Thread-safe.
 */
final class PlayDesk {
  private final ExecutorService workers = Executors.newCachedThreadPool(PlayDesk::worker);
  private final ReportDesk reports;
  private final ReportCommand report;
  private final GuessCommand guess;
  private final Conversing conversing;
  private final ConverseCommand converse;

  PlayDesk(
      Services services,
      ProgressBoard board,
      Roster roster,
      OwnerSettings settings,
      VoiceStates voices,
      Trainings trainings,
      TalkDesk talk,
      double topP,
      Pauses pauses,
      Faults faults,
      Clock clock,
      Supplier<RandomGenerator> random) {
    reports =
        new ReportDesk(services, roster, board, new ReportPictures(new Painter()), faults, workers);
    board.onEnd(reports::ended);
    report = new ReportCommand(services, roster, voices, trainings, talk.whom(), reports);
    guess =
        new GuessCommand(
            services,
            roster,
            voices,
            settings,
            talk.whom(),
            RealMessages.alsoWhereShared(services.shares()),
            topP,
            clock,
            random);
    conversing =
        new Conversing(services, settings, talk.delivery(), pauses, faults, topP, clock, random);
    converse = new ConverseCommand(services.channel(), roster, voices, talk.whom(), conversing);
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "play");
    thread.setDaemon(true);
    return thread;
  }

  void addCommands(Map<String, Command> commands) {
    commands.put("report", report);
    commands.put("guess", guess);
    commands.put("converse", converse);
  }

  void addButtons(Map<Verb, PressHandler> buttons) {
    buttons.put(Verb.REPORT, report::press);
    buttons.put(Verb.QUIZ, guess::begin);
    buttons.put(Verb.GUESS, guess::answer);
    buttons.put(Verb.CONVERSE, converse::pressFirst);
    buttons.put(Verb.CONVERSE_WITH, converse::pressSecond);
    buttons.put(Verb.STOP_CONVERSING, conversing::pressStop);
    buttons.put(Verb.MORE_CONVERSING, conversing::pressMore);
  }

  GuessCommand guess() {
    return guess;
  }

  Conversing conversing() {
    return conversing;
  }

  /** A command that first of all ends models' talk with each other; the rest only without one. */
  Command endingTalk(Command otherwise) {
    return call -> {
      if (!conversing.stop(call.envelope().address())) {
        otherwise.run(call);
      }
    };
  }

  /** Takes up what an earlier process left. */
  void resume() {
    reports.resume();
  }

  /** Whether something is still to be sent to an owner. */
  boolean busy(OwnerId owner) {
    return reports.busy(owner) || conversing.busy(owner);
  }

  /** Forgets what an owner is at. */
  void forget(OwnerId owner) {
    guess.forget(owner);
    conversing.forget(owner);
  }

  /** Sends nothing more; what is due is sent at the next start. */
  void close() {
    conversing.close();
    workers.shutdownNow();
  }
}
