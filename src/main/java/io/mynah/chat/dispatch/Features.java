package io.mynah.chat.dispatch;

import io.mynah.chat.DelayScheduler;
import io.mynah.chat.Envelope;
import io.mynah.chat.converse.ConverseFeature;
import io.mynah.chat.converse.ConverseSessions;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.Services;
import io.mynah.chat.feedback.FeedbackFeature;
import io.mynah.chat.feedback.SpokenMessageCache;
import io.mynah.chat.forget.ForgetCommand;
import io.mynah.chat.forget.Retention;
import io.mynah.chat.group.GroupFeature;
import io.mynah.chat.guess.GuessCommand;
import io.mynah.chat.limits.Quotas;
import io.mynah.chat.mydata.MyDataCommand;
import io.mynah.chat.people.PeopleCommand;
import io.mynah.chat.people.PersonResolver;
import io.mynah.chat.report.ReportFeature;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.settings.OwnerSettings;
import io.mynah.chat.settings.SettingsCommand;
import io.mynah.chat.speech.SpeechFeature;
import io.mynah.chat.training.TrainingNoticeUpdater;
import io.mynah.chat.training.TrainingRequests;
import io.mynah.chat.training.VoiceRenewal;
import io.mynah.chat.training.VoiceRepair;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.upload.UploadFeature;
import io.mynah.chat.voice.Delivery;
import io.mynah.chat.voice.ReplyRandomness;
import io.mynah.chat.voice.SpokenContext;
import io.mynah.chat.voice.TaughtAnswers;
import io.mynah.chat.voice.VoiceReplies;
import io.mynah.chat.words.Languages;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The features of the conversation.
 *
 * @param uploads handles files, and text that answers questions about them
 * @param feedback handles text that corrects a voice's message
 * @param speech handles plain text
 * @param groups handles everything that is said in groups, and inline queries
 * @param all all features, including these; each before those that it uses, so that when they are
 *     closed in this order, a closed feature is not called by one that is closed later
 */
record Features(
    UploadFeature uploads,
    FeedbackFeature feedback,
    SpeechFeature speech,
    GroupFeature groups,
    List<Feature> all) {
  Features {
    all = List.copyOf(all);
  }

  /**
   * Creates the features and wires them by hand.
   *
   * @param readers for reading uploads
   * @param background for work that is due later
   * @param owners who may have people of their own
   * @param administrators who may let others in
   */
  static Features wired(
      Services services,
      TrainingNoticeUpdater board,
      ChatConfig config,
      Quotas quotas,
      Languages languages,
      Predicate<Envelope> owners,
      Predicate<Envelope> administrators,
      FaultLog faults,
      Executor readers,
      ScheduledExecutorService background,
      DelayScheduler pauses,
      Clock clock,
      Supplier<RandomGenerator> random) {
    OwnerSettings settings = new OwnerSettings(services.preferences(), config.defaults());
    Roster roster = new Roster(services.corpora());
    VoiceStates voices = new VoiceStates(services, board, config.uploads().minMessages());
    PersonResolver personResolver = new PersonResolver(services.channel(), roster, voices);
    SpokenContext spokenContext = new SpokenContext(roster, clock);
    TaughtAnswers taught = new TaughtAnswers(services);
    SpokenMessageCache spokenTexts = new SpokenMessageCache(services.spokenMessages(), clock);
    Delivery delivery = new Delivery(services.channel(), pauses, faults);
    ReplyRandomness replyRandomness = new ReplyRandomness(services.channel(), random);
    VoiceReplies voiceReplies = new VoiceReplies(services, taught, config.rule(), replyRandomness);
    TrainingRequests trainings =
        new TrainingRequests(services, board, settings, roster, voices, quotas);
    VoiceRepair repair = new VoiceRepair(services, roster, trainings, board, quotas);
    ConverseSessions sessions =
        new ConverseSessions(
            services,
            settings,
            new VoiceReplies(services, taught, config.rule(), random),
            repair,
            delivery,
            pauses,
            faults,
            clock);

    UploadFeature uploads =
        new UploadFeature(
            services,
            config.uploads(),
            languages,
            roster,
            trainings,
            voices,
            personResolver,
            board,
            quotas,
            faults,
            readers,
            background,
            clock);
    ReportFeature reports =
        new ReportFeature(
            services, board, roster, voices, trainings, personResolver, delivery, faults);
    GuessCommand guess =
        new GuessCommand(
            services,
            roster,
            voices,
            settings,
            repair,
            personResolver,
            config.rule(),
            clock,
            replyRandomness);
    ConverseFeature converse =
        new ConverseFeature(services, roster, voices, personResolver, sessions);
    FeedbackFeature feedback =
        new FeedbackFeature(services, spokenTexts, taught, roster, trainings, clock);
    SpeechFeature speech =
        new SpeechFeature(
            services,
            roster,
            settings,
            voices,
            repair,
            personResolver,
            spokenContext,
            spokenTexts,
            feedback,
            voiceReplies,
            delivery,
            sessions::stop,
            pauses,
            faults,
            clock);
    GroupFeature groups =
        new GroupFeature(
            services,
            roster,
            voices,
            voiceReplies,
            spokenContext,
            settings,
            repair,
            new Delivery(services.channel(), pauses, faults),
            sessions,
            guess,
            owners,
            quotas,
            clock);
    PeopleCommand people = new PeopleCommand(services, roster, voices, personResolver, clock);
    MyDataCommand myData =
        new MyDataCommand(services, config.uploads().folder().resolveSibling("mydata"), faults);
    List<Feature> forgetful = List.of(guess, converse, speech, feedback, people, myData);
    return new Features(
        uploads,
        feedback,
        speech,
        groups,
        List.of(
            uploads,
            trainings,
            new VoiceRenewal(services, settings),
            reports,
            guess,
            converse,
            speech,
            feedback,
            groups,
            people,
            new SettingsCommand(services.channel(), settings, languages),
            myData,
            new ForgetCommand(services, settings, board, roster, uploads, forgetful, faults, clock),
            new Retention(
                services,
                settings,
                board,
                languages,
                uploads,
                forgetful,
                config.retention(),
                background,
                faults,
                clock),
            new GeneralFeature(
                services,
                !config.uploads().samples().isEmpty(),
                config.access(),
                administrators,
                uploads,
                trainings,
                sessions,
                myData,
                feedback,
                board,
                roster,
                clock)));
  }
}
