package io.mynah.chat;

import io.mynah.chat.dispatch.AccessConfig;
import io.mynah.chat.dispatch.AccountStores;
import io.mynah.chat.dispatch.Administrators;
import io.mynah.chat.dispatch.AllowedUsers;
import io.mynah.chat.dispatch.ChatConfig;
import io.mynah.chat.dispatch.MynahConversation;
import io.mynah.chat.dispatch.Services;
import io.mynah.chat.feature.ChatThreads;
import io.mynah.chat.feature.CorpusStores;
import io.mynah.chat.feature.DialogueStores;
import io.mynah.chat.feature.FeedbackStores;
import io.mynah.chat.feature.LearningStores;
import io.mynah.chat.feature.VoiceStores;
import io.mynah.chat.forget.RetentionConfig;
import io.mynah.chat.limits.Limits;
import io.mynah.chat.training.TrainingNoticeUpdater;
import io.mynah.chat.upload.UploadConfig;
import io.mynah.domain.Address;
import io.mynah.domain.Correction;
import io.mynah.domain.Effort;
import io.mynah.domain.Length;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.Settings;
import io.mynah.domain.TestPerson;
import io.mynah.domain.VoiceBase;
import io.mynah.export.ExportLimits;
import io.mynah.export.reading.ExportReader;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.ModelFormat;
import io.mynah.lm.OtherBase;
import io.mynah.lm.evaluation.VoiceExamination;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.lm.sampling.SamplingRule;
import io.mynah.models.ModelLibrary;
import io.mynah.models.UnusableVoice;
import io.mynah.models.VoiceTransfer;
import io.mynah.store.DatabaseKind;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.blobs.TestBlobs;
import io.mynah.store.conversation.AdmittedUsers;
import io.mynah.store.conversation.ChatSessions;
import io.mynah.store.conversation.Corrections;
import io.mynah.store.conversation.Expectations;
import io.mynah.store.conversation.GuessScores;
import io.mynah.store.conversation.Invitations;
import io.mynah.store.conversation.LikedMessages;
import io.mynah.store.conversation.OwnerPreferences;
import io.mynah.store.conversation.SpokenMessages;
import io.mynah.store.conversation.Uploads;
import io.mynah.store.conversation.UserLimits;
import io.mynah.store.conversation.UserUsage;
import io.mynah.store.conversation.VoiceBots;
import io.mynah.store.corpora.AddedMessages;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.corpora.Erasures;
import io.mynah.store.corpora.IdleChats;
import io.mynah.store.corpora.JoinedPeople;
import io.mynah.store.corpora.LearningGroups;
import io.mynah.store.corpora.PersonReactions;
import io.mynah.store.corpora.Removals;
import io.mynah.store.corpora.Shares;
import io.mynah.store.corpora.UnpromptedTurns;
import io.mynah.store.database.Database;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.jobs.JobClaims;
import io.mynah.store.jobs.Jobs;
import io.mynah.store.jobs.ReportCards;
import io.mynah.store.jobs.VoiceRecords;
import io.mynah.store.jobs.VoiceVersions;
import io.mynah.training.TrainingConfig;
import io.mynah.training.TrainingService;
import io.mynah.training.TrainingStores;
import io.mynah.vault.PlainKeys;
import io.mynah.vault.TestKeys;
import io.mynah.vault.WrappingKey;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with everything behind it that is real but for the training, over a folder. It can
 * be stopped and started again, as a process is; the phone keeps what was said before.
 */
final class Bot implements AutoCloseable {
  static final int MIN_MESSAGES = 10;
  private static final long SEED = 7;

  private final Path home;
  private final Phone phone;
  private final ParrotSchool school = new ParrotSchool();
  private final ShiftedClock clock = new ShiftedClock();
  private final HeldPauses pauses = new HeldPauses();
  private AllowedUsers allowed = new AllowedUsers.Everyone();
  private Administrators administrators = Administrators.FIRST;
  private @Nullable String linkCode;
  private Map<String, Path> samples = Map.of();
  private Duration pageQuiet = Duration.ofMinutes(10);
  private Channel channel;
  private VoiceBotHost voiceBots = VoiceBotHost.NONE;
  private Limits limits = Limits.NONE;
  private Supplier<RandomGenerator> random = () -> new SplittableRandom(SEED);

  /** Where the data is: on SQLite unless the tests are run with -Dmynah.database=POSTGRES. */
  private static final DatabaseKind KIND =
      DatabaseKind.valueOf(System.getProperty("mynah.database", DatabaseKind.SQLITE.name()));

  private DatabaseKind kind = KIND;
  private WrappingKey master = TestKeys.MASTER;
  private RetentionConfig retention = RetentionConfig.FOR_EVER;
  private int workers = 1;
  private boolean examined;
  private @Nullable VoiceBase base;
  private @Nullable Running running;

  Bot(Path home) {
    this(home, new Phone());
  }

  /** One that speaks where another spoke before. */
  Bot(Path home, Phone phone) {
    this.home = home;
    this.phone = phone;
    channel = phone;
  }

  /** What lives from a start to a stop. */
  private record Running(
      Database database,
      TestBlobs blobs,
      ModelLibrary models,
      TrainingService training,
      ExecutorService readers,
      ScheduledExecutorService background,
      MynahConversation conversation) {}

  Bot allows(AllowedUsers who, @Nullable String code) {
    allowed = who;
    linkCode = code;
    return this;
  }

  Bot isAdministeredBy(String setting) {
    administrators = Administrators.parse(setting);
    return this;
  }

  Bot offersSample(String name, Path file) {
    samples = Map.of(name, file);
    return this;
  }

  /** From the next start on, the data is there. */
  Bot on(DatabaseKind next) {
    kind = next;
    return this;
  }

  /** Ends a test that looks into the files of the data folder where the data is on a server. */
  void requiresFolder() {
    kind.isSqlite();
  }

  /** Seals nothing, so that a test can see in files what is erased. */
  Bot unsealed() {
    master = new PlainKeys();
    return this;
  }

  /** Speaks by another channel than the phone. */
  Bot over(Channel other) {
    channel = other;
    return this;
  }

  /** From now on each training ends with a report. */
  Bot examines() {
    examined = true;
    return this;
  }

  /** How long chats are kept that nobody uses. */
  Bot keepsIdleChats(RetentionConfig config) {
    retention = config;
    return this;
  }

  /** From the next start on voices' own bots run there. */
  Bot runsVoiceBots(VoiceBotHost host) {
    voiceBots = host;
    return this;
  }

  /** Whether it is stored as whom a message was said. */
  boolean knowsWhoSaid(MessageRef message) {
    return new SpokenMessages(running().database()).find(message).isPresent();
  }

  /** When voices speak unasked in groups. */
  UnpromptedTurns unprompted() {
    return new Shares(running().database()).unprompted();
  }

  /** The voices' own bots. */
  VoiceBots voiceBots() {
    return new VoiceBots(running().database(), io.mynah.domain.Bot.ONLY);
  }

  /** Where new messages are added. */
  LearningGroups learningGroups() {
    return new LearningGroups(running().database());
  }

  /** What is drawn is drawn by these from the next start on. */
  Bot drawsBy(Supplier<RandomGenerator> generators) {
    random = generators;
    return this;
  }

  /** From the next start on so many are trained side by side. */
  Bot trainsAtOnce(int most) {
    workers = most;
    return this;
  }

  /** From the next start on each may ask for so much. */
  Bot limitedTo(Limits most) {
    limits = most;
    return this;
  }

  /** How long an HTML export waits for further pages. */
  Bot waitsForPages(Duration quiet) {
    pageQuiet = quiet;
    return this;
  }

  /** From now on people are trained from this base; it takes the place of the one before. */
  Bot trainsFrom(VoiceBase next) {
    base = next;
    return this;
  }

  /** Models with the name of the base in front; those of one that is gone are not read. */
  private ModelFormat format() {
    return new ModelFormat() {
      @Override
      public void write(LanguageModel model, DataOutputStream out) throws IOException {
        out.writeUTF(base == null ? "" : base.name());
        Parrot.FORMAT.write(model, out);
      }

      @Override
      public LanguageModel read(DataInputStream in) throws IOException {
        if (!in.readUTF().equals(base == null ? "" : base.name())) {
          throw new OtherBase();
        }
        return Parrot.FORMAT.read(in);
      }
    };
  }

  Bot start() {
    Database database = kind.open(home, master);
    TestBlobs blobs = new TestBlobs(database, home.resolve("blobs"));
    Corpora corpora = new Corpora(database);
    Jobs jobs = new Jobs(database);
    VoiceRecords voiceRecords = new VoiceRecords(database);
    ReportCards cards = new ReportCards(database);
    ModelLibrary models =
        new ModelLibrary(blobs.store(), format(), corpora::key, 1 << 20, Duration.ofMinutes(5));
    IdleChats idleChats = new IdleChats(database);
    try {
      blobs.store().tidy();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    models.onBorrow(person -> idleChats.used(person, clock.instant()));
    Invitations invitations =
        new Invitations(database, io.mynah.domain.Bot.ONLY, new SplittableRandom(SEED));
    if (linkCode != null) {
      invitations.keep(linkCode, clock.instant());
    }
    TrainingNoticeUpdater board = new TrainingNoticeUpdater(channel, corpora, jobs, voiceRecords);
    TrainingService training =
        new TrainingService(
            new TrainingStores(
                database,
                jobs,
                new JobClaims(database, UUID.randomUUID().toString()),
                corpora,
                new Corrections(database),
                voiceRecords,
                cards),
            models,
            school,
            digest -> Optional.ofNullable(base),
            examined
                ? new VoiceExamination(
                    new MessageGenerator(),
                    new GenerationOptions(1, new SamplingRule(1, 1), Length.NATURAL),
                    ZoneOffset.UTC)
                : null,
            new TrainingConfig(
                workers,
                Map.of(
                    Effort.QUICK, Duration.ofMinutes(1),
                    Effort.GOOD, Duration.ofMinutes(5),
                    Effort.BEST, Duration.ofMinutes(20)),
                MIN_MESSAGES),
            blobs.store(),
            board,
            clock);
    ExecutorService readers = Executors.newFixedThreadPool(2);
    ScheduledExecutorService background = Executors.newScheduledThreadPool(1);
    Services.Stores stores =
        new Services.Stores(
            new CorpusStores(
                corpora,
                new JoinedPeople(database),
                new PersonReactions(database),
                new Shares(database),
                new LearningStores(new LearningGroups(database), new AddedMessages(database)),
                new VoiceBots(database, io.mynah.domain.Bot.ONLY),
                idleChats,
                new Erasures(database)),
            new VoiceStores(jobs, voiceRecords, cards),
            new DialogueStores(
                new Uploads(database),
                blobs.store(),
                new Expectations(database),
                new ChatSessions(database)),
            new FeedbackStores(
                new SpokenMessages(database),
                new Corrections(database),
                new LikedMessages(database),
                new GuessScores(database)),
            new AccountStores(
                new AdmittedUsers(database, io.mynah.domain.Bot.ONLY),
                invitations,
                new OwnerPreferences(database),
                new UserLimits(database),
                new UserUsage(database, io.mynah.domain.Bot.ONLY),
                new Removals(database)),
            new UpdateEffects(database));
    Services services =
        new Services(
            stores,
            new ExportReader(ExportLimits.DEFAULT),
            training,
            models,
            new MessageGenerator(),
            time -> {},
            voiceBots);
    ChatConfig config =
        new ChatConfig(
            new Settings(0.8, Length.NATURAL, Effort.GOOD, true, true, false, null),
            new SamplingRule(0.8, 0.95),
            new AccessConfig(allowed, administrators, code -> "link?" + code, "MYNAH_ALLOWED"),
            home,
            new UploadConfig(
                samples, MIN_MESSAGES, Duration.ofHours(1), pageQuiet, "MYNAH_TELEGRAM_URL"),
            retention,
            limits);
    MynahConversation conversation =
        new MynahConversation(
            channel,
            services,
            board,
            config,
            new ChatThreads(readers, background, pauses),
            clock,
            random);
    running = new Running(database, blobs, models, training, readers, background, conversation);
    training.start();
    conversation.resume();
    return this;
  }

  /** Lets time pass for replies that take theirs. */
  void passes(Duration time) {
    pauses.pass(time);
  }

  /** Lets so much time pass that nothing waits for it any more. */
  void rests() {
    pauses.passAll();
  }

  HeldPauses pauses() {
    return pauses;
  }

  /** Ends as a process does; what is under way stays for the next start. */
  void stop() {
    Running ending = running();
    ending.conversation().close();
    ending.training().close(Duration.ofSeconds(5));
    ending.readers().shutdownNow();
    ending.background().shutdownNow();
    try {
      ending.readers().awaitTermination(5, TimeUnit.SECONDS);
      ending.background().awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    pauses.forget();
    ending.models().close();
    ending.database().close();
    running = null;
  }

  void restart() {
    stop();
    start();
  }

  /** Spoils every model, and starts again. */
  void spoilsModels() {
    try {
      for (String model : blobs().names("model")) {
        blobs().spoil(new BlobName(model));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    restart();
  }

  private Running running() {
    if (running == null) {
      throw new AssertionError("not started");
    }
    return running;
  }

  Someone someone(long telegramId) {
    return new Someone(this, OwnerId.telegram(telegramId), null);
  }

  Someone someone(long telegramId, String username) {
    return new Someone(this, OwnerId.telegram(telegramId), username);
  }

  Conversation conversation() {
    return running().conversation();
  }

  /** Has it be heard of when somebody is let in who owns the bot. */
  void onOwner(Runnable listener) {
    running().conversation().onOwner(listener);
  }

  /** Hears something; what is due at once is done at once, too. */
  void hears(Incoming incoming) {
    running().conversation().handle(incoming);
    pauses.passMoment();
  }

  /** Greets somebody who sits down at a terminal. */
  void greets(Someone who) {
    running().conversation().greet(who.envelope());
  }

  /** Lets somebody go who sat at a terminal. */
  void bidsFarewell(Someone who) {
    running().conversation().bidFarewell(who.envelope());
  }

  /** Tells somebody at a terminal which numbers there are. */
  void saysNumbersTo(Someone who, int last) {
    running().conversation().noSuchNumber(who.envelope(), last);
  }

  void movesGroup(Address from, Address to) {
    running().conversation().moved(from, to);
  }

  void isInGroup(Address group, boolean present) {
    running().conversation().member(group, present);
  }

  boolean working(OwnerId owner) {
    return running().conversation().working(owner);
  }

  /** Whether an upload is not done with. */
  boolean reading() {
    return !new Uploads(running().database()).all().isEmpty();
  }

  /** Whether something is to be erased that is not yet. */
  boolean erasing() {
    return !new Erasures(running().database()).pending().isEmpty();
  }

  /** Puts somebody out as another process does. */
  void putsOutElsewhere(OwnerId owner, boolean erases) {
    new Removals(running().database()).begin(new Removals.Removal(owner, erases), clock.instant());
  }

  /** Puts somebody out as another bot does that shares them, which ends what it has under way. */
  void isPutOutByAnotherBot(OwnerId owner) {
    Removals removals = new Removals(running().database());
    Removals.Removal removal = new Removals.Removal(owner, false);
    removals.begin(removal, clock.instant());
    removals.done(removal, clock.instant());
  }

  /** Whether it is still known who was put out. */
  boolean knowsWhoWasPutOut() {
    return puttingOut() || !new Removals(running().database()).complete().isEmpty();
  }

  /** Stops, puts somebody out as another process does, and starts again. */
  void putsOutWhileDown(OwnerId owner, boolean erases) {
    stop();
    try (Database database = opensStopped()) {
      new Removals(database).begin(new Removals.Removal(owner, erases), clock.instant());
    }
    start();
  }

  /** The database of a bot that is stopped. */
  Database opensStopped() {
    return kind.open(home, master);
  }

  /** Whether the data is on a server. */
  boolean isOnServer() {
    return running().database().dialect().isOnServer();
  }

  /** Changes the database beside the running bot. */
  void executes(String sql) {
    running().database().jdbi().useHandle(h -> h.execute(sql));
  }

  /** Whether a text lies in any file of the folder, or in any row on the server. */
  boolean holds(String words) throws Exception {
    return kind.anyHolds(home, words);
  }

  /** Whether what is under way for somebody who was put out has not ended yet. */
  boolean puttingOut() {
    return !new Removals(running().database()).pending().isEmpty();
  }

  /** Trains a person of somebody's, which nothing tells of. */
  void trainsUnseen(OwnerId owner, PersonId person) {
    running().training().submit(owner, person, Effort.GOOD, null);
  }

  Corpora corpora() {
    return new Corpora(running().database());
  }

  Shares shares() {
    return new Shares(running().database());
  }

  /** What a person would have said, as it is stored. */
  List<Correction> corrections(PersonId person) {
    return new Corrections(running().database()).of(TestPerson.of(person));
  }

  /** The texts that a person's owner liked. */
  List<String> liked(PersonId person) {
    return new LikedMessages(running().database())
        .of(TestPerson.of(person)).stream().map(LikedMessages.Liked::text).toList();
  }

  /** The texts that a person's owner disliked. */
  List<String> disliked(PersonId person) {
    return new LikedMessages(running().database())
        .dislikedOf(TestPerson.of(person)).stream().map(LikedMessages.Liked::text).toList();
  }

  /** Takes in a voice from a file, as the command line does. */
  Person takesIn(OwnerId owner, byte[] file, String passphrase) throws UnusableVoice, IOException {
    return new VoiceTransfer(running().models(), new VoiceRecords(running().database()), corpora())
        .read(owner, new ByteArrayInputStream(file), passphrase, clock.instant());
  }

  /** Stores a text as liked. */
  void likes(PersonId person, String text) {
    new LikedMessages(running().database()).add(TestPerson.of(person), text, clock.instant());
  }

  /** The versions of a person's voice, the newest first. */
  List<VoiceVersions.Version> versions(PersonId person) {
    return new VoiceRecords(running().database()).versions().of(TestPerson.of(person));
  }

  /** What updates did. */
  UpdateEffects effects() {
    return new UpdateEffects(running().database());
  }

  Phone phone() {
    return phone;
  }

  ParrotSchool school() {
    return school;
  }

  ShiftedClock clock() {
    return clock;
  }

  Path home() {
    return home;
  }

  /** The blobs of the running bot. */
  TestBlobs blobs() {
    return running().blobs();
  }

  @Override
  public void close() {
    school.release();
    phone.releaseFetches();
    if (running != null) {
      stop();
    }
  }
}
