package io.mynah.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mynah.app.wiring.ExitCode;
import io.mynah.lm.transformer.hub.PocketLlama;
import io.mynah.lm.transformer.hub.PublishedModel;
import io.mynah.vault.TestKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user does with a model made elsewhere: adds it as a base, and trains people from it. */
class OpenModelTest {
  @TempDir private Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private Path sample;
  private Path model;
  private String out = "";
  private String err = "";

  @BeforeEach
  void putTheSampleChatAndAModelOnTheDisk() throws IOException {
    environment.put("MYNAH_HOME", folder.resolve("home").toString());
    environment.put("MYNAH_TRAINING_QUICK_SECONDS", "3");
    environment.put("MYNAH_MASTER_KEY", TestKeys.MASTER.text());
    environment.put("MYNAH_SPEAKING_CANDIDATES", "1");
    sample = folder.resolve("result.json");
    try (InputStream in = Main.class.getResourceAsStream("/io/mynah/sample/result.json")) {
      Files.copy(in, sample);
    }
    model = PublishedModel.write(folder.resolve("Tiny-1"), List.of(Files.readString(sample)));
    Files.writeString(
        model.resolve("README.md"), "---\nlicense: apache-2.0\n---\n\n# Tiny *one*\n\nText.\n");
    Files.writeString(model.resolve("LICENSE"), "Some licence\n");
  }

  private int mynah(String... arguments) {
    CommandRun run = CommandRun.of(environment, "", arguments);
    out = run.out();
    err = run.err();
    return run.code();
  }

  private void trainAndSpeak(String base) {
    assertThat(mynah("base", "use", base)).as(err).isZero();
    assertThat(
            mynah("train", sample.toString(), "--person", "Bella", "--effort", "quick", "--json"))
        .as(err)
        .isZero();
    assertThat(out).contains("\"stage\":");
    assertThat(mynah("speak", "Bella", "-n", "3", "--seed", "1")).as(err).isZero();
    assertThat(out.lines()).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void aPublishedModelBecomesABaseThatPeopleAreTrainedFrom() throws IOException {
    assertThat(mynah("base", "add", model.toString())).as(err).isZero();
    assertThat(out).contains("Added tiny-1: Tiny one, licence apache-2.0");
    Path added = folder.resolve("home/bases/tiny-1");
    assertThat(added.resolve("LICENSE")).hasContent("Some licence");

    trainAndSpeak("tiny-1");
    assertThat(mynah("base", "list")).isZero();
    assertThat(out).contains("* tiny-1: Tiny one", "  shipped:").doesNotContain("* shipped");
    assertThat(mynah("base", "list", "--json")).isZero();
    assertThat(out.lines())
        .hasSize(3)
        .anyMatch(
            line ->
                line.startsWith(
                        "{\"name\":\"tiny-1\",\"title\":\"Tiny one\",\"licence\":\"apache-2.0\"")
                    && line.endsWith("\"used\":true}"));
    assertThat(mynah("base", "check", "tiny-1", "--json")).as(err).isZero();
    assertThat(out.lines()).hasSize(1);
    assertThat(out).contains("\"form\":\"Llama\",\"width\":32,", "\"train_tokens_per_s\":");

    assertThat(mynah("base", "remove", "tiny-1")).isZero();
    assertThat(added).doesNotExist();
    assertThat(mynah("base", "list")).isZero();
    assertThat(out).contains("* shipped").doesNotContain("tiny-1");
  }

  @Test
  void removingABaseThatASettingNamesSaysSo() {
    mynah("base", "add", model.toString(), "--name", "one");
    environment.put("MYNAH_TRAINING_BASE", "one");
    assertThat(mynah("base", "remove", "one")).isZero();
    assertThat(out).contains("MYNAH_TRAINING_BASE still names one");
  }

  @Test
  void removingTheChosenBaseGoesBackToTheShippedOnesThoughASettingHidesTheChoice() {
    mynah("base", "add", model.toString(), "--name", "one");
    environment.put("MYNAH_TRAINING_BASE", "none");
    assertThat(mynah("base", "use", "one")).isZero();
    assertThat(mynah("base", "remove", "one")).isZero();
    assertThat(out).contains("one is removed").doesNotContain("still names");
    environment.remove("MYNAH_TRAINING_BASE");
    assertThat(mynah("base", "list")).isZero();
    assertThat(out).contains("* shipped");
  }

  @Test
  void aVoiceGoesOnWithItsBaseUntilItIsTrainedAgain() {
    assertThat(mynah("train", "--retrain")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("Nobody has a voice yet");
    mynah("base", "add", model.toString(), "--name", "one");
    trainAndSpeak("one");
    mynah("people", "--json");
    boolean adapted = out.contains("\"base\":{\"name\":\"one\"");
    assertThat(mynah("base", "use", "none")).isZero();
    assertThat(mynah("speak", "Bella", "-n", "1")).as("after base use none: " + err).isZero();
    assertThat(mynah("base", "remove", "one")).isZero();
    assertThat(mynah("speak", "Bella", "-n", "1")).isEqualTo(adapted ? ExitCode.FAILED : 0);
    assertThat(err).contains(adapted ? "trained from the base one, which is not here" : "");

    assertThat(mynah("train", "--retrain", "--effort", "quick", "--json")).as(err).isZero();
    assertThat(out.lines()).singleElement().asString().contains("\"person\":\"Bella\"");
    assertThat(mynah("speak", "Bella", "-n", "1")).as(err).isZero();
    assertThat(mynah("train", "--retrain", sample.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(mynah("train")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aSmallLlamaBecomesOneToo() {
    assumeThat(PocketLlama.find()).as("-Dmynah.reference, and pocket_llama beside it").isPresent();
    String pocket = PocketLlama.find().orElseThrow().toString();
    assertThat(mynah("base", "add", pocket, "--name", "Pocket")).as(err).isZero();
    trainAndSpeak("pocket");
  }

  @Test
  void anExplicitSettingHasPrecedenceAndTheCommandSaysSo() {
    mynah("base", "add", model.toString(), "--name", "one");
    environment.put("MYNAH_TRAINING_BASE", "none");
    assertThat(mynah("base", "use", "one")).isZero();
    assertThat(out).contains("training.base", "is none and wins");
    assertThat(mynah("base", "list")).isZero();
    assertThat(out).contains("* none");
    environment.put("MYNAH_TRAINING_BASE", "one");
    assertThat(mynah("base", "list")).isZero();
    assertThat(out).contains("* one");
  }

  @Test
  void theChoiceCountsWhereTheSettingsWereCopiedWhole() throws IOException {
    mynah("base", "add", model.toString(), "--name", "one");
    Path settings = folder.resolve("home/mynah.yaml");
    Files.copy(Path.of("config/mynah.yaml"), settings);
    assertThat(mynah("base", "list")).isZero();
    assertThat(out).contains("* shipped");
    assertThat(mynah("base", "use", "one")).isZero();
    assertThat(out).contains("Trainings start from one now");
    Files.writeString(
        settings, Files.readString(settings).replaceAll("(?m)^  base: chosen", "  base: shipped"));
    assertThat(mynah("base", "use", "one")).isZero();
    assertThat(out).contains("is shipped and wins. Set it to chosen");
  }

  @Test
  void whatIsNoModelIsRefusedAndNothingIsWritten() throws IOException {
    Path weights = model.resolve("model.safetensors");
    byte[] whole = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(whole, whole.length - 100));
    assertThat(mynah("base", "add", model.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("cannot be added", "model.safetensors", "Nothing was written.");
    Files.write(weights, whole);
    Files.delete(model.resolve("tokenizer.json"));
    assertThat(mynah("base", "add", model.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("There is no tokenizer.json");
    assertThat(folder.resolve("home/bases")).doesNotExist();
  }

  @Test
  void namesThatCannotBeAreRefused() {
    for (String name : List.of("shipped", "none", "chosen", "../x", "a b", "")) {
      assertThat(mynah("base", "add", model.toString(), "--name", name)).isEqualTo(ExitCode.USAGE);
    }
    assertThat(mynah("base", "use", "nobody")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("There is no base nobody");
    assertThat(mynah("base", "add", model.toString())).isZero();
    assertThat(mynah("base", "add", model.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("There is a base tiny-1 already");
  }

  @Test
  void aBaseThatIsDamagedIsRefusedBeforeAnythingIsTrained() throws IOException {
    mynah("base", "add", model.toString());
    mynah("base", "use", "tiny-1");
    Path file = folder.resolve("home/bases/tiny-1/model.base");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 50] ^= 1;
    Files.write(file, bytes);
    assertThat(mynah("base", "check", "tiny-1")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("is damaged");
    assertThat(mynah("train", sample.toString(), "--person", "Bella")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("cannot be read");
  }
}
