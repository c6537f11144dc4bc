package io.mynah.chat.upload;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.FileOffer;
import io.mynah.chat.Incoming;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.DialogueStores;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.limits.Quotas;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.training.TrainingRequests;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.OwnerId;
import io.mynah.export.reading.ExportReader;
import io.mynah.store.corpora.Corpora;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Takes exports in, from the file's arrival until its people are trained, wired by hand.
 * Thread-safe.
 */
public final class UploadFeature implements Feature {
  /** How many uploads are read at once, and so how many threads it takes. */
  public static final int SIDE_BY_SIDE = 2;

  /** The stored names of the states of uploads. */
  public static final Set<String> STATES = Set.copyOf(UploadFormat.NAMES.values());

  /** A busy database is free again by then. */
  private static final Duration UNTIL_AGAIN = Duration.ofSeconds(5);

  private final ScheduledExecutorService background;
  private final UploadRepository repository;
  private final UploadExpiry expiry;
  private final UploadSteps steps;
  private final UploadReception reception;
  private final TrainByName person;
  private final TrainCommand train;
  private final UploadButtons buttons;
  private final ChoiceByText choice;

  public UploadFeature(
      Environment environment,
      UploadConfig config,
      DialogueStores stores,
      Corpora corpora,
      ExportReader reader,
      PeopleDirectory people,
      TrainingRequests trainings,
      Quotas quotas) {
    Channel channel = environment.channel();
    FaultLog faults = environment.faults();
    Clock clock = environment.clock();
    background = environment.threads().background();
    int minMessages = config.minMessages();
    repository =
        new UploadRepository(
            stores.uploads(),
            channel,
            new RawFiles(stores.blobs(), stores.uploads()),
            environment.languages(),
            config.lifetime(),
            clock);
    UploadLocks locks = new UploadLocks(repository);
    expiry = new UploadExpiry(channel, repository, locks, faults);
    UploadRefusals refusals =
        new UploadRefusals(channel, reader, repository, quotas, faults, config.serverSetting());
    SurveyStep surveys =
        new SurveyStep(
            reader, repository, new TrainablePeople(corpora, minMessages), refusals, minMessages);
    ImportStep imports =
        new ImportStep(reader, corpora, repository, trainings, people.voices(), clock, minMessages);
    steps = new UploadSteps(channel, repository, locks, surveys, imports, refusals);
    UploadExecutor executor =
        new UploadExecutor(
            steps::work,
            environment.threads().readers(),
            SIDE_BY_SIDE,
            background,
            UNTIL_AGAIN,
            steps::close,
            faults);
    reception =
        new UploadReception(
            environment,
            stores.expectations(),
            repository,
            locks,
            executor,
            refusals,
            config.pageQuiet());
    person = new TrainByName(channel, people, trainings);
    train =
        new TrainCommand(
            channel, stores.expectations(), reception, person, config.samples(), clock);
    buttons = new UploadButtons(channel, reception, repository, locks, surveys, minMessages);
    choice = new ChoiceByText(channel, repository, locks, buttons);
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
    steps.close();
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

  /** Whether there are uploads at an address. */
  public boolean anyAt(OwnerId owner, Address address) {
    return !repository.at(owner, address).isEmpty();
  }

  /** Ends what waits or is read at an address; says whether there was anything. */
  public boolean cancelAt(OwnerId owner, Address address) {
    return reception.cancelAt(owner, address);
  }
}
