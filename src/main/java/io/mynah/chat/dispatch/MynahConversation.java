package io.mynah.chat.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.chat.Channel;
import io.mynah.chat.Conversation;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.ChatThreads;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.limits.Quotas;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.TrainingNoticeUpdater;
import io.mynah.chat.words.Languages;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.domain.Group;
import io.mynah.domain.OwnerId;
import io.mynah.store.jobs.Jobs;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The conversation with Mynah. {@link Features} do the work; this class checks who is let in, tells
 * private chats, groups and queries apart, and makes sure that every fault is reported to the user.
 * Thread-safe.
 *
 * <p>Uploads are read in the background, on an executor that is passed in. The caller ends all
 * executors after {@link #close()}.
 */
public final class MynahConversation implements Conversation, AutoCloseable {
  private static final int MOST_STRANGERS = 10_000;

  /** The commands that strangers may use, too. */
  private static final Set<String> FOR_EVERYBODY = Set.of("optout", "optin");

  private static final Duration BETWEEN_REFUSALS = Duration.ofHours(1);

  private final Channel channel;
  private final Jobs jobs;
  private final Clock clock;
  private final AccessControl access;

  /** When strangers were last told why they are not let in. */
  private final Cache<Refusal, Instant> refused;

  private final FaultLog faults;
  private final Languages languages;
  private final Quotas quotas;
  private final Features features;
  private final Dispatcher dispatcher;
  private final PrivateDispatcher privateDispatcher;
  private volatile Runnable ownerListener = () -> {};

  /**
   * Wires the conversation, and makes the board follow the trainings of {@code services}.
   *
   * @param random a generator for each reply
   */
  public MynahConversation(
      Channel channel,
      Services services,
      TrainingNoticeUpdater board,
      ChatConfig config,
      ChatThreads threads,
      Clock clock,
      Supplier<RandomGenerator> random) {
    this.channel = channel;
    this.clock = clock;
    Services.Stores stores = services.stores();
    jobs = stores.trainings().jobs();
    refused =
        Caffeine.newBuilder()
            .maximumSize(MOST_STRANGERS)
            .expireAfterWrite(BETWEEN_REFUSALS)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
    languages = new Languages(stores.accounts().preferences());
    board.follow(services.training(), languages);
    access =
        new AccessControl(
            config.access(),
            stores.accounts().admittedUsers(),
            stores.accounts().invitations(),
            clock);
    faults = new FaultLog(random);
    Environment environment =
        new Environment(channel, stores.effects(), languages, threads, faults, clock);
    quotas =
        new Quotas(
            config.limits(),
            stores.accounts().limits(),
            stores.corpora().corpora(),
            jobs,
            services.models(),
            config.folder(),
            clock);
    features = Features.wired(environment, services, config, access, quotas, board, random);
    dispatcher = new Dispatcher(channel, features.all(), access::administers);
    privateDispatcher =
        new PrivateDispatcher(
            channel, features, dispatcher, new Roster(stores.corpora().corpora()));
  }

  /**
   * Sets a listener that is called when a link let in a user who becomes an administrator. Call
   * before {@link #handle}.
   */
  public void onOwner(Runnable listener) {
    ownerListener = listener;
  }

  /**
   * Resumes what an earlier process left: uploads half read, notices of running trainings, reports
   * that are due. Call once, before {@link #handle}; {@link #greet} may come first.
   */
  public void resume() {
    features.all().forEach(Feature::resume);
  }

  /**
   * Greets a user at a terminal: the first time with everything that {@code /start} says,
   * afterwards with a sentence or two.
   */
  public void greet(Envelope envelope) {
    attempt(
        envelope,
        phrases -> {
          if (languages.isKnown(envelope.sender())) {
            say(envelope, phrases.of("start.again"));
          } else {
            admit(new Incoming.Text(envelope, "/start", null), phrases);
          }
        });
  }

  /** Tells a user at a terminal which numbers can be typed: 1 to {@code last}. */
  public void noSuchNumber(Envelope envelope, int last) {
    attempt(envelope, phrases -> say(envelope, phrases.of("hint.no-such-number", "last", last)));
  }

  /** Tells a user who leaves a terminal that running trainings continue at the next start. */
  public void bidFarewell(Envelope envelope) {
    attempt(
        envelope,
        phrases -> {
          if (!jobs.open(envelope.sender()).isEmpty()) {
            say(envelope, phrases.of("start.goes-on"));
          }
        });
  }

  private interface LocalizedTask {
    void run(Phrases phrases) throws IOException;
  }

  private void attempt(Envelope envelope, LocalizedTask task) {
    Phrases phrases = phrases(envelope);
    boolean unused = faults.attempt(envelope, phrases, channel, () -> task.run(phrases));
  }

  /**
   * Whether an owner's uploads are being read or people trained, or a message about that or a reply
   * is still to be sent.
   */
  public boolean working(OwnerId owner) {
    return features.all().stream().anyMatch(feature -> feature.busy(owner));
  }

  /**
   * Stops reading uploads and sending reports, which are resumed at the next start, and sends
   * nothing more.
   */
  @Override
  public void close() {
    features.all().forEach(Feature::close);
  }

  @Override
  public void moved(Address from, Address to) {
    if (!isToVoiceBot(from)) {
      features.groups().moved(from, to);
      features.learning().moved(from, to);
    }
  }

  /** Whether an address is of a voice's own bot. */
  private static boolean isToVoiceBot(Address address) {
    return Bot.voiceAt(address).isPresent();
  }

  @Override
  public void member(Address group, boolean present) {
    if (isToVoiceBot(group)) {
      features.groups().memberOfVoiceBot(group, present);
    } else {
      features.groups().member(group, present);
      features.learning().member(group, present);
    }
  }

  @Override
  public void handle(Incoming incoming) {
    Envelope envelope = incoming.envelope();
    Phrases phrases = phrases(envelope);
    FaultLog.Task task = () -> admit(incoming, phrases);
    // Queries and guest questions are answered with what was asked for or not at all.
    boolean elsewhere = incoming instanceof Incoming.Query || incoming instanceof Incoming.Guest;
    boolean unused =
        elsewhere ? faults.attempt(task) : faults.attempt(envelope, phrases, channel, task);
  }

  /** Never throws, because faults must be reported, too. */
  private Phrases phrases(Envelope envelope) {
    try {
      return languages.of(envelope.sender(), envelope.language());
    } catch (RuntimeException e) {
      String unused = faults.log(e);
      return Phrases.in(envelope.language());
    }
  }

  private void admit(Incoming incoming, Phrases phrases) throws IOException {
    admit(ParsedIncoming.of(incoming, phrases));
  }

  private void admit(ParsedIncoming request) throws IOException {
    Envelope envelope = request.envelope();
    Group group = envelope.group();
    if (isToVoiceBot(envelope.address())) {
      toVoiceBot(request);
    } else if (request.incoming() instanceof Incoming.Query query) {
      if (access.allows(envelope)) {
        features.groups().answer(query, request.phrases());
      }
    } else if (request.incoming() instanceof Incoming.Guest question) {
      if (access.allows(envelope) && quotas.request(envelope.sender()) == Quotas.Verdict.ANSWER) {
        features.groups().answer(question, request.phrases());
      }
    } else if (group != null) {
      inGroup(request, group);
    } else if (access.allows(envelope)) {
      dispatch(request);
    } else {
      answerStranger(request);
    }
  }

  /** Handles what a voice's own bot received. */
  private void toVoiceBot(ParsedIncoming request) throws IOException {
    Group group = request.envelope().group();
    if (group == null) {
      features.voiceBots().handle(request.incoming(), request.phrases());
    } else if (request.incoming() instanceof Incoming.Text text) {
      features.groups().handleOfVoiceBot(text, request.phrases(), group);
    }
  }

  private void dispatch(ParsedIncoming request) throws IOException {
    Envelope envelope = request.envelope();
    languages.noteAppLanguage(envelope.sender(), envelope.language());
    if (isWithinLimit(request)) {
      privateDispatcher.handle(request);
    }
  }

  /**
   * Lets a stranger opt out or in; tells one who shows a link's code whether it worked, and the
   * others now and then that they are not let in.
   */
  private void answerStranger(ParsedIncoming request) throws IOException {
    Envelope envelope = request.envelope();
    Phrases phrases = request.phrases();
    Optional<String> code =
        request
            .command()
            .filter(command -> command.name().equals("start"))
            .map(CommandParser.Parsed::arguments)
            .filter(word -> !word.isEmpty());
    Optional<String> opt =
        request.command().map(CommandParser.Parsed::name).filter(FOR_EVERYBODY::contains);
    if (opt.isPresent()) {
      if (quotas.ending(envelope.sender()) == Quotas.Verdict.ANSWER) {
        features.learning().opt(new Command.Call(envelope, "", null, phrases), opt.get());
      }
      return;
    }
    if (code.isEmpty() || !access.isByLink()) {
      refuse(envelope, phrases, "access.stranger");
      return;
    }
    switch (access.enter(envelope.sender(), code.get())) {
      case ADMITTED -> {
        dispatch(request);
        if (access.administers(envelope)) {
          ownerListener.run();
        }
      }
      case USED -> say(envelope, phrases.of("access.used"));
      case EXPIRED -> say(envelope, phrases.of("access.expired"));
      case UNKNOWN -> refuse(envelope, phrases, "access.unknown");
    }
  }

  /** Tells a stranger something, unless they were told the same a short time ago. */
  private void refuse(Envelope envelope, Phrases phrases, String text) throws IOException {
    Refusal refusal = new Refusal(envelope.sender(), text);
    if (refused.asMap().putIfAbsent(refusal, clock.instant()) == null) {
      say(envelope, phrases.of(text));
    }
  }

  private record Refusal(OwnerId stranger, String text) {}

  private void say(Envelope envelope, String sentence) throws IOException {
    channel.send(envelope.address(), Reply.of(sentence));
  }

  /** Files are not counted here: an export may have hundreds of pages. */
  private boolean isWithinLimit(ParsedIncoming request) throws IOException {
    Envelope envelope = request.envelope();
    Quotas.Verdict verdict = Quotas.Verdict.ANSWER;
    if (LimitExemptions.includes(request)) {
      verdict = quotas.ending(envelope.sender());
    } else if (!(request.incoming() instanceof Incoming.File)) {
      verdict = quotas.request(envelope.sender());
    }
    if (verdict == Quotas.Verdict.REFUSE) {
      channel.send(envelope.address(), Reply.of(quotas.tooFast(envelope, request.phrases())));
    }
    return verdict == Quotas.Verdict.ANSWER;
  }

  private void inGroup(ParsedIncoming request, Group group) throws IOException {
    Incoming incoming = request.incoming();
    Phrases phrases = request.phrases();
    if (incoming instanceof Incoming.Press) {
      if (request.pressed().isPresent()) {
        features.groups().handle(request.pressed().get(), group);
      }
      return;
    }
    Optional<CommandParser.Parsed> command =
        request.command().filter(parsed -> dispatcher.knows(parsed.name(), request.envelope()));
    if (command.isPresent()) {
      Incoming.Answered answered = incoming instanceof Incoming.Text text ? text.answered() : null;
      inGroup(
          new Command.Call(request.envelope(), command.get().arguments(), answered, phrases),
          command.get().name(),
          group);
    } else if (incoming instanceof Incoming.Text text) {
      if (!features.groups().isToVoice(text, group)) {
        features.learning().learn(text, phrases, group);
      }
      features.groups().handle(text, phrases, group);
    }
  }

  private void inGroup(Command.Call call, String command, Group group) throws IOException {
    if (!features.learning().has(command)) {
      features.groups().handle(call, command, group);
    } else if (quotas.ending(call.owner()) == Quotas.Verdict.ANSWER) {
      features.learning().handle(call, command, group, access.allows(call.envelope()));
    }
  }
}
