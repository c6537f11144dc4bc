package io.mynah.chat.upload;

import io.mynah.chat.Envelope;
import io.mynah.chat.FileOffer;
import io.mynah.chat.Incoming;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feature.Services;
import io.mynah.chat.limits.Quotas;
import io.mynah.chat.people.PersonResolver;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.TrainingNoticeUpdater;
import io.mynah.chat.training.TrainingRequests;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.words.Languages;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Takes exports in, from the file's arrival until its people are trained, wired by hand.
 * Thread-safe.
 */
public final class UploadFeature implements Feature {
  /** How many uploads are read at once, and so how many threads it takes. */
  public static final int SIDE_BY_SIDE = 2;

  /** A busy database is free again by then. */
  private static final Duration UNTIL_AGAIN = Duration.ofSeconds(5);

  private final ScheduledExecutorService background;
  private final UploadRepository repository;
  private final UploadExpiry expiry;
  private final UploadReception reception;
  private final TrainByName person;
  private final TrainCommand train;
  private final UploadButtons buttons;
  private final ChoiceByText choice;

  /**
   * @param readers where uploads are read, on {@link #SIDE_BY_SIDE} threads or more
   * @param background for what is due later
   */
  public UploadFeature(
      Services services,
      UploadConfig config,
      Languages languages,
      Roster roster,
      TrainingRequests trainings,
      VoiceStates voices,
      PersonResolver people,
      TrainingNoticeUpdater board,
      Quotas quotas,
      FaultLog faults,
      Executor readers,
      ScheduledExecutorService background,
      Clock clock) {
    this.background = background;
    int minMessages = config.minMessages();
    repository =
        new UploadRepository(
            services.uploads(),
            services.channel(),
            new RawFiles(config.folder(), services.uploads()::key),
            languages,
            config.lifetime(),
            clock);
    UploadLocks locks = new UploadLocks(repository);
    UploadSteps steps =
        new UploadSteps(
            services.channel(),
            services.reader(),
            repository,
            locks,
            new TrainablePeople(services.corpora(), minMessages),
            new ImportStep(services, repository, trainings, voices, board, clock, minMessages),
            quotas.disk(),
            faults,
            minMessages,
            config.serverSetting());
    expiry = new UploadExpiry(repository, locks, faults);
    UploadExecutor executor =
        new UploadExecutor(
            steps::work, readers, SIDE_BY_SIDE, background, UNTIL_AGAIN, steps::close, faults);
    reception =
        new UploadReception(
            services,
            repository,
            locks,
            steps,
            executor,
            quotas,
            faults,
            background,
            config,
            clock);
    person = new TrainByName(services.channel(), roster, voices, trainings, people);
    train =
        new TrainCommand(
            services.channel(),
            services.expectations(),
            reception,
            person,
            config.samples(),
            clock);
    buttons =
        new UploadButtons(services.channel(), reception, repository, locks, steps, minMessages);
    choice = new ChoiceByText(services.channel(), repository, locks, buttons);
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of("train", train);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(
        Verb.TRAIN_PERSON, person::press,
        Verb.ACCEPT_OFFER, buttons::accept,
        Verb.DECLINE_OFFER, buttons::decline,
        Verb.PAGES_COMPLETE, buttons::pagesComplete,
        Verb.CANCEL_UPLOAD, buttons::cancel,
        Verb.CHOOSE_CHAT, buttons::chooseChat,
        Verb.CHATS_PAGE, buttons::turnChats,
        Verb.PICK_PERSON, buttons::pick,
        Verb.PEOPLE_PAGE, buttons::turnPeople,
        Verb.TRAIN_PICKED, buttons::train);
  }

  @Override
  public void resume() {
    expiry.start(background);
    reception.resume();
  }

  @Override
  public boolean busy(OwnerId owner) {
    return reception.busy(owner);
  }

  /** Ends all uploads of an owner, and returns when nothing of them is worked on any more. */
  @Override
  public void forget(OwnerId owner) {
    reception.cancelAll(owner);
  }

  @Override
  public void close() {
    reception.close();
  }

  /** Whether someone was asked for a file. */
  public boolean expects(Envelope envelope) {
    return train.expects(envelope);
  }

  /**
   * Takes words as the name of a sample, as a path where paths can be read, or as the name of
   * somebody who is known, and says what came of it.
   *
   * @throws IOException when it cannot be said
   */
  public void named(Envelope envelope, Phrases phrases, String words) throws IOException {
    train.named(envelope, phrases, words);
  }

  /**
   * Takes a file in, or asks whether to.
   *
   * @param asked whether it came with the command to train
   * @throws IOException when nothing can be said of it
   */
  public void file(Incoming.File file, Phrases phrases, boolean asked) throws IOException {
    train.file(file, phrases, asked);
  }

  /** Whether a file is one page of an HTML export, of which there may be hundreds. */
  public static boolean isPage(FileOffer file) {
    return UploadReception.isPage(file);
  }

  /**
   * Takes words as the answer to the newest question about an upload; says whether there is one.
   *
   * @throws IOException when nothing can be said of it
   */
  public boolean answers(Envelope envelope, Phrases phrases, String words) throws IOException {
    return choice.answer(envelope, phrases, words);
  }

  /** Whether there are uploads of an owner. */
  public boolean anyOf(OwnerId owner) {
    return reception.anyOf(owner);
  }

  /** How far the uploads at an address are, each in a sentence. */
  public List<String> status(OwnerId owner, Address address, Phrases phrases) {
    return repository.at(owner, address).stream()
        .map(upload -> phrases.of(upload.state().statusKey()))
        .toList();
  }

  /** Ends what waits or is read at an address; says whether there was anything. */
  public boolean cancelAt(OwnerId owner, Address address) {
    return reception.cancelAt(owner, address);
  }
}
