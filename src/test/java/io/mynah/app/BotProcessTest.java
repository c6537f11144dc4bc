package io.mynah.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.telegram.fake.FakeFile;
import io.mynah.telegram.fake.FakeUser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bot as a person runs it: a process of its own, talking to a Bot API server over HTTP. */
class BotProcessTest {
  private static final Duration TRAINING = Duration.ofSeconds(90);

  @TempDir Path home;

  private final FakeBotApi api = FakeBotApi.start();
  private final Map<String, String> environment = new HashMap<>();
  private final List<MynahProcess> processes = new ArrayList<>();
  private FakeUser olga;

  @BeforeEach
  void pointTheBotAtTheServer() {
    environment.put("MYNAH_HOME", home.toString());
    environment.put("MYNAH_TELEGRAM_TOKEN", api.token());
    environment.put("MYNAH_TELEGRAM_URL", api.address().toString());
    environment.put("MYNAH_LOG_LEVEL", "debug");
    environment.put("MYNAH_TRAINING_GOOD_SECONDS", "3");
    // Each voice is measured by hundreds of messages.
    environment.put("MYNAH_SPEAKING_CANDIDATES", "1");
    olga = api.user("Olga").waiting(TRAINING);
  }

  @AfterEach
  void endProcesses() {
    processes.forEach(MynahProcess::close);
    api.close();
  }

  @Test
  void fromTheLinkToTheLastWordForgotten() throws Exception {
    environment.put("MYNAH_TRAINING_WORKERS", "2");
    // With the bases that come with Mynah, as its launcher starts it.
    MynahProcess bot = MynahProcess.startCompiled(environment, "bot");
    processes.add(bot);
    String link = bot.awaitLine(line -> line.contains("?start="));
    assertThat(link).contains("https://t.me/" + api.botName());
    olga.says("/start " + link.substring(link.indexOf("?start=") + 7));
    olga.sees("Export chat history");

    FakeUser stranger = api.user("Stranger").waiting(TRAINING);
    stranger.says("/start " + link.substring(link.indexOf("?start=") + 7));
    stranger.sees("This link has already been opened");
    stranger.says("/help");
    stranger.sees("this Mynah is private");

    olga.sends(sample(), "/train");
    olga.sees("Bella 931 messages");
    olga.sees("Bella is ready.");
    olga.sees("Tim is ready.");

    int before = lines();
    olga.says("/speak Bella 3 are you awake?");
    await().atMost(TRAINING).until(() -> lines() >= before + 3);
    olga.says("/speak Zoe");
    olga.sees("I don't know anyone by that name. I know Bella and Tim");

    stranger.says("/speak Bella");
    olga.says("/forget everything");
    olga.presses("Yes, erase");
    olga.sees("I forgot everything I had from you");
    // Strangers are told so once in a while, not each time.
    assertThat(stranger.texts()).hasSize(2);
    anInvitationIsMadeWhileTheBotRuns();

    assertThat(bot.terminate()).as("seconds to a clean end").isLessThan(10);
    assertThat(bot.output())
        .as("faults, and where they were thrown")
        .noneMatch(line -> line.contains(" ERROR ") || line.matches("\\s+at [\\w.$/]+\\(.*"));
    assertThat(placesHolding(api.token(), bot)).as("where the token stands").isEmpty();
    assertThat(placesHolding("eight millimetres", bot)).as("where a text still stands").isEmpty();
    assertThat(api.complaints()).isEmpty();
    anInvitationIsMadeWhereNoBotRuns();
  }

  private void anInvitationIsMadeWhileTheBotRuns() throws Exception {
    MynahProcess inviting = MynahProcess.start(environment, "bot", "--invite");
    processes.add(inviting);
    String link = inviting.awaitLine(line -> line.contains("?start="));
    assertThat(link).contains("https://t.me/" + api.botName());
    FakeUser friend = api.user("Friend").waiting(TRAINING);
    friend.says("/start " + link.substring(link.indexOf("?start=") + 7));
    friend.sees("Export chat history");
    isPutOutWhileTheBotRuns(friend);
  }

  private void isPutOutWhileTheBotRuns(FakeUser friend) {
    String id = Long.toString(friend.id());
    assertThat(users("list").out()).contains(id + ": 0 messages").doesNotContain("Friend");
    assertThat(users("remove", id, "--forget").out()).contains("is erased");
    friend.says("/help");
    friend.sees("this Mynah is private");
    String link = users("invite").out();
    friend.says("/start " + link.substring(link.indexOf("?start=") + 7).strip());
    friend.sees("Export chat history");
  }

  private CommandRun users(String... arguments) {
    return CommandRun.of(
        environment,
        "",
        Stream.concat(Stream.of("users"), Stream.of(arguments)).toArray(String[]::new));
  }

  private void anInvitationIsMadeWhereNoBotRuns() throws Exception {
    MynahProcess inviting = MynahProcess.start(environment, "bot", "--invite");
    processes.add(inviting);
    assertThat(inviting.awaitLine(line -> line.contains("?start="))).contains(api.botName());
    olga.says("/help");
    olga.sees("What would you like to know more about?");
  }

  @Test
  void killedInMidTrainingItGoesOnByItself() throws Exception {
    environment.put("MYNAH_TRAINING_BASE", "none");
    MynahProcess first = startBot();
    String link = first.awaitLine(line -> line.contains("?start="));
    olga.says("/start " + link.substring(link.indexOf("?start=") + 7));
    olga.sends(sample(), "/train");
    olga.sees(message -> message.text().contains("left") && message.text().contains("%"), "a bar");
    first.kill();

    int sent = lines();
    MynahProcess next = startBot();
    olga.sees("Bella is ready.");
    olga.sees("Tim is ready.");
    assertThat(next.output()).as("it has an owner").noneMatch(line -> line.contains("?start="));
    assertThat(lines())
        .as("the notice of before is edited on, and nothing is read anew")
        .isLessThanOrEqualTo(sent + 1);
    int before = lines();
    olga.says("/speak Tim");
    await().atMost(TRAINING).until(() -> lines() > before);
    assertThat(api.complaints()).isEmpty();
  }

  /** How many messages without a picture Olga was sent. */
  private int lines() {
    return (int) olga.messages().stream().filter(message -> message.file() == null).count();
  }

  private MynahProcess startBot() {
    MynahProcess process = MynahProcess.start(environment, "bot");
    processes.add(process);
    return process;
  }

  static FakeFile sample() throws IOException {
    try (InputStream in = Main.class.getResourceAsStream("/io/mynah/sample/result.json")) {
      return FakeFile.of("result.json", in.readAllBytes());
    }
  }

  /** The files of the data folder, and the output, that hold these words. */
  private List<String> placesHolding(String words, MynahProcess bot) throws IOException {
    List<String> places = new ArrayList<>();
    if (bot.output().stream().anyMatch(line -> line.contains(words))) {
      places.add("output");
    }
    try (Stream<Path> all = Files.walk(home)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        boolean ours = file.endsWith("sample.json");
        if (!ours && Files.readString(file, StandardCharsets.ISO_8859_1).contains(words)) {
          places.add(home.relativize(file).toString());
        }
      }
    }
    return places;
  }
}
