package io.mynah.chat.report;

import io.mynah.charts.Painter;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feature.Services;
import io.mynah.chat.people.PersonResolver;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.TrainingNoticeUpdater;
import io.mynah.chat.training.TrainingRequests;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.voice.Delivery;
import io.mynah.domain.OwnerId;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The feature for reports of how models learned, on demand and at the end of trainings. Wires its
 * classes by hand. Thread-safe.
 */
public final class ReportFeature implements Feature {
  private final ExecutorService workers = Executors.newCachedThreadPool(ReportFeature::worker);
  private final ReportSender sender;
  private final ReportCommand report;

  /** Wires the classes, and registers for trainings that end. */
  public ReportFeature(
      Services services,
      TrainingNoticeUpdater board,
      Roster roster,
      VoiceStates voices,
      TrainingRequests trainings,
      PersonResolver personResolver,
      Delivery delivery,
      FaultLog faults) {
    sender =
        new ReportSender(
            services, roster, board, new ReportPictures(new Painter()), delivery, faults, workers);
    board.onEnd(sender::ended);
    report = new ReportCommand(services, roster, voices, trainings, personResolver, sender);
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "reports");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of("report", report);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(Verb.REPORT, report::press);
  }

  @Override
  public void resume() {
    sender.resume();
  }

  @Override
  public boolean busy(OwnerId owner) {
    return sender.busy(owner);
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
