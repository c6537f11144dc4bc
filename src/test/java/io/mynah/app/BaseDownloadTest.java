package io.mynah.app;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.app.base.ModelServer;
import io.mynah.app.wiring.ExitCode;
import io.mynah.lm.transformer.hub.PublishedModel;
import io.mynah.store.database.FolderLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Adds a base from an address: a real server sends a model, whole or not. */
@Timeout(60)
class BaseDownloadTest {
  private static final String WEIGHTS = "model.safetensors";

  @TempDir private Path folder;

  private Path model;
  private Path bases;
  private ModelServer server;
  private String out = "";
  private String err = "";

  @BeforeEach
  void serveAModel() throws IOException {
    model = PublishedModel.write(folder.resolve("Tiny"), List.of("hello there", "good morning"));
    Files.writeString(model.resolve("README.md"), "---\nlicense: mit\n---\n# Tiny one\n");
    Files.writeString(model.resolve("LICENSE"), "Some licence\n");
    bases = folder.resolve("home/bases");
    server = new ModelServer(model);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int mynah(String... arguments) {
    CommandRun run =
        CommandRun.of(Map.of("MYNAH_HOME", folder.resolve("home").toString()), "", arguments);
    out = run.out();
    err = run.err();
    return run.code();
  }

  private int add(String... options) {
    String[] whole = {"base", "add", server.address()};
    String[] all = Arrays.copyOf(whole, whole.length + options.length);
    System.arraycopy(options, 0, all, whole.length, options.length);
    return mynah(all);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private byte[] weights() throws IOException {
    return Files.readAllBytes(model.resolve(WEIGHTS));
  }

  /** Where the answers began that brought the rest of a file. */
  private List<Integer> startsOf(String file) {
    return server.asked.stream()
        .filter(each -> each.startsWith(file + " from "))
        .map(each -> Integer.parseInt(each.substring(each.lastIndexOf(' ') + 1)))
        .toList();
  }

  /** What an earlier attempt left. */
  private void keepInPart(String source, byte[] loaded, String validator) throws IOException {
    Path kept = Files.createDirectories(bases.resolve(".download/tiny"));
    Files.writeString(kept.resolve("source"), source);
    Files.write(kept.resolve(WEIGHTS), loaded);
    Files.writeString(kept.resolve(WEIGHTS + ".validator"), validator);
  }

  @Test
  void aBaseFromAnAddressIsTheSameAsOneFromTheFolder() throws IOException {
    assertThat(add()).as(err).isZero();
    assertThat(out).contains("Added tiny: Tiny one, licence mit");
    assertThat(err).contains("model.safetensors: 0.");
    assertThat(bases.resolve("tiny/LICENSE")).hasContent("Some licence");
    assertThat(mynah("base", "add", model.toString(), "--name", "other")).as(err).isZero();
    assertThat(bases.resolve("tiny/model.base"))
        .hasSameBinaryContentAs(bases.resolve("other/model.base"));
    assertThat(bases.resolve(".download")).as("nothing else stays").doesNotExist();
  }

  @Test
  void whatBreaksOffGoesOnWhereItWas() throws IOException {
    int half = weights().length / 2;
    server.breaks.put(WEIGHTS, half);
    assertThat(add()).as(err).isZero();
    // A connection that breaks may lose some of what was sent.
    assertThat(server.asked.indexOf(WEIGHTS)).isNotNegative();
    assertThat(startsOf(WEIGHTS))
        .as("each goes on behind what the one before brought")
        .isNotEmpty()
        .isSorted()
        .doesNotHaveDuplicates()
        .allSatisfy(start -> assertThat(start).isPositive())
        .first(as(InstanceOfAssertFactories.INTEGER))
        .isLessThanOrEqualTo(half);
  }

  @Test
  void ifNothingMoreComesTheNextTryGoesOnThere() throws IOException {
    int length = weights().length;
    server.breaks.put(WEIGHTS, 0);
    assertThat(add()).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("broke off after 0.0 MB", "again to go on");
    assertThat(mynah("base", "list")).isZero();
    assertThat(out).contains("tiny is loaded in part").doesNotContain("tiny: ");

    server.breaks.put(WEIGHTS, length / 2);
    server.asked.clear();
    assertThat(add()).as(err).isZero();
    assertThat(server.asked).doesNotContain("config.json", "tokenizer.json");
    assertThat(startsOf(WEIGHTS)).isNotEmpty().isSorted();
    assertThat(bases.resolve(".download")).doesNotExist();
  }

  @Test
  void anotherCommandGoesOnWhereTheFirstWas() throws IOException {
    keepInPart(server.address(), Arrays.copyOf(weights(), 1000), "\"one\"");
    server.headers.put(WEIGHTS, Map.of("ETag", "\"one\""));
    assertThat(add()).as(err).isZero();
    assertThat(server.asked).endsWith(WEIGHTS + " from 1000");
  }

  @Test
  void aFolderOfTheSameNameTakesThePlaceOfWhatWasLoaded() throws IOException {
    keepInPart(server.address(), Arrays.copyOf(weights(), 1000), "\"one\"");
    assertThat(mynah("base", "add", model.toString())).as(err).isZero();
    assertThat(mynah("base", "list")).isZero();
    assertThat(out).contains("tiny: ").doesNotContain("in part");
  }

  @Test
  void anAddressWhereThereIsNothingLeavesNothing() {
    assertThat(mynah("base", "add", server.address() + "-none")).isEqualTo(ExitCode.FAILED);
    assertThat(bases.resolve(".download")).doesNotExist();
    assertThat(mynah("base", "add", "http://127.0.0.1:99999/x")).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("is no address of a folder");
  }

  @Test
  void theRestOfAnotherVersionIsNotPutBehindThatOfTheFirst() throws IOException {
    keepInPart(server.address(), new byte[1000], "\"another\"");
    assertThat(add()).as(err).isZero();
    assertThat(server.asked).endsWith(WEIGHTS).doesNotContain(WEIGHTS + " from 1000");
  }

  @Test
  void aCompleteFileIsNotLoadedAgain() throws IOException {
    keepInPart(server.address(), weights(), "\"one\"");
    server.headers.put(WEIGHTS, Map.of("ETag", "\"one\""));
    assertThat(add()).as(err).isZero();
    assertThat(server.asked).endsWith(WEIGHTS + " from " + weights().length);
  }

  @Test
  void whatAnotherAddressSentIsNotUsed() throws IOException {
    keepInPart("http://127.0.0.1/elsewhere/tiny", weights(), "\"one\"");
    server.headers.put(WEIGHTS, Map.of("ETag", "\"one\""));
    assertThat(add()).as(err).isZero();
    assertThat(server.asked).endsWith(WEIGHTS);
  }

  @Test
  void itsSha256MustBeWhatTheServerSays() throws Exception {
    String right = sha256(weights());
    server.headers.put(WEIGHTS, Map.of("X-Linked-ETag", "\"" + right + "\""));
    assertThat(add()).as(err).isZero();

    server.headers.put(WEIGHTS, Map.of("X-Linked-ETag", "\"" + "0".repeat(64) + "\""));
    assertThat(add("--name", "wrong")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("model.safetensors is not the file", right, "the server says");
    assertThat(bases.resolve(".download/wrong/" + WEIGHTS)).doesNotExist();
    assertThat(bases.resolve("wrong")).doesNotExist();
  }

  @Test
  void aFileMayComeFromElsewhereAndTheFirstServerSaysItsSha256() throws Exception {
    server.redirects.put(WEIGHTS, "/files/");
    server.headers.put(WEIGHTS, Map.of("x-linked-etag", "\"" + sha256(weights()) + "\""));
    assertThat(add()).as(err).isZero();
    server.headers.put(WEIGHTS, Map.of("x-linked-etag", "\"" + "1".repeat(64) + "\""));
    assertThat(add("--name", "wrong")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("the server says " + "1".repeat(64));
  }

  @Test
  void theUsersSha256CountsMoreThanTheServers() throws Exception {
    server.headers.put(WEIGHTS, Map.of("X-Linked-ETag", "\"" + "0".repeat(64) + "\""));
    assertThat(add("--sha256", sha256(weights()))).as(err).isZero();
    assertThat(add("--name", "two", "--sha256", "1".repeat(64))).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("--sha256 says");
    assertThat(add("--name", "two", "--sha256", "xyz")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void weightsMayComeInParts() throws IOException {
    Files.move(model.resolve(WEIGHTS), model.resolve("part-1.safetensors"));
    StringBuilder map = new StringBuilder();
    String header =
        Files.readString(model.resolve("part-1.safetensors"), StandardCharsets.ISO_8859_1);
    Matcher names = Pattern.compile("\"((?:model|lm_head)[^\"]*)\"").matcher(header);
    while (names.find()) {
      map.append(map.isEmpty() ? "" : ",")
          .append('"')
          .append(names.group(1))
          .append("\":\"part-1.safetensors\"");
    }
    Files.writeString(
        model.resolve("model.safetensors.index.json"), "{\"weight_map\":{" + map + "}}");
    server.breaks.put("part-1.safetensors", 20_000);
    assertThat(add()).as(err).isZero();
    assertThat(server.asked).contains("part-1.safetensors");
    assertThat(startsOf("part-1.safetensors")).isNotEmpty().isSorted();
  }

  @Test
  void theAddressOfAModelsPageLeadsToItsFiles() {
    String page = server.address().replace("/models/tiny", "/models/tiny-page");
    server.pages.put("/models/tiny-page/resolve/main/", "/models/tiny/");
    assertThat(mynah("base", "add", page)).as(err).isZero();
    assertThat(out).contains("Added tiny-page");
    assertThat(mynah("base", "add", page.replace("page", "none"))).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("has no config.json at this address");
  }

  @Test
  void eachFailureIsASentence() throws IOException {
    server.status.put("config.json", 403);
    assertThat(add()).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("agreed to its licence, or has no such model (403)");
    server.status.put("config.json", 401);
    assertThat(add()).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("agreed to its licence, or has no such model (401)");
    server.status.put("config.json", 503);
    assertThat(add()).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("cannot send config.json now (503)");
    server.status.put("config.json", 206);
    assertThat(add()).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("answered 206");
    server.status.clear();
    server.status.put(WEIGHTS, 404);
    assertThat(add()).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("has no model.safetensors at this address");
    assertThat(mynah("base", "add", "http://nobody.invalid/tiny")).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("There is no server nobody.invalid");
    assertThat(mynah("base", "add", "https://user:password@localhost/x")).isEqualTo(ExitCode.USAGE);
    assertThat(bases.resolve("tiny")).doesNotExist();
  }

  @Test
  void whatIsNotSupportedIsRefusedBeforeItsWeightsAreLoaded() throws IOException {
    Path config = model.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace("LlamaForCausalLM", "Other"));
    assertThat(add()).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("cannot be added", "Nothing was written.");
    assertThat(server.asked).doesNotContain(WEIGHTS);
    assertThat(bases.resolve(".download")).doesNotExist();
  }

  @Test
  void aLicenceThatNobodyMayReadIsNoReasonToStop() {
    server.status.put("LICENSE", 403);
    assertThat(add()).as(err).isZero();
    assertThat(bases.resolve("tiny/LICENSE")).doesNotExist();
  }

  @Test
  void aRefusalKeepsWhatWasLoaded() throws IOException {
    keepInPart(server.address(), Arrays.copyOf(weights(), 1000), "\"one\"");
    server.status.put(WEIGHTS, 403);
    assertThat(add()).isEqualTo(ExitCode.FAILED);
    assertThat(bases.resolve(".download/tiny/" + WEIGHTS)).hasSize(1000);
  }

  @Test
  void anIndexThatIsDamagedIsSaidAndNotKept() throws IOException {
    Files.move(model.resolve(WEIGHTS), model.resolve("part-1.safetensors"));
    Files.writeString(model.resolve("model.safetensors.index.json"), "{\"weight_map\":[]}");
    assertThat(add()).isEqualTo(ExitCode.FAILED);
    assertThat(err).contains("index.json has no weight_map", "Nothing was written");
    assertThat(bases.resolve(".download")).doesNotExist();
  }

  @Test
  void twoDoNotLoadAtOnce() throws Exception {
    keepInPart(server.address(), new byte[1000], "\"another\"");
    try (FolderLock lock = FolderLock.take(bases.resolve(".download"))) {
      assertThat(lock).isNotNull();
      assertThat(add()).isEqualTo(ExitCode.FAILED);
      assertThat(err).contains("Another command loads a model now");
      assertThat(mynah("base", "remove", "tiny")).isEqualTo(ExitCode.FAILED);
      assertThat(err).contains("Stop it, or wait");
    }
    assertThat(add()).as(err).isZero();
  }

  @Test
  void removingDeletesWhatWasLoadedInPart() {
    server.breaks.put(WEIGHTS, 0);
    assertThat(add()).isEqualTo(ExitCode.FAILED);
    assertThat(bases.resolve(".download")).isDirectory();
    assertThat(mynah("base", "remove", "tiny")).isZero();
    assertThat(bases.resolve(".download")).doesNotExist();
  }
}
