package io.mynah.chat.report;

import io.mynah.charts.Painter;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feature.VoiceStores;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.settings.OwnerSettings;
import io.mynah.chat.training.TrainingNoticeUpdater;
import io.mynah.chat.training.TrainingRequests;
import io.mynah.chat.voice.Delivery;
import io.mynah.domain.OwnerId;
import io.mynah.store.conversation.GuessScores;
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
      Environment environment,
      OwnerSettings settings,
      VoiceStores stores,
      GuessScores guessScores,
      PeopleDirectory people,
      TrainingRequests trainings,
      TrainingNoticeUpdater board,
      Delivery delivery) {
    sender =
        new ReportSender(
            stores.jobs(),
            stores.cards(),
            people.roster(),
            board,
            new ReportMessages(
                environment.channel(),
                settings,
                stores,
                guessScores,
                new ReportPictures(new Painter())),
            delivery,
            environment.faults(),
            workers);
    board.onEnd(sender::ended);
    report = new ReportCommand(environment.channel(), stores.cards(), people, trainings, sender);
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
