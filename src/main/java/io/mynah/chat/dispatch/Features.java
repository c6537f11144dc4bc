package io.mynah.chat.dispatch;

import io.mynah.chat.Channel;
import io.mynah.chat.bots.VoiceBotFeature;
import io.mynah.chat.converse.ConverseFeature;
import io.mynah.chat.converse.ConverseSessions;
import io.mynah.chat.feature.CorpusStores;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.FeedbackStores;
import io.mynah.chat.feature.VoiceStores;
import io.mynah.chat.feedback.FeedbackFeature;
import io.mynah.chat.feedback.SpokenMessageCache;
import io.mynah.chat.forget.ForgetCommand;
import io.mynah.chat.forget.OwnerErasure;
import io.mynah.chat.forget.Retention;
import io.mynah.chat.forget.VoiceErasure;
import io.mynah.chat.group.GroupFeature;
import io.mynah.chat.guess.GuessCommand;
import io.mynah.chat.guess.QuizMaker;
import io.mynah.chat.help.HelpFeature;
import io.mynah.chat.learning.LearningFeature;
import io.mynah.chat.limits.Quotas;
import io.mynah.chat.merge.MergeFeature;
import io.mynah.chat.mydata.MyDataCommand;
import io.mynah.chat.mydata.OwnerData;
import io.mynah.chat.people.PeopleCommand;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.people.PersonResolver;
import io.mynah.chat.report.ReportFeature;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.settings.OwnerSettings;
import io.mynah.chat.settings.SettingsCommand;
import io.mynah.chat.speech.SpeechFeature;
import io.mynah.chat.training.OwnerTrainings;
import io.mynah.chat.training.TrainingNoticeUpdater;
import io.mynah.chat.training.TrainingRequests;
import io.mynah.chat.training.VoiceRenewal;
import io.mynah.chat.training.VoiceRepair;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.transfer.ExportFeature;
import io.mynah.chat.upload.UploadFeature;
import io.mynah.chat.users.AdminCommand;
import io.mynah.chat.users.UserRemoval;
import io.mynah.chat.versions.VersionsFeature;
import io.mynah.chat.voice.Delivery;
import io.mynah.chat.voice.OwnBots;
import io.mynah.chat.voice.ReplyPipeline;
import io.mynah.chat.voice.ReplyRandomness;
import io.mynah.chat.voice.SharedDrawing;
import io.mynah.chat.voice.SpokenContext;
import io.mynah.chat.voice.TaughtAnswers;
import io.mynah.chat.voice.VoiceExamples;
import io.mynah.chat.voice.VoiceReactions;
import io.mynah.chat.voice.VoiceReplies;
import io.mynah.models.VoiceTransfer;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The features of the conversation.
 *
 * @param uploads handles files, and text that answers questions about them
 * @param feedback handles text that corrects a voice's message
 * @param speech handles plain text
 * @param groups handles everything that is said in groups, and inline queries
 * @param learning handles messages that are learned from as they come
 * @param exports handles passphrases
 * @param voiceBots handles everything that is said to voices' own bots
 * @param all all features, including these; each before those that it uses, so that when they are
 *     closed in this order, a closed feature is not called by one that is closed later
 */
record Features(
    UploadFeature uploads,
    FeedbackFeature feedback,
    SpeechFeature speech,
    GroupFeature groups,
    LearningFeature learning,
    ExportFeature exports,
    VoiceBotFeature voiceBots,
    List<Feature> all) {
  Features {
    all = List.copyOf(all);
  }

  /**
   * Creates the features and wires them by hand.
   *
   * @param random a generator for each reply
   */
  static Features wired(
      Environment environment,
      Services services,
      ChatConfig config,
      AccessControl access,
      Quotas quotas,
      TrainingNoticeUpdater board,
      Supplier<RandomGenerator> random) {
    Channel channel = environment.channel();
    FaultLog faults = environment.faults();
    Clock clock = environment.clock();
    Services.Stores stores = services.stores();
    CorpusStores corpora = stores.corpora();
    VoiceStores trained = stores.trainings();
    FeedbackStores said = stores.feedback();

    OwnerSettings settings = new OwnerSettings(stores.accounts().preferences(), config.defaults());
    Roster roster = new Roster(corpora.corpora());
    VoiceStates voices =
        new VoiceStates(
            trained.jobs(), trained.voiceRecords(), board, config.uploads().minMessages());
    PeopleDirectory people =
        new PeopleDirectory(roster, voices, new PersonResolver(channel, roster, voices));
    OwnerTrainings ownerTrainings = new OwnerTrainings(services.training(), settings);
    TrainingRequests trainings =
        new TrainingRequests(
            channel, trained.jobs(), ownerTrainings, board, roster, voices, quotas);
    VoiceRepair repair =
        new VoiceRepair(
            channel, trained.voiceRecords(), services.models(), roster, trainings, board, quotas);

    TaughtAnswers taught = new TaughtAnswers(channel, said.corrections(), environment.effects());
    VoiceExamples examples =
        new VoiceExamples(trained.voiceRecords(), said.corrections(), said.likedMessages());
    ReplyRandomness replyRandomness = new ReplyRandomness(channel, random);
    SharedDrawing drawing = new SharedDrawing(Runtime.getRuntime().availableProcessors());
    VoiceReplies voiceReplies =
        new VoiceReplies(
            services.models(),
            services.generator(),
            taught,
            examples,
            config.rule(),
            drawing,
            replyRandomness,
            services.replyTimes());
    ReplyPipeline pipeline =
        new ReplyPipeline(
            settings,
            new SpokenContext(roster, clock),
            voiceReplies,
            repair,
            delivery(environment),
            said.spokenMessages());
    SpokenMessageCache spokenTexts = new SpokenMessageCache(said.spokenMessages(), clock);
    // A conversation of two ends with the process, so its turns are never drawn again.
    VoiceReplies turns =
        new VoiceReplies(
            services.models(),
            services.generator(),
            taught,
            examples,
            config.rule(),
            drawing,
            random,
            services.replyTimes());
    OwnBots ownBots = new OwnBots(services.voiceBots(), corpora.voiceBots());
    VoiceReactions voiceReactions = new VoiceReactions(channel, corpora.reactions());
    ConverseSessions sessions =
        new ConverseSessions(environment, pipeline.with(turns), corpora.corpora(), ownBots);
    QuizMaker quizzes =
        new QuizMaker(
            corpora.corpora(),
            services.models(),
            services.generator(),
            config.rule(),
            replyRandomness);

    UploadFeature uploads =
        new UploadFeature(
            environment,
            config.uploads(),
            stores.dialogues(),
            corpora.corpora(),
            services.reader(),
            people,
            trainings,
            quotas);
    ReportFeature reports =
        new ReportFeature(
            environment,
            settings,
            trained,
            said.guessScores(),
            people,
            trainings,
            board,
            pipeline.delivery());
    GuessCommand guess =
        new GuessCommand(
            environment, people, settings, repair, quizzes, said.guessScores(), corpora.shares());
    ConverseFeature converse = new ConverseFeature(channel, people, sessions);
    FeedbackFeature feedback =
        new FeedbackFeature(
            environment,
            stores.dialogues().expectations(),
            said,
            corpora.corpora(),
            roster,
            trainings,
            spokenTexts);
    SpeechFeature speech =
        new SpeechFeature(
            environment,
            stores.dialogues(),
            people,
            pipeline,
            spokenTexts,
            feedback,
            sessions::stop);
    GroupFeature groups =
        new GroupFeature(
            environment,
            corpora.shares(),
            people,
            pipeline.with(delivery(environment)),
            ownBots,
            voiceReactions,
            new GroupFeature.Games(sessions, guess),
            access::allows,
            quotas,
            random);
    VoiceBotFeature voiceBots =
        new VoiceBotFeature(
            environment,
            services.voiceBots(),
            corpora.voiceBots(),
            corpora.reactions(),
            stores.dialogues().expectations(),
            people,
            speech,
            voiceReactions,
            quotas,
            access::allows);
    ExportFeature exports =
        new ExportFeature(
            environment,
            stores.dialogues().expectations(),
            people,
            services.models(),
            new VoiceTransfer(services.models(), trained.voiceRecords(), corpora.corpora()),
            repair,
            services.voiceBots());
    PeopleCommand list =
        new PeopleCommand(
            channel, people, trained, corpora.shares(), services.voiceBots().isAvailable(), clock);
    OwnerData data =
        new OwnerData(
            corpora,
            trained,
            stores.dialogues(),
            said,
            stores.accounts().preferences(),
            stores.accounts().limits(),
            services.models());
    MyDataCommand myData =
        new MyDataCommand(channel, data, config.folder().resolve("mydata"), faults);
    VoiceErasure voiceErasure =
        new VoiceErasure(trained, ownerTrainings, services.models(), said.likedMessages());
    OwnerErasure erasure =
        new OwnerErasure(
            corpora,
            voiceErasure,
            board,
            uploads,
            List.of(guess, converse, speech, feedback, list, myData, voiceBots));
    LearningFeature learning =
        new LearningFeature(
            environment,
            corpora.learning(),
            people,
            trained.jobs(),
            ownerTrainings,
            erasure,
            quotas);
    JobCancellation cancellation =
        new JobCancellation(channel, environment.effects(), trained.jobs(), trainings, roster);
    GeneralFeature general =
        new GeneralFeature(
            new StatusCommand(channel, trained.jobs(), trained.voiceRecords(), uploads, board),
            new CancelCommand(
                environment,
                stores.dialogues().expectations(),
                uploads,
                cancellation,
                sessions,
                myData,
                feedback),
            cancellation,
            new InviteCommand(channel, stores.accounts().invitations(), config.access(), clock));
    HelpFeature help =
        new HelpFeature(
            channel,
            roster,
            uploads,
            config.uploads().samples().keySet().stream().findFirst().orElse(""),
            new HelpFeature.Rights(
                who -> access.isByLink() && access.administers(who), access::administers),
            new HelpFeature.Commands(CommandMenu.names(), CommandMenu.administratorNames()));
    UserRemoval removal = new UserRemoval(environment, stores.accounts().removals(), erasure);
    AdminCommand admin =
        new AdminCommand(
            environment,
            access,
            stores.accounts().usage(),
            stores.accounts().limits(),
            removal,
            config.limits(),
            config.access().setting());
    return new Features(
        uploads,
        feedback,
        speech,
        groups,
        learning,
        exports,
        voiceBots,
        List.of(
            voiceBots,
            learning,
            exports,
            uploads,
            trainings,
            new VoiceRenewal(trained.voiceRecords(), ownerTrainings),
            reports,
            guess,
            converse,
            speech,
            feedback,
            groups,
            list,
            new VersionsFeature(
                environment,
                roster,
                trained.voiceRecords(),
                services.models(),
                pipeline,
                spokenTexts),
            new MergeFeature(environment, corpora, people, trainings, voiceErasure, erasure),
            new SettingsCommand(channel, settings, environment.languages()),
            myData,
            new ForgetCommand(
                environment,
                roster,
                erasure,
                corpora.voiceBots(),
                stores.dialogues().expectations()),
            new Retention(
                environment, corpora.idleChats(), trained.jobs(), erasure, config.retention()),
            admin,
            removal,
            help,
            general));
  }

  private static Delivery delivery(Environment environment) {
    return new Delivery(
        environment.channel(), environment.threads().pauses(), environment.faults());
  }
}
