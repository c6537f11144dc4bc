package io.mynah.app;

import io.mynah.domain.Settings;
import io.mynah.export.ExportReader;
import io.mynah.lm.Examination;
import io.mynah.lm.MixtureFormat;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.SpeakOptions;
import io.mynah.lm.Speaker;
import io.mynah.lm.StagedTrainer;
import io.mynah.lm.VoiceExaminer;
import io.mynah.lm.VoiceTrainer;
import io.mynah.models.ModelLibrary;
import io.mynah.store.Corpora;
import io.mynah.store.Corrections;
import io.mynah.store.DataFolderLock;
import io.mynah.store.Database;
import io.mynah.store.IdleChats;
import io.mynah.store.Invitations;
import io.mynah.store.Jobs;
import io.mynah.store.Personas;
import io.mynah.store.Preferences;
import io.mynah.store.ReportCards;
import io.mynah.training.TrainingConfig;
import io.mynah.training.TrainingListener;
import io.mynah.training.TrainingService;
import io.mynah.vault.BrokenSeal;
import io.mynah.vault.MasterKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts that every command works with, wired by hand over one data folder. */
final class Workshop implements AutoCloseable {
  final MynahHome home;
  final MynahConfig config;
  final Clock clock;
  final Database database;
  final Corpora corpora;
  final Jobs jobs;
  final Personas personas;
  final ReportCards cards;
  final Preferences preferences;
  final Invitations invitations;
  final ModelLibrary models;
  final IdleChats idleChats;
  final Speaker speaker = new Speaker();
  final ExportReader reader;
  private final @Nullable DataFolderLock lock;

  private Workshop(
      MynahHome home,
      MynahConfig config,
      Clock clock,
      MasterKey key,
      @Nullable DataFolderLock lock) {
    this.home = home;
    this.config = config;
    this.clock = clock;
    this.lock = lock;
    database = Database.sqlite(home.database(), key);
    corpora = new Corpora(database);
    jobs = new Jobs(database);
    personas = new Personas(database);
    cards = new ReportCards(database);
    preferences = new Preferences(database);
    invitations = new Invitations(database, new SecureRandom());
    models =
        new ModelLibrary(
            home.models(),
            new MixtureFormat(neural()),
            corpora::key,
            Math.min(config.models().cacheBytes(), Runtime.getRuntime().maxMemory() / 4),
            config.models().expiry());
    idleChats = new IdleChats(database);
    if (lock != null) {
      corpora.forgetTheRest();
      database.scrubIfDue();
      tidy(models);
    }
    models.onBorrow(person -> idleChats.used(person, clock.instant()));
    reader = new ExportReader(config.uploads().toLimits());
  }

  private static void tidy(ModelLibrary models) {
    try {
      models.tidy();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens the data folder to look something up. */
  static Workshop open(Surroundings surroundings) {
    return open(surroundings, false, false, Locale.ENGLISH);
  }

  /**
   * Opens the data folder to work in it alone.
   *
   * @param logShown whether log lines go to the error stream too
   * @throws CannotDo when another Mynah does so already
   */
  static Workshop openAlone(Surroundings surroundings, boolean logShown) {
    return open(surroundings, true, logShown, Locale.ENGLISH);
  }

  /**
   * The same for somebody who is talked with.
   *
   * @param language in which they are told of the master key
   */
  static Workshop openAlone(Surroundings surroundings, Locale language) {
    return open(surroundings, true, false, language);
  }

  /** Whether another process works in the data folder alone. */
  static boolean isBusy(MynahHome home) {
    if (!Files.exists(home.database())) {
      return false;
    }
    try {
      DataFolderLock.take(home.folder()).close();
      return false;
    } catch (DataFolderLock.InUse e) {
      return true;
    } catch (IOException e) {
      return false; // whoever opens it says so
    }
  }

  private static Workshop open(
      Surroundings surroundings, boolean alone, boolean logShown, Locale language) {
    MynahHome home = surroundings.home();
    MynahConfig config = surroundings.config();
    try {
      home.create();
      Logging.start(home.logs(), config.log().level(), logShown);
      // Who seals what an earlier version left must not have that version at work beside it.
      boolean old = Files.exists(home.database()) && !Database.holdsKeys(home.database());
      DataFolderLock lock = alone || old ? DataFolderLock.take(home.folder()) : null;
      MasterKeySource source =
          new MasterKeySource(home, config, surroundings.terminal().err(), language);
      return open(surroundings, home, config, source, lock);
    } catch (DataFolderLock.InUse e) {
      throw new CannotDo(
          "Another Mynah is using the folder %s. Stop it first, or set MYNAH_HOME to another folder."
              .formatted(home.folder()),
          ExitCode.IN_USE);
    } catch (IOException e) {
      throw new CannotDo(
          "The data folder %s cannot be written (%s). Make it writable, or set MYNAH_HOME to another."
              .formatted(home.folder(), e.getClass().getSimpleName()));
    }
  }

  private static Workshop open(
      Surroundings surroundings,
      MynahHome home,
      MynahConfig config,
      MasterKeySource source,
      @Nullable DataFolderLock lock)
      throws IOException {
    try {
      return new Workshop(home, config, surroundings.clock(), source.find(), lock);
    } catch (BrokenSeal e) {
      return openByTheNext(surroundings, home, config, source, lock);
    }
  }

  /** The process may have ended while the master key was replaced. */
  private static Workshop openByTheNext(
      Surroundings surroundings,
      MynahHome home,
      MynahConfig config,
      MasterKeySource source,
      @Nullable DataFolderLock lock)
      throws IOException {
    Optional<MasterKey> next = source.prepared();
    if (next.isPresent()) {
      try {
        Workshop workshop = new Workshop(home, config, surroundings.clock(), next.get(), lock);
        source.promote(next.get());
        return workshop;
      } catch (BrokenSeal e) {
        // It was never put to use.
      }
    }
    throw new CannotDo(
        "The data in %s was sealed with another master key than the one %s. Put the right one back; nothing was changed."
            .formatted(home.folder(), source.place()));
  }

  static NeuralLearner neural() {
    return new NetworkLearner();
  }

  static VoiceTrainer trainer(MynahConfig config) {
    return new StagedTrainer(
        neural(),
        new KnownLanguage(neural(), config.training().base()).checked(),
        new Speaker(),
        config.training().minMessages());
  }

  TrainingService training(TrainingListener listener) {
    return new TrainingService(
        database,
        jobs,
        corpora,
        new Corrections(database),
        personas,
        cards,
        models,
        trainer(config),
        examiner(),
        trainingConfig(),
        home.checkpoints(),
        listener,
        clock);
  }

  /** Measures models as they speak by the settings. */
  private VoiceExaminer examiner() {
    Settings settings = config.speaking().toSettings();
    SpeakOptions options =
        new SpeakOptions(1, settings.temperature(), config.speaking().topP(), settings.length());
    return new Examination(speaker, options, ZoneId.systemDefault());
  }

  private TrainingConfig trainingConfig() {
    return config.training().toTrainingConfig(Runtime.getRuntime().availableProcessors());
  }

  @Override
  public void close() {
    models.close();
    database.close();
    if (lock != null) {
      lock.close();
    }
  }
}
