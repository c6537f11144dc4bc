package io.mynah.app.wiring;

import io.mynah.export.reading.ExportReader;
import io.mynah.lm.evaluation.VoiceExamination;
import io.mynah.lm.evaluation.VoiceExaminer;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.models.ModelLibrary;
import io.mynah.store.blobs.BlobStore;
import io.mynah.store.blobs.FormerFolders;
import io.mynah.store.conversation.Corrections;
import io.mynah.store.conversation.Invitations;
import io.mynah.store.conversation.OwnerPreferences;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.corpora.IdleChats;
import io.mynah.store.database.Database;
import io.mynah.store.database.FolderLock;
import io.mynah.store.database.OtherVersion;
import io.mynah.store.jobs.Jobs;
import io.mynah.store.jobs.ReportCards;
import io.mynah.store.jobs.VoiceRecords;
import io.mynah.training.TrainingConfig;
import io.mynah.training.TrainingListener;
import io.mynah.training.TrainingService;
import io.mynah.training.TrainingStores;
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

/** The services that commands use, created over one data folder. */
public final class ApplicationContext implements AutoCloseable {
  public final MynahHome home;
  public final MynahConfig config;
  public final Clock clock;
  public final Database database;
  public final BlobStore blobs;
  public final Corpora corpora;
  public final Jobs jobs;
  public final VoiceRecords voiceRecords;
  final ReportCards cards;
  public final OwnerPreferences preferences;
  public final Invitations invitations;
  public final VoiceLearning learning;
  public final ModelLibrary models;
  final IdleChats idleChats;
  public final MessageGenerator generator = new MessageGenerator();
  public final ExportReader reader;
  private final @Nullable FolderLock lock;

  private ApplicationContext(
      MynahHome home, MynahConfig config, Clock clock, MasterKey key, @Nullable FolderLock lock) {
    this.home = home;
    this.config = config;
    this.clock = clock;
    this.lock = lock;
    database = Database.sqlite(home.database(), key);
    blobs = BlobStore.of(database, home.blobs(), clock);
    corpora = new Corpora(database);
    jobs = new Jobs(database);
    voiceRecords = new VoiceRecords(database);
    cards = new ReportCards(database);
    preferences = new OwnerPreferences(database);
    invitations = new Invitations(database, new SecureRandom());
    learning = VoiceLearning.of(config, home.bases());
    models =
        new ModelLibrary(
            blobs,
            learning.format(),
            corpora::key,
            Math.min(config.models().cacheBytes(), Runtime.getRuntime().maxMemory() / 4),
            config.models().expiry());
    idleChats = new IdleChats(database);
    if (lock != null) {
      corpora.forgetTheRest();
      database.scrubIfDue();
      tidyBlobs();
    }
    models.onBorrow(person -> idleChats.used(person, clock.instant()));
    reader = new ExportReader(config.uploads().toLimits());
  }

  /** Takes in what an earlier version wrote, and deletes what a killed process left. */
  private void tidyBlobs() {
    try {
      new FormerFolders(database, home.blobs()).adopt(home.folder());
      blobs.tidy();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens the data folder without locking it, for reading. */
  public static ApplicationContext open(CommandEnvironment environment) {
    return open(environment, false, false, Locale.ENGLISH);
  }

  /**
   * Opens and locks the data folder.
   *
   * @param logShown whether log lines go to the error stream too
   * @throws CommandFailure when another Mynah has locked it
   */
  public static ApplicationContext openAlone(CommandEnvironment environment, boolean logShown) {
    return open(environment, true, logShown, Locale.ENGLISH);
  }

  /**
   * The same for an interactive user.
   *
   * @param language the language of messages about the master key
   */
  public static ApplicationContext openAlone(CommandEnvironment environment, Locale language) {
    return open(environment, true, false, language);
  }

  /** Whether another process has locked the data folder. */
  public static boolean isBusy(MynahHome home) {
    if (!Files.exists(home.database())) {
      return false;
    }
    try {
      FolderLock.take(home.folder()).close();
      return false;
    } catch (FolderLock.InUse e) {
      return true;
    } catch (IOException e) {
      return false; // opening the folder reports this
    }
  }

  private static ApplicationContext open(
      CommandEnvironment environment, boolean alone, boolean logShown, Locale language) {
    MynahHome home = environment.home();
    MynahConfig config = environment.config();
    try {
      home.create();
      Logging.start(home.logs(), config.log().level(), logShown);
      FolderLock lock = alone ? FolderLock.take(home.folder()) : null;
      MasterKeySource source =
          new MasterKeySource(home, config, environment.terminal().err(), language);
      return open(environment, home, config, source, lock);
    } catch (OtherVersion e) {
      throw new CommandFailure(
          "The data in %s was made by another version of Mynah, and nothing was changed. Start that version, or set MYNAH_HOME to another folder."
              .formatted(home.folder()));
    } catch (FolderLock.InUse e) {
      throw new CommandFailure(
          "Another Mynah is using the folder %s. Stop it first, or set MYNAH_HOME to another folder."
              .formatted(home.folder()),
          ExitCode.IN_USE);
    } catch (IOException e) {
      throw new CommandFailure(
          "The data folder %s cannot be written (%s). Make it writable, or set MYNAH_HOME to another."
              .formatted(home.folder(), e.getClass().getSimpleName()));
    }
  }

  private static ApplicationContext open(
      CommandEnvironment environment,
      MynahHome home,
      MynahConfig config,
      MasterKeySource source,
      @Nullable FolderLock lock)
      throws IOException {
    try {
      return new ApplicationContext(home, config, environment.clock(), source.find(), lock);
    } catch (BrokenSeal e) {
      return openWithPreparedKey(environment, home, config, source, lock);
    }
  }

  /**
   * Opens the data folder with the prepared master key, in case a process ended while it replaced
   * the key.
   */
  private static ApplicationContext openWithPreparedKey(
      CommandEnvironment environment,
      MynahHome home,
      MynahConfig config,
      MasterKeySource source,
      @Nullable FolderLock lock)
      throws IOException {
    Optional<MasterKey> next = source.prepared();
    if (next.isPresent()) {
      try {
        ApplicationContext application =
            new ApplicationContext(home, config, environment.clock(), next.get(), lock);
        source.promote(next.get());
        return application;
      } catch (BrokenSeal e) {
        // The prepared key was never used.
      }
    }
    throw new CommandFailure(
        "The data in %s was sealed with another master key than the one %s. Put the right one back; nothing was changed."
            .formatted(home.folder(), source.place()));
  }

  public TrainingService training(TrainingListener listener) {
    return new TrainingService(
        new TrainingStores(database, jobs, corpora, new Corrections(database), voiceRecords, cards),
        models,
        learning.trainer(),
        learning.bases(),
        examiner(),
        trainingConfig(),
        blobs,
        listener,
        clock);
  }

  /** The examiner, which generates messages with the configured settings. */
  private VoiceExaminer examiner() {
    return new VoiceExamination(generator, config.speaking().toOptions(), ZoneId.systemDefault());
  }

  private TrainingConfig trainingConfig() {
    return config
        .training()
        .toTrainingConfig(Runtime.getRuntime().availableProcessors(), learning.bases().large());
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
