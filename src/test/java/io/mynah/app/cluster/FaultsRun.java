package io.mynah.app.cluster;

import io.mynah.app.ChaosPeople;
import io.mynah.app.ChaosPerson;
import io.mynah.app.QuickBot;
import io.mynah.domain.OwnerId;
import io.mynah.store.TestPostgres;
import io.mynah.telegram.fake.Call;
import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Two bots and three workers on one server. One after the other is killed, cut off, held up or made
 * to stand still, while people write, train, cancel and forget. For one thread.
 */
final class FaultsRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int WORKERS = 3;
  private static final int LEARNERS = 6;

  /** Of the output of a process that ended as it should not. */
  private static final int MOST_LINES = 40;

  /** A message may have been on its way so long before a fault, and after a connection returned. */
  private static final long ON_ITS_WAY_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** So long before a bot ends that was cut off, it cannot record what it sends. */
  private static final long CUT_OFF_NANOS = TimeUnit.SECONDS.toNanos(10);

  /**
   * What one run came to.
   *
   * @param faults so many of each kind
   * @param faultsOfFront of them those of the bot that worked
   * @param cutOff processes that ended with code 4
   * @param endsBefore other exit codes of those that ended before they had begun to work
   * @param apologies answers that say that something went wrong; then people ask again
   * @param interruptions times that a training went back to the queue
   * @param jobs so many came to each end, those that were forgotten left out
   * @param saidAfterForgetting what was said to people after they had read that all is forgotten
   * @param left what tables and blobs hold that they should not
   * @param wrongEnds processes that worked, and ended by themselves with another code than 4
   */
  record Figures(
      long seed,
      Map<FaultKind, Integer> faults,
      int faultsOfFront,
      int starts,
      int cutOff,
      Map<Integer, Integer> endsBefore,
      ChaosPeople.Tally people,
      int apologies,
      int trained,
      int cancelled,
      int forgotten,
      int interruptions,
      Map<String, Integer> jobs,
      double seconds,
      List<String> saidAfterForgetting,
      List<String> left,
      List<String> wrongJobs,
      List<String> wrongEnds,
      Map<String, Integer> errors) {}

  private record Action(long at, Runnable work) {}

  private record Window(long from, long to) {}

  private final long begun = System.nanoTime();
  private final long seed;
  private final SplittableRandom random;
  private final FakeBotApi api = FakeBotApi.start();
  private final ClusterAudit audit;
  private final List<ClusterMember> members = new ArrayList<>();
  private final ChaosPeople people = new ChaosPeople(api);

  private final PriorityQueue<Action> actions =
      new PriorityQueue<>((a, b) -> Long.compare(a.at(), b.at()));

  /** Members whose fault goes on, and those that ended and wait to be started again. */
  private final List<ClusterMember> busy = new ArrayList<>();

  private final List<ClusterMember> ended = new ArrayList<>();
  private final List<ClusterMember> killed = new ArrayList<>();
  private final List<ClusterMember> listened = new ArrayList<>();
  private final List<Window> windows = new ArrayList<>();
  private final Map<FaultKind, Integer> faults = new EnumMap<>(FaultKind.class);
  private final Map<Integer, Integer> endsBefore = new TreeMap<>();
  private final List<String> wrongEnds = new ArrayList<>();
  private final Map<String, Integer> errors = new TreeMap<>();
  private int faultsOfFront;
  private int cutOff;
  private long nextWord;

  /**
   * @param folder an existing one
   */
  FaultsRun(Path folder, long seed) {
    this.seed = seed;
    random = new SplittableRandom(seed);
    String url = TestPostgres.url(folder);
    audit = new ClusterAudit(url);
    for (String name : List.of("bot", "standby")) {
      members.add(new ClusterMember(name, url, environment(folder, name), "bot"));
    }
    for (int i = 1; i <= WORKERS; i++) {
      String name = "worker" + i;
      members.add(
          new ClusterMember(name, url, environment(folder, name), "worker", "--slots", "1"));
    }
  }

  private Map<String, String> environment(Path folder, String name) {
    Map<String, String> environment = QuickBot.environment(folder.resolve(name), api);
    environment.put("MYNAH_MASTER_KEY", TestKeys.MASTER.text());
    environment.put("MYNAH_TRAINING_WORKERS", "none");
    environment.put("MYNAH_TRAINING_QUICK_SECONDS", "8");
    return environment;
  }

  Figures run(int count) throws Exception {
    members.forEach(ClusterMember::start);
    while (!members.stream().allMatch(ClusterMember::hasBegun)
        || members.stream().noneMatch(ClusterMember::isFront)) {
      write(100);
    }
    for (int i = 0; i < count; i++) {
      fault();
      write(random.nextLong(1_000, 10_000));
    }
    awaitAnswers();
    endAll();
    return figures((System.nanoTime() - begun) / 1e9);
  }

  /** Lets people write for a while. */
  private void write(long millis) throws Exception {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < until) {
      lookAfterAll();
      if (System.nanoTime() > nextWord) {
        nextWord = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextLong(100, 800));
        people.write(random, LEARNERS, this::plan);
      }
      Thread.sleep(10);
    }
  }

  private void lookAfterAll() throws Exception {
    while (!actions.isEmpty() && actions.peek().at() < System.nanoTime()) {
      actions.remove().work().run();
    }
    for (ClusterMember member : members) {
      if (member.isFront() && !listened.contains(member)) {
        listened.add(member);
        note(member, "is the front");
      }
      if (!member.alive() && !ended.contains(member)) {
        end(member);
      }
    }
    people.all().forEach(ChaosPerson::goesOn);
  }

  private void end(ClusterMember member) throws Exception {
    int code = member.process().awaitEnd();
    long now = System.nanoTime();
    boolean front = listened.remove(member);
    note(member, "ended with " + code);
    noteErrors(member);
    if (killed.remove(member)) {
      windows.add(new Window(front ? now - ON_ITS_WAY_NANOS : now, now));
    } else if (code == 4) {
      cutOff++;
      windows.add(new Window(front ? now - CUT_OFF_NANOS : now, now));
    } else {
      List<String> output = member.process().output();
      output.stream()
          .filter(line -> line.contains("xception") || line.contains("at io.mynah"))
          .limit(MOST_LINES)
          .forEach(System.out::println);
      if (member.works()) {
        wrongEnds.add(member.name() + " ended with " + code);
      } else {
        endsBefore.merge(code, 1, Integer::sum);
      }
    }
    ended.add(member);
    later(
        random.nextLong(100, 3_000),
        () -> {
          ended.remove(member);
          member.start();
        });
  }

  private void note(ClusterMember member, String what) {
    System.out.printf("%.1f s: %s %s%n", (System.nanoTime() - begun) / 1e9, member.name(), what);
  }

  private void noteErrors(ClusterMember member) {
    member.process().output().stream()
        .filter(line -> line.contains(" ERROR "))
        .map(line -> line.replaceFirst(".* ERROR ", "").replaceAll("[0-9a-f]{8}|\\d+", "#"))
        .forEach(line -> errors.merge(line, 1, Integer::sum));
  }

  private void later(long millis, Runnable work) {
    actions.add(new Action(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), work));
  }

  /** Something happens to a process to which nothing else is happening. */
  private void fault() throws Exception {
    List<ClusterMember> sound =
        members.stream().filter(ClusterMember::alive).filter(m -> !busy.contains(m)).toList();
    List<ClusterMember> fronts = sound.stream().filter(ClusterMember::isFront).toList();
    List<ClusterMember> chosen = !fronts.isEmpty() && random.nextInt(10) < 4 ? fronts : sound;
    if (chosen.isEmpty()) {
      return;
    }
    ClusterMember member = chosen.get(random.nextInt(chosen.size()));
    FaultKind kind =
        switch (random.nextInt(10)) {
          case 0, 1, 2 -> FaultKind.KILLED;
          case 3, 4 -> FaultKind.CUT;
          case 5 -> FaultKind.HELD_BOTH_WAYS;
          case 6 -> FaultKind.HELD_TO_SERVER;
          case 7 -> FaultKind.HELD_TO_CLIENT;
          default -> FaultKind.STOOD_STILL;
        };
    faults.merge(kind, 1, Integer::sum);
    faultsOfFront += member.isFront() ? 1 : 0;
    note(member, (member.isFront() ? "the front, is " : "is ") + kind);
    long now = System.nanoTime();
    switch (kind) {
      case KILLED -> {
        killed.add(member);
        member.process().kill();
      }
      case CUT -> {
        member.cut();
        mayBeOnItsWay(member, now, now);
      }
      case STOOD_STILL -> {
        long millis = random.nextLong(10_000, 20_000);
        busy.add(member);
        member.process().freeze();
        mayBeOnItsWay(member, now, now + TimeUnit.MILLISECONDS.toNanos(millis));
        later(millis, () -> thaw(member));
      }
      default -> {
        long millis = random.nextLong(1_000, 15_000);
        busy.add(member);
        member.hold(
            kind == FaultKind.HELD_BOTH_WAYS
                ? EnumSet.allOf(TcpProxy.Direction.class)
                : EnumSet.of(
                    kind == FaultKind.HELD_TO_SERVER
                        ? TcpProxy.Direction.TO_SERVER
                        : TcpProxy.Direction.TO_CLIENT));
        mayBeOnItsWay(member, now, now + TimeUnit.MILLISECONDS.toNanos(millis));
        later(
            millis,
            () -> {
              member.release();
              busy.remove(member);
              note(member, "is let through");
            });
      }
    }
  }

  private void mayBeOnItsWay(ClusterMember member, long from, long to) {
    if (member.isFront()) {
      windows.add(new Window(from - ON_ITS_WAY_NANOS, to + ON_ITS_WAY_NANOS));
    }
  }

  private void thaw(ClusterMember member) {
    try {
      member.process().thaw();
      busy.remove(member);
      note(member, "goes on");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private ChaosPerson.Plan plan() {
    return switch (random.nextInt(6)) {
      case 0 -> ChaosPerson.Plan.CANCEL;
      case 1 -> ChaosPerson.Plan.FORGET_WHILE_LEARNING;
      case 2 -> ChaosPerson.Plan.FORGET_LATER;
      default -> ChaosPerson.Plan.SPEAK;
    };
  }

  private void awaitAnswers() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && !(busy.isEmpty() && people.content())) {
      lookAfterAll();
      Thread.sleep(20);
    }
    // What is said twice, or after the end, may be said late.
    write(0);
    Thread.sleep(5_000);
  }

  /** Ends all processes as they should end, and lets another one tidy up. */
  private void endAll() throws Exception {
    actions.clear();
    for (ClusterMember member : members) {
      if (member.alive()) {
        member.process().terminate();
      }
      noteErrors(member);
    }
    ClusterMember last = members.get(0);
    last.start();
    last.process().awaitLine(line -> line.contains("is listening"));
    last.process().terminate();
  }

  private Figures figures(double seconds) {
    Map<Long, Integer> onTheirWay =
        Stream.of("sendMessage", "sendPhoto", "sendMediaGroup")
            .flatMap(method -> api.calls(method).stream())
            .filter(this::mayHaveBeenOnItsWay)
            .collect(Collectors.toMap(ChaosPeople::chat, call -> 1, Integer::sum));
    List<ChaosPerson> learners = people.learners();
    List<ChaosPerson> forgotten = learners.stream().filter(ChaosPerson::forgot).toList();
    return new Figures(
        seed,
        faults,
        faultsOfFront,
        members.stream().mapToInt(ClusterMember::starts).sum(),
        cutOff,
        endsBefore,
        people.tally(onTheirWay),
        people.all().stream().mapToInt(ChaosPerson::apologies).sum(),
        (int) learners.stream().filter(ChaosPerson::ready).count(),
        (int) learners.stream().filter(ChaosPerson::cancelled).count(),
        forgotten.size(),
        audit.interruptions(),
        audit.ends(),
        seconds,
        forgotten.stream().flatMap(person -> saidAfter(person).stream()).toList(),
        audit.leftOf(forgotten.stream().map(p -> OwnerId.telegram(p.chat())).toList()),
        audit.wrongJobs(),
        wrongEnds,
        errors);
  }

  private boolean mayHaveBeenOnItsWay(Call call) {
    return windows.stream()
        .anyMatch(window -> call.nanos() >= window.from() && call.nanos() <= window.to());
  }

  /** What was said or shown to a person after they could read that everything is forgotten. */
  private List<String> saidAfter(ChaosPerson person) {
    long read =
        api.calls("editMessageText").stream()
            .filter(call -> ChaosPeople.chat(call) == person.chat())
            .filter(call -> ChaosPerson.saysAllIsForgotten(call.argument("text")))
            .mapToLong(Call::nanos)
            .min()
            .orElse(Long.MAX_VALUE);
    return Stream.of("sendMessage", "sendPhoto", "sendMediaGroup", "editMessageText")
        .flatMap(method -> api.calls(method).stream())
        .filter(call -> ChaosPeople.chat(call) == person.chat() && call.nanos() > read)
        .filter(
            call ->
                call.method().startsWith("edit")
                    ? call.argument("text").contains("Bella")
                    : !mayHaveBeenOnItsWay(call))
        .map(call -> call.method() + " to " + person.chat() + ": " + call.argument("text"))
        .toList();
  }

  @Override
  public void close() {
    members.forEach(ClusterMember::close);
    api.close();
  }
}
