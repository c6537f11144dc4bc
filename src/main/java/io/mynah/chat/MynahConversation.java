package io.mynah.chat;

import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.time.Clock;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The conversation with Mynah. Commands and buttons each have a class; this one lets people in,
 * finds out what is meant, and sees to it that every message gets an answer, whatever goes wrong.
 * Thread-safe.
 *
 * <p>Uploads are read in the background, on the executor handed in, which the caller ends after
 * {@link #close()}.
 */
public final class MynahConversation implements Conversation, AutoCloseable {
  /** How far a word may be from a command to be taken for a mistyped one. */
  private static final int MOST_SLIPS = 2;

  /** What is shown beside a file as soon as it comes. */
  private static final String SEEN = "👀";

  private final Services services;
  private final ProgressBoard board;
  private final Access access;
  private final Faults faults;
  private final Languages languages;
  private final Clock clock;
  private final ScheduledExecutorService background;
  private final UploadSweeper sweeper;
  private final UploadDesk desk;
  private final TrainCommand train;
  private final PlayDesk play;
  private final SpokenChoice choice;
  private final TalkDesk talk;
  private final GroupTalk groups;
  private final Delivery groupReplies;
  private final InlineAnswers inline;
  private final Map<String, Command> commands = new LinkedHashMap<>();
  private final Map<Verb, PressHandler> buttons = new EnumMap<>(Verb.class);

  /**
   * Wires the conversation, and makes the board follow the trainings of {@code services}.
   *
   * @param background for reading uploads and for what is due later; at least two threads
   * @param pauses for replies that take their time
   * @param random a generator for each reply
   */
  public MynahConversation(
      Services services,
      ProgressBoard board,
      ChatConfig config,
      ScheduledExecutorService background,
      Pauses pauses,
      Clock clock,
      Supplier<RandomGenerator> random) {
    this.services = services;
    this.board = board;
    this.background = background;
    this.clock = clock;
    languages = new Languages(services.preferences());
    board.follow(services.training(), languages);
    Channel channel = services.channel();
    access = new Access(config.allowed(), config.linkCode(), services.admissions(), clock);
    faults = new Faults(random);
    OwnerSettings settings = new OwnerSettings(services.preferences(), config.defaults());
    Roster roster = new Roster(services.corpora());
    VoiceStates voices = new VoiceStates(services, board, config.minMessages());
    Trainings trainings = new Trainings(services, board, settings, roster, voices);
    UploadShelf shelf =
        new UploadShelf(
            services.uploads(),
            channel,
            new RawFiles(config.uploads(), services.uploads()::key),
            languages,
            config.uploadLifetime(),
            clock);
    UploadGate gate = new UploadGate(shelf);
    UploadWorker worker =
        new UploadWorker(
            channel,
            services.reader(),
            shelf,
            gate,
            new Sifter(services.corpora(), config.minMessages()),
            new ChatImport(services, shelf, trainings, voices, board, clock, config.minMessages()),
            faults,
            config.minMessages());
    sweeper = new UploadSweeper(shelf, gate, faults);
    desk = new UploadDesk(services, shelf, gate, worker, faults, background, config, clock);
    talk =
        new TalkDesk(
            services,
            roster,
            settings,
            voices,
            trainings,
            config.topP(),
            pauses,
            faults,
            clock,
            random);
    play =
        new PlayDesk(
            services,
            board,
            roster,
            settings,
            voices,
            trainings,
            talk,
            config.topP(),
            pauses,
            faults,
            clock,
            random);
    train = new TrainCommand(channel, services.dialogues(), desk, config, clock);
    CancelCommand cancel = new CancelCommand(services, desk, trainings, roster);
    SettingsCommand settingsCommand = new SettingsCommand(channel, settings, languages);
    ForgetCommand forget =
        new ForgetCommand(
            channel, roster, new Forgetting(services, desk, talk, play, settings), clock);
    commands.put("start", new StartCommand(channel, !config.samples().isEmpty()));
    commands.put("help", new HelpCommand(channel));
    commands.put("train", train);
    PeopleCommand people =
        new PeopleCommand(
            channel, roster, voices, talk.whom(), new PersonCard(services, roster, voices, clock));
    commands.put("people", people);
    buttons.put(Verb.PEOPLE_LIST, people::pressList);
    buttons.put(Verb.PERSON_CARD, people::pressCard);
    talk.addCommands(commands);
    play.addCommands(commands);
    commands.computeIfPresent("stop", (name, stop) -> play.endingTalk(stop));
    Sharing sharing = new Sharing(services, roster, clock);
    commands.put("share", sharing::explain);
    commands.put("unshare", sharing::unshareAnywhere);
    buttons.put(Verb.SHARE, sharing::pressShare);
    buttons.put(Verb.UNSHARE, sharing::pressUnshare);
    buttons.put(Verb.SHARED, sharing::pressShared);
    buttons.put(Verb.REAL_MESSAGES, sharing::pressReal);
    ReplyWriter writer =
        new ReplyWriter(services, new Interlocutor(roster, clock), settings, config.topP(), random);
    groupReplies = new Delivery(channel, pauses, faults);
    GroupRoster groupRoster = new GroupRoster(services);
    groups =
        new GroupTalk(
            channel,
            access,
            new GroupSpeaking(channel, groupRoster, writer, groupReplies),
            new GroupPlay(channel, groupRoster, play.conversing(), play.guess()),
            sharing,
            Collections.unmodifiableSet(commands.keySet()));
    inline = new InlineAnswers(channel, roster, voices, writer);
    commands.put("status", new StatusCommand(services, board));
    commands.put("cancel", play.endingTalk(cancel));
    commands.put("forget", forget);
    commands.put("settings", settingsCommand);
    UploadButtons uploadButtons =
        new UploadButtons(channel, desk, shelf, gate, worker, config.minMessages());
    choice = new SpokenChoice(channel, shelf, gate, uploadButtons);
    addUploadButtons(uploadButtons);
    addTrainingButtons(trainings, cancel);
    talk.addButtons(buttons);
    play.addButtons(buttons);
    addSettingsButtons(settingsCommand);
    addForgetButtons(forget);
  }

  private void addUploadButtons(UploadButtons uploads) {
    buttons.put(Verb.ACCEPT_OFFER, uploads::accept);
    buttons.put(Verb.DECLINE_OFFER, uploads::decline);
    buttons.put(Verb.PAGES_COMPLETE, uploads::pagesComplete);
    buttons.put(Verb.CANCEL_UPLOAD, uploads::cancel);
    buttons.put(Verb.CHOOSE_CHAT, uploads::chooseChat);
    buttons.put(Verb.CHATS_PAGE, uploads::turnChats);
    buttons.put(Verb.PICK_PERSON, uploads::pick);
    buttons.put(Verb.PEOPLE_PAGE, uploads::turnPeople);
    buttons.put(Verb.TRAIN_PICKED, uploads::train);
  }

  private void addTrainingButtons(Trainings trainings, CancelCommand cancel) {
    buttons.put(Verb.TRAIN_PERSON, trainings::train);
    buttons.put(Verb.RETRY, trainings::retry);
    buttons.put(Verb.STOP, trainings::stop);
    buttons.put(Verb.CANCEL_JOB, cancel::cancelOne);
    buttons.put(Verb.CANCEL_JOBS, cancel::cancelAll);
  }

  private void addSettingsButtons(SettingsCommand settings) {
    buttons.put(Verb.SET_TEMPERATURE, settings::pressTemperature);
    buttons.put(Verb.SET_LENGTH, settings::pressLength);
    buttons.put(Verb.SET_EFFORT, settings::pressEffort);
    buttons.put(Verb.SET_BURSTS, settings::pressBursts);
    buttons.put(Verb.SET_DELAYS, settings::pressDelays);
    buttons.put(Verb.SET_LANGUAGE, settings::pressLanguage);
  }

  private void addForgetButtons(ForgetCommand forget) {
    buttons.put(Verb.FORGET_PERSON, forget::pressPerson);
    buttons.put(Verb.FORGET_PERSON_NOW, forget::erasePerson);
    buttons.put(Verb.FORGET_CHAT, forget::pressChat);
    buttons.put(Verb.FORGET_CHAT_NOW, forget::eraseChat);
    buttons.put(Verb.FORGET_EVERYTHING_NOW, forget::eraseEverything);
    buttons.put(Verb.KEEP_PERSON, forget::keepPerson);
    buttons.put(Verb.KEEP_CHAT, forget::keepChat);
    buttons.put(Verb.KEEP_EVERYTHING, forget::keepEverything);
  }

  /**
   * Takes up what an earlier process left: uploads half read, and notices of trainings that go on.
   * Call once, before {@link #handle}.
   */
  public void resume() {
    sweeper.start(background);
    desk.resume();
    services.jobs().queue().stream()
        .flatMap(job -> Optional.ofNullable(job.notice()).stream())
        .distinct()
        .forEach(board::refresh);
    play.resume();
  }

  /**
   * Whether an owner's uploads are being read or people trained, or the news of it or a reply is
   * due.
   */
  public boolean working(OwnerId owner) {
    return desk.busy(owner)
        || !services.jobs().open(owner).isEmpty()
        || board.unsettled(owner)
        || talk.busy(owner)
        || play.busy(owner);
  }

  /**
   * Stops reading uploads and sending reports, which are taken up at the next start, and says
   * nothing more.
   */
  @Override
  public void close() {
    desk.close();
    play.close();
    talk.close();
    groupReplies.close();
  }

  @Override
  public void moved(Address from, Address to) {
    services.shares().moved(from, to);
  }

  @Override
  public void member(Address group, boolean present) {
    if (present) {
      services.shares().joined(group);
    } else {
      services.shares().left(group, clock.instant());
    }
  }

  @Override
  public void handle(Incoming incoming) {
    Envelope envelope = incoming.envelope();
    Phrases phrases = phrases(envelope);
    Faults.Task task = () -> admit(incoming, phrases);
    // A query is answered by what was asked or not at all.
    boolean unused =
        incoming instanceof Incoming.Query
            ? faults.attempt(task)
            : faults.attempt(envelope, phrases, services.channel(), task);
  }

  private void admit(Incoming incoming, Phrases phrases) throws IOException {
    Envelope envelope = incoming.envelope();
    if (incoming instanceof Incoming.Query query) {
      if (access.allows(envelope)) {
        inline.answer(query, phrases);
      }
      return;
    }
    Group group = envelope.group();
    if (group != null) {
      admitGroup(incoming, phrases, group);
      return;
    }
    boolean welcome =
        !access.allows(envelope)
            && command(incoming)
                .filter(command -> command.name().equals("start"))
                .filter(command -> access.admit(envelope.sender(), command.arguments()))
                .isPresent();
    if (!welcome && !access.allows(envelope)) {
      say(envelope, phrases.of("access.stranger"));
      return;
    }
    languages.hears(envelope.sender(), envelope.language());
    route(incoming, phrases);
  }

  private void admitGroup(Incoming incoming, Phrases phrases, Group group) throws IOException {
    Optional<CommandParser.Parsed> command = command(incoming);
    if (incoming instanceof Incoming.Press press) {
      groups.hears(press, phrases, group);
    } else if (command.isPresent()) {
      Incoming.Answered answered = incoming instanceof Incoming.Text text ? text.answered() : null;
      groups.hears(
          new Command.Call(incoming.envelope(), command.get().arguments(), answered, phrases),
          command.get().name(),
          group);
    }
  }

  /** Never fails: a fault must be told of, too. */
  private Phrases phrases(Envelope envelope) {
    try {
      return languages.of(envelope.sender(), envelope.language());
    } catch (RuntimeException e) {
      String unused = faults.log(e);
      return Phrases.in(envelope.language());
    }
  }

  private void route(Incoming incoming, Phrases phrases) throws IOException {
    if (incoming instanceof Incoming.Text text) {
      text(text, phrases);
    } else if (incoming instanceof Incoming.File file) {
      file(file, phrases);
    } else if (incoming instanceof Incoming.Press press) {
      press(press, phrases);
    } else if (incoming instanceof Incoming.Other) {
      say(incoming.envelope(), phrases.of("hint.other"));
    }
  }

  private void text(Incoming.Text text, Phrases phrases) throws IOException {
    Optional<CommandParser.Parsed> command = command(text);
    // A path begins with a slash, as a command does.
    boolean path =
        services.channel().readsLocalPaths()
            && train.expects(text.envelope())
            && command.filter(c -> commands.containsKey(c.name())).isEmpty();
    if (path) {
      train.named(text.envelope(), phrases, text.text());
    } else if (command.isPresent()) {
      run(text.envelope(), phrases, command.get(), text.answered());
    } else if (train.expects(text.envelope())) {
      say(text.envelope(), phrases.of("train.still-waiting"));
    } else {
      words(text.envelope(), phrases, text.text());
    }
  }

  /** Words are for whoever asked, last of all for the person who is talked with. */
  private void words(Envelope envelope, Phrases phrases, String words) throws IOException {
    boolean heard =
        talk.corrects(envelope, phrases, words)
            || choice.answer(envelope, phrases, words)
            || talk.hears(envelope, phrases, words);
    if (!heard) {
      say(envelope, phrases.of("hint.text"));
    }
  }

  private void run(
      Envelope envelope,
      Phrases phrases,
      CommandParser.Parsed parsed,
      Incoming.@Nullable Answered answered)
      throws IOException {
    Command command = commands.get(parsed.name());
    if (command != null) {
      command.run(new Command.Call(envelope, parsed.arguments(), answered, phrases));
      return;
    }
    Optional<String> near =
        commands.keySet().stream()
            .filter(name -> EditDistance.between(name, parsed.name()) <= MOST_SLIPS)
            .min(Comparator.comparingInt(name -> EditDistance.between(name, parsed.name())));
    say(
        envelope,
        near.map(name -> phrases.of("hint.command-like", "command", name))
            .orElseGet(() -> phrases.of("hint.command")));
  }

  private void file(Incoming.File file, Phrases phrases) throws IOException {
    if (!UploadDesk.isPage(file.file())) {
      // Of pages there may be hundreds; they are counted in words.
      services.channel().react(file.envelope().message(), SEEN);
    }
    Optional<CommandParser.Parsed> command = command(file);
    boolean asked = command.filter(c -> c.name().equals("train")).isPresent();
    if (command.isPresent() && !asked) {
      run(file.envelope(), phrases, command.get(), null);
    } else {
      train.file(file, phrases, asked);
    }
  }

  private void press(Incoming.Press press, Phrases phrases) throws IOException {
    Optional<Action> action = Action.parse(press.action());
    PressHandler handler = action.map(Action::verb).map(buttons::get).orElse(null);
    boolean good =
        handler != null
            && handler.press(
                new PressHandler.Pressed(
                    press.envelope(), press.message(), action.orElseThrow(), phrases));
    // What an earlier process did of it may be why the button does not fit any more.
    if (!good && !services.channel().cause().again()) {
      say(press.envelope(), phrases.of("hint.stale-button"));
    }
  }

  private static Optional<CommandParser.Parsed> command(Incoming incoming) {
    if (incoming instanceof Incoming.Text text) {
      return CommandParser.parse(text.text());
    }
    return incoming instanceof Incoming.File file
        ? CommandParser.parse(file.caption())
        : Optional.empty();
  }

  private void say(Envelope envelope, String sentence) throws IOException {
    services.channel().send(envelope.address(), Reply.of(sentence));
  }
}
