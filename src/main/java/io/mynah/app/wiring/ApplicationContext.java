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
import io.mynah.store.database.FaultKind;
import io.mynah.store.database.FolderLock;
import io.mynah.store.database.OtherVersion;
import io.mynah.store.database.UnusableServer;
import io.mynah.store.jobs.JobClaims;
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
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/** The services that commands use, created over one data folder or database. */
public final class ApplicationContext implements AutoCloseable {
  private static final Duration BLOBS_TIDIED_EVERY = Duration.ofHours(1);
  private static final Duration REACHED_FOR_EVERY = Duration.ofSeconds(1);

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
  final Operations operations;
  private final ExclusiveUse use;

  private ApplicationContext(
      MynahHome home,
      MynahConfig config,
      Clock clock,
      Database database,
      ExclusiveUse use,
      Operations operations) {
    this.home = home;
    this.config = config;
    this.clock = clock;
    this.database = database;
    this.use = use;
    this.operations = operations;
    blobs = BlobStore.of(database, home.blobs());
    corpora = new Corpora(database);
    jobs = new Jobs(database);
    voiceRecords = new VoiceRecords(database);
    cards = new ReportCards(database);
    preferences = new OwnerPreferences(database);
    invitations = new Invitations(database, config.telegram().bot(), new SecureRandom());
    learning = VoiceLearning.of(config, home.bases());
    models =
        new ModelLibrary(
            blobs,
            learning.format(),
            corpora::key,
            Math.min(config.models().cacheBytes(), Runtime.getRuntime().maxMemory() / 4),
            config.models().expiry());
    idleChats = new IdleChats(database);
    if (use.isAlone()) {
      corpora.forgetTheRest();
      database.scrubIfDue();
      tidyBlobs();
      if (database.dialect().isOnServer()) {
        database.maintain(blobs::tidy, BLOBS_TIDIED_EVERY);
      }
    }
    models.onBorrow(person -> idleChats.used(person, clock.instant()));
    reader = new ExportReader(config.uploads().toLimits());
    operations.watch(this);
  }

  /** Takes in what an earlier version wrote, and deletes what a killed process left. */
  private void tidyBlobs() {
    try {
      if (!database.dialect().isOnServer()) {
        new FormerFolders(database, home.blobs()).adopt(home.folder());
      }
      blobs.tidy();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens the data for reading, while another process may work on it. */
  public static ApplicationContext open(CommandEnvironment environment) {
    return open(environment, ExclusiveUse.Wanted.NONE, false, Locale.ENGLISH, Operations.OFF);
  }

  /**
   * Opens another database with the same master key, for a process that works on the data folder
   * alone. On a server, nobody else may work on it.
   *
   * @param address as the setting {@code database}
   * @throws CommandFailure if it cannot be used, is in use, or belongs to another master key
   */
  public static OtherDatabase openOther(CommandEnvironment environment, String address) {
    MynahHome home = environment.home();
    MynahConfig config = environment.with("database", address).config();
    try {
      MasterKeySource source =
          new MasterKeySource(home, config, environment.terminal().err(), Locale.ENGLISH);
      Database database = openDatabase(home, config, source);
      ExclusiveUse use = ExclusiveUse.ofServer(database, config.telegram(), environment.terminal());
      return new OtherDatabase(database, BlobStore.of(database, home.blobs()), use);
    } catch (OtherVersion e) {
      throw new CommandFailure(
          "The data in %s was made by another version of Mynah, and nothing was changed."
              .formatted(place(home, config)));
    } catch (UnusableServer e) {
      throw unusable(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether another process works on the data folder alone. */
  public static boolean isBusy(MynahHome home) {
    return ExclusiveUse.isTaken(home);
  }

  /**
   * Checks that nobody else trains on the data.
   *
   * @throws CommandFailure if workers do
   */
  public void requireNoWorkers() {
    if (use.hasOtherWorkers(database)) {
      throw new CommandFailure(
          "Workers are training on the database. Stop them first, and bots that wait.",
          ExitCode.IN_USE);
    }
  }

  /**
   * Ends the process if another one may work on the data in its place, which this one has not
   * noticed yet. For what must not be done twice.
   */
  public void requireUse() {
    use.require();
  }

  /**
   * Whether this bot runs in another process, or another process works on the data folder alone.
   */
  public boolean isBusy() {
    return database.dialect().isOnServer()
        ? ExclusiveUse.isTaken(database, config.telegram().bot())
        : ExclusiveUse.isTaken(home);
  }

  /**
   * Opens the data to work on it alone.
   *
   * @param logShown whether log lines go to the error stream too
   * @throws CommandFailure when another Mynah works on it
   */
  public static ApplicationContext openAlone(CommandEnvironment environment, boolean logShown) {
    return open(environment, ExclusiveUse.Wanted.NOW, logShown, Locale.ENGLISH, Operations.OFF);
  }

  /**
   * The same, but waits for another Mynah on the same database server to end, with log lines on the
   * error stream.
   *
   * @param operations watch it
   */
  public static ApplicationContext openNext(CommandEnvironment environment, Operations operations) {
    return open(environment, ExclusiveUse.Wanted.NEXT, true, Locale.ENGLISH, operations);
  }

  /**
   * Opens the data on a server to train, while others work on it, with log lines shown.
   *
   * @param operations watch it
   */
  public static ApplicationContext openWorker(
      CommandEnvironment environment, Operations operations) {
    return open(environment, ExclusiveUse.Wanted.WORKER, true, Locale.ENGLISH, operations);
  }

  /**
   * The same for an interactive user.
   *
   * @param language the language of messages about the master key
   */
  public static ApplicationContext openAlone(CommandEnvironment environment, Locale language) {
    return open(environment, ExclusiveUse.Wanted.NOW, false, language, Operations.OFF);
  }

  private static ApplicationContext open(
      CommandEnvironment environment,
      ExclusiveUse.Wanted asked,
      boolean logShown,
      Locale language,
      Operations operations) {
    MynahHome home = environment.home();
    MynahConfig config = environment.config();
    ExclusiveUse.Wanted wanted =
        asked == ExclusiveUse.Wanted.NONE && mustAdopt(home, config)
            ? ExclusiveUse.Wanted.NOW
            : asked;
    try {
      home.create();
      Logging.start(home.logs(), config.log(), logShown);
      MasterKeySource source =
          new MasterKeySource(home, config, environment.terminal().err(), language);
      ExclusiveUse folder = ExclusiveUse.ofFolder(home.folder(), wanted);
      boolean opened = false;
      try {
        if (config.database().isEmpty()) {
          home.requireNotMoved();
        }
        if (wanted == ExclusiveUse.Wanted.WORKER) {
          source.require();
        }
        Database database =
            wanted == ExclusiveUse.Wanted.NEXT || wanted == ExclusiveUse.Wanted.WORKER
                ? openWhenReachable(environment, source, operations)
                : openDatabase(home, config, source);
        ExclusiveUse use =
            folder.of(database, config.telegram(), environment.terminal(), operations);
        ApplicationContext application = made(environment, config, database, use, operations);
        opened = true;
        return application;
      } finally {
        if (!opened) {
          folder.close();
        }
      }
    } catch (OtherVersion e) {
      throw new CommandFailure(
          "The data in %s was made by another version of Mynah, and nothing was changed. Start that version, or set %s."
              .formatted(place(home, config), another(config)));
    } catch (UnusableServer e) {
      throw unusable(e);
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

  /** Whether models of an earlier version must be taken in before anything can be read. */
  private static boolean mustAdopt(MynahHome home, MynahConfig config) {
    return config.database().isEmpty() && FormerFolders.hasModels(home.folder());
  }

  private static ApplicationContext made(
      CommandEnvironment environment,
      MynahConfig config,
      Database database,
      ExclusiveUse use,
      Operations operations) {
    boolean made = false;
    try {
      ApplicationContext application =
          new ApplicationContext(
              environment.home(), config, environment.clock(), database, use, operations);
      made = true;
      return application;
    } finally {
      if (!made) {
        use.close();
        database.close();
      }
    }
  }

  /** One that may be reached later has another exit code, so that a service starts again. */
  private static CommandFailure unusable(UnusableServer e) {
    return new CommandFailure(
        String.valueOf(e.getMessage()),
        FaultKind.isPassing(e) ? ExitCode.CUT_OFF : ExitCode.FAILED);
  }

  /** Where the data is, in words for the user. */
  private static Object place(MynahHome home, MynahConfig config) {
    return config.database().isEmpty() ? home.folder() : "the database";
  }

  private static String another(MynahConfig config) {
    return config.database().isEmpty()
        ? "MYNAH_HOME to another folder"
        : ConfigLoader.variable("database") + " to another database";
  }

  /** Waits for a server that is started, or out of reach for now, as long as it takes. */
  private static Database openWhenReachable(
      CommandEnvironment environment, MasterKeySource source, Operations operations)
      throws IOException {
    boolean told = false;
    while (true) {
      try {
        Database database = openDatabase(environment.home(), environment.config(), source);
        operations.waitsFor(Operations.Waiting.OPENING);
        return database;
      } catch (RuntimeException e) {
        if (!FaultKind.isPassing(e)) {
          throw e;
        }
        operations.waitsFor(Operations.Waiting.SERVER_AWAY);
        if (!told) {
          environment
              .terminal()
              .err()
              .println("The database server does not answer. This goes on when it does.");
          told = true;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(REACHED_FOR_EVERY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("Interrupted while waiting for the database server.");
    }
  }

  private static Database openDatabase(MynahHome home, MynahConfig config, MasterKeySource source)
      throws IOException {
    try {
      return Database.of(home.dialect(config), source.find());
    } catch (BrokenSeal e) {
      return openWithPreparedKey(home, config, source);
    }
  }

  /**
   * Opens the database with the prepared master key, in case a process ended while it replaced the
   * key.
   */
  private static Database openWithPreparedKey(
      MynahHome home, MynahConfig config, MasterKeySource source) throws IOException {
    Optional<MasterKey> next = source.prepared();
    if (next.isPresent()) {
      try {
        Database database = Database.of(home.dialect(config), next.get());
        source.promote(next.get());
        return database;
      } catch (BrokenSeal e) {
        // The prepared key was never used.
      }
    }
    throw new CommandFailure(
        "The data in %s was sealed with another master key than the one %s. %s. Nothing was changed."
            .formatted(place(home, config), source.place(), source.remedy()));
  }

  public TrainingService training(TrainingListener listener) {
    TrainingService training =
        new TrainingService(
            new TrainingStores(
                database,
                jobs,
                new JobClaims(database, use.worker()),
                corpora,
                new Corrections(database),
                voiceRecords,
                cards),
            models,
            learning.trainer(),
            learning.bases(),
            examiner(),
            trainingConfig(),
            blobs,
            operations.counting(listener),
            clock);
    operations.watch(training);
    return training;
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
    operations.close(); // nothing of this is asked any more
    models.close();
    use.close();
    database.close();
  }
}
