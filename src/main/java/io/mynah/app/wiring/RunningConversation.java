package io.mynah.app.wiring;

import io.mynah.chat.Channel;
import io.mynah.chat.DelayScheduler;
import io.mynah.chat.VoiceBotHost;
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
import io.mynah.chat.training.TrainingNoticeUpdater;
import io.mynah.chat.upload.UploadConfig;
import io.mynah.chat.upload.UploadFeature;
import io.mynah.logging.ContextThreads;
import io.mynah.logging.LogContext;
import io.mynah.store.conversation.AdmittedUsers;
import io.mynah.store.conversation.ChatSessions;
import io.mynah.store.conversation.Corrections;
import io.mynah.store.conversation.Expectations;
import io.mynah.store.conversation.GuessScores;
import io.mynah.store.conversation.LikedMessages;
import io.mynah.store.conversation.SpokenMessages;
import io.mynah.store.conversation.Uploads;
import io.mynah.store.conversation.UserLimits;
import io.mynah.store.conversation.UserUsage;
import io.mynah.store.conversation.VoiceBots;
import io.mynah.store.corpora.AddedMessages;
import io.mynah.store.corpora.Erasures;
import io.mynah.store.corpora.JoinedPeople;
import io.mynah.store.corpora.LearningGroups;
import io.mynah.store.corpora.PersonReactions;
import io.mynah.store.corpora.Removals;
import io.mynah.store.corpora.Shares;
import io.mynah.store.database.Database;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.telegram.connection.WaitingThreads;
import io.mynah.training.TrainingService;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A conversation over one channel, with its training service and threads. */
public final class RunningConversation implements AutoCloseable {
  private static final int BACKGROUND_THREADS = 2;
  private static final int REPLY_THREADS = 4;
  private static final Duration PAGE_QUIET = Duration.ofSeconds(4);

  private final TrainingService training;
  private final ExecutorService uploads;
  private final ScheduledExecutorService background;
  private final ScheduledExecutorService pauses;
  private final ExecutorService replies;
  private final MynahConversation conversation;

  /**
   * Wires a conversation; {@link #start} starts it.
   *
   * @param voiceBots runs voices' own bots on the channel
   * @param link makes the link that opens the bot with a code, see {@link AccessConfig}
   */
  public RunningConversation(
      ApplicationContext application,
      Channel channel,
      VoiceBotHost voiceBots,
      UnaryOperator<String> link)
      throws IOException {
    SampleChat.unpack(application.home.sample());
    TrainingNoticeUpdater board =
        new TrainingNoticeUpdater(
            channel, application.corpora, application.jobs, application.voiceRecords);
    training = application.training(board);
    // Separate from background work, as uploads may take long and must not delay scheduled work.
    uploads = threads(UploadFeature.SIDE_BY_SIDE, "uploads");
    background = threads(BACKGROUND_THREADS, "background");
    pauses = threads(1, "pauses");
    replies = WaitingThreads.pool(REPLY_THREADS, "replies");
    conversation =
        new MynahConversation(
            channel,
            new Services(
                stores(application),
                application.reader,
                training,
                application.models,
                application.generator,
                application.operations.replyTimes(),
                voiceBots),
            board,
            config(application, link),
            new ChatThreads(
                uploads, background, DelayScheduler.on(pauses, LogContext.carrying(replies))),
            application.clock,
            SplittableRandom::new);
  }

  private static Services.Stores stores(ApplicationContext application) {
    Database database = application.database;
    return new Services.Stores(
        new CorpusStores(
            application.corpora,
            new JoinedPeople(database),
            new PersonReactions(database),
            new Shares(database),
            new LearningStores(new LearningGroups(database), new AddedMessages(database)),
            new VoiceBots(database, application.config.telegram().bot()),
            application.idleChats,
            new Erasures(database)),
        new VoiceStores(application.jobs, application.voiceRecords, application.cards),
        new DialogueStores(
            new Uploads(database),
            application.blobs,
            new Expectations(database),
            new ChatSessions(database)),
        new FeedbackStores(
            new SpokenMessages(database),
            new Corrections(database),
            new LikedMessages(database),
            new GuessScores(database)),
        new AccountStores(
            new AdmittedUsers(database, application.config.telegram().bot()),
            application.invitations,
            application.preferences,
            new UserLimits(database),
            new UserUsage(database, application.config.telegram().bot()),
            new Removals(database)),
        new UpdateEffects(database));
  }

  private static ScheduledExecutorService threads(int count, String name) {
    return new ContextThreads(
        count,
        work -> {
          Thread thread = new Thread(work, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  private static ChatConfig config(ApplicationContext application, UnaryOperator<String> link) {
    MynahConfig config = application.config;
    return new ChatConfig(
        config.speaking().toSettings(),
        config.speaking().toRule(),
        new AccessConfig(
            AllowedUsers.parse(config.allowed()),
            Administrators.parse(config.administrators()),
            link,
            ConfigLoader.variable("allowed")),
        application.home.folder(),
        new UploadConfig(
            Map.of("sample", application.home.sample()),
            config.training().minMessages(),
            config.uploads().keep(),
            PAGE_QUIET,
            ConfigLoader.variable("telegram.url")),
        config.retention().toRetentionConfig(),
        config.limits().toLimits());
  }

  /** Continues the work of an earlier process, and begins to train. */
  public void start() {
    training.start();
    training.followOthers();
    conversation.resume();
  }

  public MynahConversation conversation() {
    return conversation;
  }

  /** Tells long work to stop; {@link #close} waits for it. */
  public void stop() {
    training.stop();
  }

  /** Stops; unfinished work continues at the next start. */
  public void close(Duration deadline) {
    conversation.close();
    training.close(deadline);
    uploads.shutdownNow();
    background.shutdownNow();
    pauses.shutdownNow();
    replies.shutdownNow();
    try {
      uploads.awaitTermination(1, TimeUnit.SECONDS);
      background.awaitTermination(1, TimeUnit.SECONDS);
      replies.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(5));
  }
}
