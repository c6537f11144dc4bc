package io.mynah.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.Settings;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.SpeakOptions;
import io.mynah.lm.Speaker;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Lets two models talk with each other, message by message, one such conversation at an address.
 * Each message is drawn when it is due and sent by way of the {@link Delivery}, so no thread is
 * held between messages and any number of conversations go on side by side. One that has ended is
 * kept in memory for a day, to be gone on with; a restart ends them all. Thread-safe.
 */
final class Conversing {
  private static final Duration MEMORY = Duration.ofDays(1);
  private static final int REMEMBERED = 1_000;

  /** Messages of one in a row, however many the person sends. */
  private static final int LONGEST_BURST = 3;

  /** However fast the person is: what is sent has to be read, too. */
  private static final Duration LEAST_PAUSE = Duration.ofMillis(1_800);

  /** How often a message is drawn anew that goes round in circles. */
  private static final int ATTEMPTS = 5;

  private final Channel channel;
  private final ModelLibrary models;
  private final Speaker speaker;
  private final OwnerSettings settings;
  private final Delivery delivery;
  private final Pauses pauses;
  private final Faults faults;
  private final double topP;
  private final Clock clock;
  private final Supplier<RandomGenerator> random;

  /** Never the same after a restart: an old button must not find a new conversation. */
  private final AtomicLong ids;

  private final Map<Address, Run> runs = new ConcurrentHashMap<>();
  private final Cache<Long, Exchange> ended =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(MEMORY).build();
  private volatile boolean closed;

  Conversing(
      Services services,
      OwnerSettings settings,
      Delivery delivery,
      Pauses pauses,
      Faults faults,
      double topP,
      Clock clock,
      Supplier<RandomGenerator> random) {
    this.channel = services.channel();
    this.models = services.models();
    this.speaker = services.speaker();
    this.settings = settings;
    this.delivery = delivery;
    this.pauses = pauses;
    this.faults = faults;
    this.topP = topP;
    this.clock = clock;
    this.random = random;
    ids = new AtomicLong(clock.millis());
  }

  /** Why a conversation ended; what is said then. */
  private enum End {
    DONE("converse.done"),
    STOPPED("converse.stopped"),
    CIRCLES("converse.circles"),
    LOST("converse.lost");

    private final String key;

    End(String key) {
      this.key = key;
    }
  }

  /** A message as it is shown, buttons aside. */
  private record Shown(MessageRef message, String text) {}

  /** A conversation under way. */
  private static final class Run {
    private final Envelope envelope;
    private final Phrases phrases;
    private final Exchange exchange;
    private final int wanted;
    private final BooleanSupplier permitted;
    private int left;
    private boolean over;
    private @Nullable Shown newest;

    Run(
        Envelope envelope,
        Phrases phrases,
        Exchange exchange,
        int wanted,
        BooleanSupplier permitted) {
      this.permitted = permitted;
      this.envelope = envelope;
      this.phrases = phrases;
      this.exchange = exchange;
      this.wanted = wanted;
      left = wanted;
    }

    synchronized boolean over() {
      return over;
    }

    /** Says whether it was not over before. */
    synchronized boolean end() {
      boolean was = over;
      over = true;
      return !was;
    }

    synchronized int left() {
      return left;
    }

    /** One more was sent; gives the one before it. */
    synchronized @Nullable Shown sent(Shown message) {
      Shown before = newest;
      newest = message;
      left--;
      return before;
    }

    /** The message with the button to stop, if there is one. */
    synchronized @Nullable Shown stoppable() {
      return left > 0 ? newest : null;
    }
  }

  /** Begins a conversation; says whether none is under way there. */
  boolean begin(Envelope envelope, Phrases phrases, Cast cast, ConverseRequest request)
      throws IOException {
    return begin(envelope, phrases, cast, request, () -> true);
  }

  /**
   * Begins a conversation; says whether none is under way there.
   *
   * @param permitted whether it may still go on
   */
  boolean begin(
      Envelope envelope,
      Phrases phrases,
      Cast cast,
      ConverseRequest request,
      BooleanSupplier permitted)
      throws IOException {
    Exchange exchange = new Exchange(ids.incrementAndGet(), envelope.sender(), cast);
    if (!request.topic().isEmpty()) {
      exchange.begin(request.topic(), clock.instant());
    }
    return start(new Run(envelope, phrases, exchange, request.count(), permitted));
  }

  private boolean start(Run run) throws IOException {
    if (runs.putIfAbsent(run.envelope.address(), run) != null) {
      return false;
    }
    boolean begun = false;
    try {
      Cast cast = run.exchange.cast();
      channel.send(
          run.envelope.address(),
          new Reply(
              run.phrases.of(
                  "converse.begins", "first", cast.firstName(), "second", cast.secondName()),
              stopButton(run)));
      begun = true;
    } finally {
      if (!begun) {
        runs.remove(run.envelope.address(), run);
      }
    }
    goOn(run);
    return true;
  }

  private static List<List<Button>> stopButton(Run run) {
    return List.of(
        List.of(
            run.phrases.button("button.stop", Action.of(Verb.STOP_CONVERSING, run.exchange.id()))));
  }

  private void goOn(Run run) {
    Pauses.Pending unused = pauses.after(Duration.ZERO, () -> step(run));
  }

  /** Has whose turn it is say something. */
  private void step(Run run) {
    if (run.over()) {
      return;
    }
    boolean went =
        faults.attempt(
            run.envelope,
            run.phrases,
            channel,
            () -> {
              if (!speaks(run)) {
                finish(run, End.CIRCLES);
              }
            });
    if (!went && run.end()) {
      runs.remove(run.envelope.address(), run);
    }
  }

  /** Says whether there is anything to say. */
  private boolean speaks(Run run) throws IOException {
    int who = run.exchange.next();
    Person person = run.exchange.cast().person(who);
    List<String> texts;
    List<Duration> times;
    try (ModelLibrary.Lease lease = models.borrow(person.id())) {
      RandomGenerator generator = random.get();
      texts = texts(run, lease.model(), person, generator);
      times = times(run, lease.model(), texts, generator);
    } catch (MissingModel | DamagedModel lost) {
      finish(run, End.LOST);
      return true;
    }
    if (!texts.isEmpty()) {
      deliver(run, who, texts, times);
    }
    return !texts.isEmpty();
  }

  private List<String> texts(
      Run run, LanguageModel model, Person person, RandomGenerator generator) {
    Settings set = settings.of(run.envelope.sender());
    int most = set.bursts() ? Math.min(LONGEST_BURST, run.left()) : 1;
    SpeakOptions options = new SpeakOptions(most, set.temperature(), topP, set.length());
    var heard = run.exchange.heardBy(run.exchange.next());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      List<String> fresh =
          run.exchange.unrepeated(
              set.bursts()
                  ? speaker.burst(model, person.key(), heard, options, generator)
                  : speaker.speak(model, person.key(), heard, options, generator));
      if (!fresh.isEmpty()) {
        return fresh;
      }
    }
    return List.of();
  }

  private List<Duration> times(
      Run run, LanguageModel model, List<String> texts, RandomGenerator generator) {
    boolean delays = settings.of(run.envelope.sender()).delays();
    List<Duration> times =
        delays
            ? new Tempo(model.habits(), generator).pauses(texts, true)
            : texts.stream().map(text -> LEAST_PAUSE).toList();
    return times.stream()
        .map(time -> time.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : time)
        .toList();
  }

  private void deliver(Run run, int who, List<String> texts, List<Duration> times) {
    List<Delivery.Line> lines = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String text =
          run.phrases.of(
              "converse.line", "name", run.exchange.cast().name(who), "text", texts.get(i));
      text = run.envelope.isPrivate() ? text : ReplyWriter.marked(text);
      shown.add(text);
      boolean last = run.left() == i + 1;
      lines.add(
          new Delivery.Line(times.get(i), new Reply(text, last ? List.of() : stopButton(run))));
    }
    delivery.deliver(run.envelope, run.phrases, lines, new Receipt(run, who, texts, shown));
  }

  /** Goes on when all of one's messages are sent. */
  private final class Receipt implements Delivery.Receipt {
    private final Run run;
    private final int who;
    private final List<String> texts;
    private final List<String> shown;
    private int sent;

    Receipt(Run run, int who, List<String> texts, List<String> shown) {
      this.run = run;
      this.who = who;
      this.texts = List.copyOf(texts);
      this.shown = List.copyOf(shown);
    }

    @Override
    public synchronized void sent(int index, MessageRef message) {
      sent++;
      run.exchange.add(who, texts.get(index), clock.instant());
      // The button to stop stands under the newest alone.
      unbutton(run.sent(new Shown(message, shown.get(index))));
    }

    @Override
    public void ended() {
      int count = count();
      if (count > 0) {
        run.exchange.turn();
      }
      if (run.over()) {
        return;
      }
      if (count < texts.size()) {
        finish(run, End.STOPPED);
      } else if (run.left() <= 0) {
        finish(run, End.DONE);
      } else {
        goOn(run);
      }
    }

    private synchronized int count() {
      return sent;
    }

    @Override
    public boolean wanted() {
      return !run.over() && run.permitted.getAsBoolean();
    }
  }

  private void unbutton(@Nullable Shown shown) {
    if (shown != null) {
      channel.edit(shown.message(), Reply.of(shown.text()));
    }
  }

  /** Ends a conversation, and sends all of it as a file. */
  private void finish(Run run, End end) {
    if (!run.end()) {
      return;
    }
    runs.remove(run.envelope.address(), run);
    if (closed) {
      return;
    }
    boolean unused =
        faults.attempt(run.envelope, run.phrases, channel, () -> sendTranscript(run, end));
  }

  private void sendTranscript(Run run, End end) throws IOException {
    Exchange exchange = run.exchange;
    unbutton(run.stoppable());
    Cast cast = exchange.cast();
    if (!run.envelope.isPrivate()) {
      // All of it was said there already, and whether it goes on is up to whoever is there.
      channel.send(run.envelope.address(), Reply.of(run.phrases.of("group.conversed")));
      return;
    }
    String text =
        run.phrases.of(
            end.key,
            "first",
            cast.firstName(),
            "second",
            cast.secondName(),
            "count",
            exchange.size());
    if (exchange.size() == 0) {
      channel.send(run.envelope.address(), Reply.of(text));
      return;
    }
    ended.put(exchange.id(), exchange);
    Action more = Action.of(Verb.MORE_CONVERSING, exchange.id(), run.wanted);
    channel.sendDocument(
        run.envelope.address(),
        "conversation.txt",
        exchange.transcript(run.phrases).getBytes(StandardCharsets.UTF_8),
        new Reply(text, List.of(List.of(run.phrases.button("button.more", more)))));
  }

  /** Ends what is under way at an address; says whether something was. */
  boolean stop(Address address) {
    Run run = runs.get(address);
    if (run == null) {
      return false;
    }
    stop(run, address);
    return true;
  }

  private void stop(Run run, Address address) {
    finish(run, End.STOPPED);
    boolean unused = delivery.stop(address);
  }

  /** The button that stops. */
  boolean pressStop(PressHandler.Pressed pressed) throws IOException {
    Address address = pressed.envelope().address();
    Run run = runs.get(address);
    if (run != null && run.exchange.id() == pressed.id(0)) {
      stop(run, address);
      return true;
    }
    if (!pressed.envelope().isPrivate()) {
      return false;
    }
    Exchange over = ended.getIfPresent(pressed.id(0));
    boolean own = over != null && over.owner().equals(pressed.owner());
    say(pressed, own ? "converse.over" : "converse.forgotten");
    return true;
  }

  /** The button that goes on. */
  boolean pressMore(PressHandler.Pressed pressed) throws IOException {
    Exchange exchange = ended.getIfPresent(pressed.id(0));
    if (exchange == null || !exchange.owner().equals(pressed.owner())) {
      say(pressed, "converse.forgotten");
      return true;
    }
    int count = (int) Math.max(1, Math.min(ConverseRequest.MOST, pressed.id(1)));
    if (!start(new Run(pressed.envelope(), pressed.phrases(), exchange, count, () -> true))) {
      say(pressed, "converse.busy");
    }
    return true;
  }

  private void say(PressHandler.Pressed pressed, String key) throws IOException {
    channel.send(pressed.envelope().address(), Reply.of(pressed.phrases().of(key)));
  }

  /** Ends an owner's conversations without a word, and forgets what was said. */
  void forget(OwnerId owner) {
    List<Run> own =
        runs.values().stream().filter(run -> run.exchange.owner().equals(owner)).toList();
    for (Run run : own) {
      if (run.end()) {
        runs.remove(run.envelope.address(), run);
        boolean unused = delivery.stop(run.envelope.address());
      }
    }
    ended.asMap().values().removeIf(exchange -> exchange.owner().equals(owner));
  }

  /** Whether a conversation of an owner's is under way. */
  boolean busy(OwnerId owner) {
    return runs.values().stream().anyMatch(run -> run.exchange.owner().equals(owner));
  }

  /** Ends all without a word. */
  void close() {
    closed = true;
    runs.values().forEach(Run::end);
    runs.clear();
  }
}
