package io.mynah.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mynah.app.wiring.ExitCode;
import io.mynah.app.wiring.MynahHome;
import io.mynah.domain.Bot;
import io.mynah.domain.Effort;
import io.mynah.domain.Job;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.blobs.TestBlobs;
import io.mynah.store.conversation.Invitations;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.database.Database;
import io.mynah.store.database.FolderLock;
import io.mynah.store.inbox.BotName;
import io.mynah.store.jobs.Jobs;
import io.mynah.vault.TestKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands, each run as the shell would, on the sample chat and a data folder of its own. */
class CommandLineTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private Path sample;
  private String out = "";
  private String err = "";

  @BeforeEach
  void putTheSampleChatOnTheDisk() throws IOException {
    environment.put("MYNAH_HOME", folder.resolve("home").toString());
    environment.put("MYNAH_TRAINING_QUICK_SECONDS", "2");
    environment.put("MYNAH_TRAINING_WORKERS", "2");
    environment.put("MYNAH_MASTER_KEY", TestKeys.MASTER.text());
    // A small network learns and draws hundreds of messages quickly.
    environment.put("MYNAH_TRAINING_BASE", "none");
    environment.put("MYNAH_SPEAKING_CANDIDATES", "2");
    sample = folder.resolve("result.json");
    try (InputStream in = Main.class.getResourceAsStream("/io/mynah/sample/result.json")) {
      Files.copy(in, sample, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void trainsThoseOfAChatAndSpeaksScoresListsAndForgetsThem() throws IOException {
    assertThat(mynah("train", sample.toString(), "--effort", "quick", "--json")).isZero();
    List<JsonNode> trained = rows();
    assertThat(trained).extracting(row -> row.path("person").asText()).contains("Bella", "Tim");
    assertThat(trained)
        .allSatisfy(
            row -> assertThat(row.path("validation_bits_per_character").asDouble()).isPositive());

    assertThat(mynah("people", "--json")).isZero();
    assertThat(rows())
        .extracting(row -> row.path("model").path("trained_messages").asInt())
        .allMatch(messages -> messages > 400);

    assertThat(mynah("speak", "bELLa", "-n", "100", "--seed", "7", "--json")).isZero();
    List<JsonNode> messages = rows();
    assertThat(messages).hasSize(100).allMatch(row -> row.path("person").asText().equals("Bella"));
    String first = out;
    assertThat(mynah("speak", "Bella", "-n", "100", "--seed", "7", "--json")).isZero();
    assertThat(out).as("one seed, the same messages").isEqualTo(first);
    assertThat(mynah("speak", "Tim", "-n", "100", "--seed", "7", "--json")).isZero();
    assertThat(meanLength(rows()))
        .as("Tim writes at length")
        .isGreaterThan(1.1 * meanLength(messages));

    assertThat(mynah("bench", "reply", "Bella", "--replies", "5", "--json")).isZero();
    JsonNode speed = rows().get(0);
    assertThat(speed.path("median_ms").asDouble()).isPositive();
    assertThat(speed.path("p99_ms").asDouble())
        .isGreaterThanOrEqualTo(speed.path("median_ms").asDouble());
    assertThat(speed.path("cold_ms").asDouble()).isPositive();
    // Some 60 kB without a network, which is not always better than the memories after 2 seconds.
    assertThat(speed.path("loaded_bytes").asLong()).isGreaterThan(10_000);
    assertThat(speed.path("candidates").asInt()).isGreaterThan(1);
    assertThat(mynah("bench", "reply", "--replies", "0")).isEqualTo(ExitCode.USAGE);

    assertThat(mynah("bench", "growth", "--messages", "300,600", "--seconds", "1", "--json"))
        .isZero();
    List<JsonNode> sizes = rows();
    assertThat(sizes).hasSize(2);
    assertThat(sizes.get(0).path("messages").asInt()).isBetween(200, 400);
    assertThat(sizes.get(1).path("own").asInt()).isGreaterThan(sizes.get(0).path("own").asInt());
    assertThat(sizes)
        .allSatisfy(size -> assertThat(size.path("first_voice_seconds").asDouble()).isPositive())
        .allSatisfy(size -> assertThat(size.path("train_seconds").asDouble()).isPositive())
        .allSatisfy(size -> assertThat(size.path("reply_ms").asDouble()).isPositive());
    assertThat(mynah("bench", "growth", "--seconds", "0")).isEqualTo(ExitCode.USAGE);

    assertThat(mynah("bench", "transformer", "--shape", "pocket", "--seconds", "0", "--json"))
        .as(err)
        .isZero();
    JsonNode open = rows().get(0);
    assertThat(open.path("train_tokens_per_s").asDouble()).isPositive();
    assertThat(open.path("first_token_ms").asDouble()).isPositive();
    assertThat(open.path("reply_ms").asDouble()).isPositive();
    assertThat(mynah("bench", "transformer", "--shape", "huge")).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("--shape", "smollm2-135m");

    String question =
        "{\"context\":[{\"from\":\"Tim\",\"text\":\"coffee?\"}],\"text\":\"yesss\"}\n";
    String strange = "{\"text\":\"Ћ𝔛 ∮ Ω ﷽\"}\n";
    assertThat(mynahHearing(question + strange + question, "score", "Bella")).isZero();
    List<JsonNode> scores = rows();
    assertThat(scores).hasSize(3);
    assertThat(scores.get(0)).as("each line afresh").isEqualTo(scores.get(2));
    assertThat(scores.get(0).path("characters").asInt()).isEqualTo(5);
    assertThat(scores.get(1).path("characters").asInt()).isEqualTo(8);
    assertThat(scores.get(1).path("bits").asDouble()).isFinite().isGreaterThan(60);

    takesAVoiceElsewhere();

    assertThat(mynahHearing("no\n", "forget", "Bella")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("Nothing was erased");
    assertThat(mynahHearing("yes\n", "forget", "Bella")).isZero();
    assertThat(mynah("speak", "Bella")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("Nobody is called “Bella”").contains("Tim");
    leaveACutOffTraining("what Bella said to Tim");
    assertThat(mynah("forget", "everything", "--yes")).isZero();
    assertThat(mynah("speak", "Tim")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("Nobody is known yet");
    assertThat(filesHolding("Bella")).as("files that still know her").isEmpty();
  }

  /** Exports Bella's voice on the terminal, and imports it into another data folder. */
  private void takesAVoiceElsewhere() throws IOException {
    String passphrase = "four grey parrots\n";
    assertThat(mynahHearing("/export Bella\n" + passphrase, "try")).isZero();
    Path file;
    try (Stream<Path> sent = Files.list(folder.resolve("home/sent"))) {
      file = sent.filter(each -> each.toString().endsWith("voice.mynah")).findAny().orElseThrow();
    }
    String home = environment.put("MYNAH_HOME", folder.resolve("elsewhere").toString());
    assertThat(mynahHearing("four gray parrots\n", "import", file.toString()))
        .isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("does not open").contains("Nothing was taken in");
    assertThat(mynahHearing("\n", "import", file.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(mynahHearing(passphrase, "import", file.toString(), "--owner", "7"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("There is no user 7");
    assertThat(mynahHearing(passphrase, "import", sample.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("is no voice that Mynah exported");
    assertThat(mynah("import", folder.resolve("nowhere").toString())).isEqualTo(ExitCode.FAILED);
    Path secret = Files.writeString(folder.resolve("passphrase"), passphrase);
    assertThat(mynah("import", file.toString(), "--passphrase-file", secret.toString()))
        .as(err)
        .isZero();
    assertThat(out).contains("mynah speak \"Bella\"");
    assertThat(mynah("speak", "Bella", "-n", "20", "--json")).isZero();
    assertThat(rows()).hasSize(20);
    assertThat(mynah("people")).isZero();
    assertThat(out).contains("Bella: an imported voice, can be spoken");
    assertThat(mynahHearing(passphrase, "import", file.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("is here already");
    assertThat(mynah("train", "--retrain", "--person", "Bella")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("was imported");
    assertThat(mynahHearing("yes\n", "forget", "Bella")).isZero();
    assertThat(mynah("people")).isZero();
    assertThat(err).contains("Nobody is known yet");
    environment.put("MYNAH_HOME", String.valueOf(home));
    besideOneOfTheSameName(file, secret);
    Files.delete(file);
    Files.delete(secret);
    Files.delete(folder.resolve("home/sample.json")); // which comes with Mynah
  }

  private void besideOneOfTheSameName(Path file, Path secret) {
    assertThat(mynah("import", file.toString(), "--passphrase-file", secret.toString())).isZero();
    assertThat(mynah("speak", "Bella")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("Bella (Mynah)").contains("Bella@");
    assertThat(mynah("speak", "Bella@Mynah")).as(err).isZero();
    assertThat(mynah("speak", "Bella@Telegram")).as(err).isZero();
    assertThat(mynah("forget", "chat", "Bella", "--yes")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("Bella (Mynah)");
    assertThat(mynah("forget", "chat", "Bella (Mynah)", "--yes")).as(err).isZero();
    assertThat(mynah("speak", "Bella")).as(err).isZero();
  }

  /** As a process that was killed while it trained the only person leaves it. */
  private void leaveACutOffTraining(String words) throws IOException {
    MynahHome home = new MynahHome(folder.resolve("home"));
    try (Database database = Database.sqlite(home.database(), TestKeys.MASTER)) {
      PersonId person = new Corpora(database).people(OwnerId.LOCAL).get(0).id();
      Job job =
          new Jobs(database).enqueue(OwnerId.LOCAL, person, Effort.QUICK, null, Instant.EPOCH);
      new TestBlobs(database, home.blobs())
          .put(BlobName.checkpoint(job.id(), "tokenizer"), words.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void refusesAnEvaluationWhoseResultsWouldBeLost() {
    Path nowhere = folder.resolve("nowhere/made.jsonl");
    assertThat(evaluateBella("--generated", nowhere.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("cannot be written");
    for (String minutes : List.of("0", "-5", "NaN")) {
      assertThat(evaluateBella("--minutes", minutes)).isEqualTo(ExitCode.USAGE);
      assertThat(err).contains("--minutes must be more than 0");
    }
  }

  @Test
  void evaluatesByTheProtocolAndWritesWhatWasGenerated() throws IOException {
    Path generated = folder.resolve("made.jsonl");
    Path replies = folder.resolve("replies.jsonl");
    List<String> options =
        List.of(
            "--minutes",
            "0.05",
            "--validation",
            "--generated",
            generated.toString(),
            "--replies",
            replies.toString(),
            "--model",
            folder.resolve("kept.model").toString(),
            "--json");
    assertThat(evaluateBella(options.toArray(String[]::new))).isZero();
    assertThat(err).contains("n-gram");
    JsonNode report = rows().get(0);
    assertThat(report.path("person").asText()).isEqualTo("Bella");
    assertThat(report.path("slice").asText()).isEqualTo("validation");
    assertThat(report.path("bits_per_character_alone").asDouble()).isBetween(0.5, 4.0);
    assertThat(report.path("bits_per_character_in_conversation").asDouble()).isBetween(0.5, 4.0);
    assertThat(report.path("held_out_characters").asInt()).isPositive();
    assertThat(report.path("first_voice_seconds").asDouble()).isPositive();
    assertThat(report.path("train_seconds").asDouble()).isPositive();
    assertThat(report.path("copied_share").asDouble()).isBetween(0.0, 1.0);
    List<String> lines = Files.readAllLines(generated);
    assertThat(lines).hasSize(600);
    Set<String> fields = new HashSet<>();
    for (String line : lines) {
      JSON.readTree(line).fieldNames().forEachRemaining(fields::add);
    }
    assertThat(fields).containsExactly("text");
    List<String> answers = Files.readAllLines(replies);
    assertThat(answers).hasSizeBetween(20, 200);
    for (String answer : answers) {
      JsonNode row = JSON.readTree(answer);
      JsonNode context = row.path("context");
      assertThat(context.path(context.size() - 1).path("from").asText()).isEqualTo("Tim");
      assertThat(row.path("text").asText()).isNotBlank();
      assertThat(Files.readString(sample))
          .contains(row.path("real").asText().lines().findFirst().orElseThrow());
    }
    judgesTheKeptModelAgainWithoutTrainingIt(options, report);
  }

  @Test
  void aVoiceThatIsEvaluatedDoesNotAddressThePersonWhoseItIs() throws IOException {
    Files.writeString(
        sample,
        Files.readString(sample)
            .replaceAll("(\"from\": ?\"Bella\"[^{}]*?\"text\": ?\")(?=[a-m])", "$1Bella, "));
    assertThat(Files.readString(sample).split("\"Bella, ", -1)).hasSizeGreaterThan(300);
    Path generated = folder.resolve("made.jsonl");
    assertThat(evaluateBella("--minutes", "0.05", "--generated", generated.toString())).isZero();
    List<String> texts = new ArrayList<>();
    for (String line : Files.readAllLines(generated)) {
      texts.add(JSON.readTree(line).path("text").asText());
    }
    assertThat(texts)
        .hasSize(600)
        .as("of a voice that would say little else, only what was left of many refused")
        .filteredOn(text -> text.startsWith("Bella, "))
        .hasSizeLessThan(30);
  }

  private int evaluateBella(String... options) {
    List<String> command =
        new ArrayList<>(List.of("evaluate", sample.toString(), "--person", "Bella"));
    command.addAll(List.of(options));
    return mynah(command.toArray(String[]::new));
  }

  private void judgesTheKeptModelAgainWithoutTrainingIt(List<String> options, JsonNode first)
      throws IOException {
    assertThat(evaluateBella(options.toArray(String[]::new))).isZero();
    assertThat(err).isEmpty();
    for (String figure :
        List.of("bits_per_character_alone", "train_seconds", "stage", "mean_length")) {
      assertThat(rows().get(0).path(figure)).as(figure).isEqualTo(first.path(figure));
    }
    List<String> heldOut = new ArrayList<>(options);
    heldOut.remove("--validation");
    assertThat(evaluateBella(heldOut.toArray(String[]::new))).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("holds no model of this person");
  }

  @Test
  void saysInWordsWhatIsWrongAndWhatToDo() throws IOException {
    assertThat(mynah("train", folder.resolve("nothing.json").toString()))
        .isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("There is no file").doesNotContain("Exception");

    Path photo = folder.resolve("photo.jpg");
    Files.write(photo, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16});
    assertThat(mynah("train", photo.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("That's a photo");

    assertThat(mynah("train", sample.toString(), "--person", "Zoë")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("There is no person “Zoë”").contains("Bella, Tim");

    assertThat(mynah("speak", "Bella")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("mynah train FILE");

    assertThat(mynah("speak", "Bella", "-n", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(mynah("speak", "Bella", "--temperature", "99")).isEqualTo(ExitCode.USAGE);
    assertThat(mynah("sing")).isEqualTo(ExitCode.USAGE);
    assertThat(mynah()).isEqualTo(ExitCode.USAGE);

    environment.put("MYNAH_SPEAKING_TEMPERATURE", "warm");
    assertThat(mynah("people")).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("MYNAH_SPEAKING_TEMPERATURE").doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "try",
        "bot",
        "train",
        "speak",
        "people",
        "import",
        "forget",
        "rekey",
        "evaluate",
        "score",
        "bench",
        "bench reply",
        "bench growth",
        "pretrain",
        "convert",
        "help"
      })
  void everyCommandTellsOfItselfAlsoWithoutWhatItNeeds(String command) {
    for (String option : List.of("-h", "--help")) {
      List<String> words = new ArrayList<>(List.of(command.split(" ")));
      words.add(option);
      assertThat(mynah(words.toArray(String[]::new))).as(option).isZero();
      assertThat(out).contains("Usage: mynah " + command);
      assertThat(err).isEmpty();
    }
  }

  @Test
  void theBotWithoutATokenSaysHowToGetOne() {
    assertThat(mynah("bot")).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("MYNAH_TELEGRAM_TOKEN").contains("BotFather");
  }

  @Test
  void whereNoLinkLetsAnybodyInNobodyIsInvited() {
    environment.put("MYNAH_TELEGRAM_TOKEN", "1:a");
    // Nobody listens there, should the bot start after all.
    environment.put("MYNAH_TELEGRAM_URL", "http://localhost:1");
    environment.put("MYNAH_ALLOWED", "everyone");
    assertThat(mynah("bot", "--invite")).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("MYNAH_ALLOWED=link").contains("alone says who is let in");
  }

  @Test
  void anInvitationIsMadeWhileTheBotRunsAndNeedsNoTokenThen() throws Exception {
    assertThat(mynah("bot", "--invite")).as("no bot runs").isEqualTo(ExitCode.USAGE);
    assertThat(mynah("people")).isZero();
    MynahHome home = new MynahHome(folder.resolve("home"));
    FolderLock lock = FolderLock.take(home.folder());
    try (lock) {
      assertThat(mynah("bot", "--invite")).isEqualTo(ExitCode.FAILED);
      assertThat(err).contains("has not reached Telegram yet").contains("try again");
      try (Database database = Database.sqlite(home.database(), TestKeys.MASTER)) {
        new BotName(database, Bot.ONLY).save("mynah_bot");
        assertThat(mynah("bot", "--invite")).isZero();
        assertThat(out).contains("https://t.me/mynah_bot?start=").contains("works once");
        String code = out.strip().replaceFirst(".*\\?start=", "");
        assertThat(
                new Invitations(database, Bot.ONLY, new SplittableRandom(1))
                    .use(code, OwnerId.telegram(5), Instant.now()))
            .isEqualTo(Invitations.Outcome.ADMITTED);
      }
    }
  }

  @Test
  void theConversationOnATerminalTrainsTheSampleAndSpeaks() throws IOException {
    environment.put("MYNAH_TRAINING_GOOD_SECONDS", "3");
    String lines = "/train sample\n/speak Bella 5 are you awake?\n/speak Tim\n/quit\n";
    assertThat(mynahHearing(lines, "try")).isZero();
    assertThat(out)
        .contains("Bella is ready.")
        .contains("Tim is ready.")
        .contains("Bella 931 messages");
    assertThat(mynahHearing("/people\n", "try")).isZero();
    assertThat(out).startsWith("> /people").doesNotContain("I have read");
    assertThat(mynah("people")).isZero();
    assertThat(out).contains("Bella").contains("can be spoken");
  }

  private int mynah(String... arguments) {
    return mynahHearing("", arguments);
  }

  private int mynahHearing(String input, String... arguments) {
    CommandRun run = CommandRun.of(environment, input, arguments);
    out = run.out();
    err = run.err();
    return run.code();
  }

  private List<JsonNode> rows() throws IOException {
    return List.copyOf(JSON.readerFor(JsonNode.class).<JsonNode>readValues(out).readAll());
  }

  private static double meanLength(List<JsonNode> messages) {
    return messages.stream()
        .mapToInt(row -> row.path("text").asText().length())
        .average()
        .orElse(0);
  }

  private List<Path> filesHolding(String word) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder.resolve("home"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(word)) {
          found.add(file);
        }
      }
    }
    return found;
  }
}
