package io.mynah.app;

import io.mynah.app.Requests.Asked;
import io.mynah.app.benchmark.SyntheticExport;
import io.mynah.domain.OwnerId;
import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.telegram.fake.FakeFile;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.SentMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Some people talk with their voices while one chat of very many messages is imported, another is
 * forgotten, and of a third one person is, so that the rest is sealed anew.
 */
final class BusyStoreRun implements AutoCloseable {
  private static final int OWNERS = 40;
  private static final double REQUESTS_A_SECOND = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** With this many bytes an export has about a million messages. */
  private static final long EXPORT_BYTES = 420_000_000;

  /**
   * What was measured.
   *
   * @param messages of each of the three chats
   * @param quietMs from a request's arrival at the server to the answer there, before
   * @param busyMs the same, while the three go on
   * @param importedSeconds from the press of the button
   * @param lost requests that were not answered, or answered with an error
   */
  record Figures(
      int messages,
      Quantiles quietMs,
      Quantiles busyMs,
      int replies,
      double importedSeconds,
      double forgottenSeconds,
      double sealedSeconds,
      int lost) {}

  private final Path folder;
  private final SplittableRandom random = new SplittableRandom(2);
  private final FakeBotApi api;
  private final Requests requests;
  private final Map<String, String> environment = new HashMap<>();
  private final List<FakeUser> people = new ArrayList<>();
  private MynahProcess bot;

  BusyStoreRun(Path folder) throws Exception {
    this.folder = folder;
    api = FakeBotApi.startLocal(Files.createDirectories(folder.resolve("server")));
    requests = new Requests(api, PATIENCE);
    environment.put("MYNAH_HOME", folder.resolve("home").toString());
    environment.put("MYNAH_TELEGRAM_TOKEN", api.token());
    environment.put("MYNAH_TELEGRAM_URL", api.address().toString());
    environment.put("MYNAH_ALLOWED", "everyone");
    environment.put("MYNAH_SPEAKING_BURSTS", "false");
    environment.put("MYNAH_SPEAKING_DELAYS", "false");
    for (int i = 0; i < OWNERS + 3; i++) {
      people.add(api.user("Person " + i).waiting(PATIENCE));
    }
  }

  private FakeUser forgets() {
    return people.get(OWNERS);
  }

  private FakeUser seals() {
    return people.get(OWNERS + 1);
  }

  private FakeUser imports() {
    return people.get(OWNERS + 2);
  }

  Figures run() throws Exception {
    List<OwnerId> owners =
        people.subList(0, OWNERS).stream().map(p -> OwnerId.telegram(p.id())).toList();
    long unused =
        ManyOwners.fill(environment, owners, folder.resolve("scratch"), Duration.ofSeconds(20));
    Path export = folder.resolve("result.json");
    SyntheticExport.write(export, EXPORT_BYTES, 3);
    int messages =
        ManyOwners.give(
            environment,
            export,
            List.of(OwnerId.telegram(forgets().id()), OwnerId.telegram(seals().id())));
    bot = MynahProcess.startCompiled("2g", environment, "bot");
    bot.awaitLine(line -> line.contains("is listening"));
    imports().sends(FakeFile.of("result.json", Files.readAllBytes(export)), "/train");
    imports().sees("Whose style");
    press(imports(), "Bella");
    forgets().says("/forget chat");
    seals().says("/forget Zoë Müller");
    forgets().sees("erase");
    seals().sees("erase");
    for (int i = 0; i < 2 * OWNERS; i++) {
      requests.await(
          List.of(requests.ask(people.get(i % OWNERS), "/speak Bella")), new ArrayList<>());
    }
    List<Double> quiet = new ArrayList<>();
    steady(System.nanoTime() + Duration.ofSeconds(20).toNanos(), quiet);

    long begin = System.nanoTime();
    press(imports(), "Train");
    press(forgets(), "Yes");
    press(seals(), "Yes");
    List<Double> busy = new ArrayList<>();
    double[] seconds = new double[3];
    boolean cancelled = false;
    while (!done(seconds, begin)) {
      if (seconds[0] > 0 && !cancelled) {
        // A training would use the processor, and is not what is measured here.
        imports().says("/cancel");
        cancelled = true;
      }
      steady(System.nanoTime() + Duration.ofSeconds(1).toNanos(), busy);
    }
    int errors =
        (int)
            people.subList(0, OWNERS).stream()
                .flatMap(person -> person.texts().stream())
                .filter(text -> text.contains("went wrong"))
                .count();
    return new Figures(
        messages,
        Quantiles.of(quiet),
        Quantiles.of(busy),
        busy.size(),
        seconds[0],
        seconds[1],
        seconds[2],
        requests.lost() + errors);
  }

  /** Presses the newest button whose label begins so. */
  private static void press(FakeUser user, String label) {
    SentMessage bearer =
        user.sees(
            message -> message.allButtons().stream().anyMatch(b -> b.label().startsWith(label)),
            "a button " + label);
    String data =
        bearer.allButtons().stream()
            .filter(button -> button.label().startsWith(label))
            .findFirst()
            .orElseThrow()
            .data();
    String unused = user.presses(bearer, data);
  }

  private boolean done(double[] seconds, long begin) {
    List<FakeUser> busy = List.of(imports(), forgets(), seals());
    List<String> words = List.of("I have read", "I forgot the chat", "I forgot Zoë");
    boolean all = true;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (seconds[i] == 0 && busy.get(i).texts().stream().anyMatch(text -> text.contains(word))) {
        seconds[i] = Math.round((System.nanoTime() - begin) / 1e8) / 10.0;
      }
      all &= seconds[i] > 0;
    }
    return all || System.nanoTime() - begin > PATIENCE.toNanos();
  }

  /** Requests at random moments. */
  private void steady(long end, List<Double> times) throws InterruptedException {
    double next = System.nanoTime();
    Map<Long, Asked> open = new HashMap<>();
    while (System.nanoTime() < end) {
      next -= Math.log(1 - random.nextDouble()) / REQUESTS_A_SECOND * 1e9;
      while (System.nanoTime() < next) {
        open.values().removeIf(asked -> requests.answered(asked, times));
        Thread.sleep(1);
      }
      FakeUser owner = people.get(random.nextInt(OWNERS));
      if (!open.containsKey(owner.chat())) {
        open.put(owner.chat(), requests.ask(owner, "/speak Bella"));
      }
    }
    requests.await(new ArrayList<>(open.values()), times);
  }

  @Override
  public void close() {
    if (bot != null) {
      bot.close();
    }
    api.close();
  }
}
