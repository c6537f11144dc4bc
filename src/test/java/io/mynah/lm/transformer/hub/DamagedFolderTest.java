package io.mynah.lm.transformer.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.fail;

import io.mynah.lm.transformer.ReferenceModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in the files, reading them ends well or with an IOException. */
class DamagedFolderTest {
  private static final int CHANGES = 1500;

  /** What a hostile file has where another number or word was. */
  private static final List<String> STRANGE =
      List.of(
          "-1",
          "0",
          "9223372036854775807",
          "1e999",
          "null",
          "[]",
          "{}",
          "\"\"",
          "\"F64\"",
          "NaN",
          ",");

  @TempDir private Path whole;
  @TempDir private Path parts;
  private final SplittableRandom random = new SplittableRandom(21);

  @BeforeEach
  void write() throws IOException {
    new TinyLlama().writeWhole(whole, "F16").writeParts(parts, "BF16");
  }

  @Test
  void aFileThatEndsTooEarlyIsRefusedWhereverItEnds() throws IOException {
    for (String name : List.of(TinyLlama.WHOLE, TinyLlama.CONFIG, TinyLlama.TOKENIZER)) {
      Path file = whole.resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      for (int length = 0; length < bytes.length; length += 1 + bytes.length / 97) {
        Files.write(file, Arrays.copyOf(bytes, length));
        assertThatIOException().as(name + " " + length).isThrownBy(() -> readAll(whole));
      }
      Files.write(file, bytes);
    }
    readAll(whole);
  }

  @Test
  void whateverIsChangedIsReadOrRefusedWithASentence() throws IOException {
    List<Path> files =
        List.of(
            whole.resolve(TinyLlama.WHOLE),
            whole.resolve(TinyLlama.CONFIG),
            whole.resolve(TinyLlama.TOKENIZER),
            parts.resolve(TinyLlama.INDEX),
            parts.resolve(TinyLlama.partName(1)));
    int refused = 0;
    for (int i = 0; i < CHANGES; i++) {
      Path file = files.get(i % files.size());
      byte[] bytes = Files.readAllBytes(file);
      byte[] changed = changed(bytes);
      Files.write(file, changed);
      try {
        readAll(file.getParent());
      } catch (IOException e) {
        refused++;
        assertThat(e).message().endsWith(".").hasSizeLessThan(500);
      } catch (RuntimeException | Error e) {
        fail("change " + i + " of " + file.getFileName(), e);
      }
      Files.write(file, bytes);
    }
    assertThat(refused).isBetween(CHANGES / 4, CHANGES - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-scaled-untied", "qwen2-untied", "qwen3-tied"})
  void whateverIsChangedInAnotherArchitectureIsReadOrRefusedWithASentence(String name)
      throws IOException {
    for (String file : List.of(TinyLlama.WHOLE, TinyLlama.CONFIG)) {
      Path from = ReferenceModels.folder(name).resolve(file);
      Files.copy(from, whole.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    ModelFolder read = new ModelFolder(whole);
    assertIsReadOrRefused(whole.resolve(TinyLlama.CONFIG), read::model);
    assertIsReadOrRefused(whole.resolve(TinyLlama.WHOLE), read::weights);
  }

  @ParameterizedTest
  @ValueSource(strings = {"smollm2", "llama3", "qwen3"})
  void whateverIsChangedInAnotherTokenizerIsReadOrRefusedWithASentence(String name)
      throws IOException {
    Path file = whole.resolve(TinyLlama.TOKENIZER);
    Files.writeString(file, ReferenceTokenizersTest.reference(name).get("tokenizer").toString());
    assertIsReadOrRefused(file, () -> TokenizerFile.read(file, 700).tokenizer().encode("a 12 b"));
  }

  private void assertIsReadOrRefused(Path file, Callable<?> reading) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < CHANGES / 5; i++) {
      Files.write(file, changed(bytes));
      try {
        reading.call();
      } catch (IOException e) {
        assertThat(e).message().endsWith(".").hasSizeLessThan(500);
      } catch (Exception | Error e) {
        fail("change " + i + " of " + file.getFileName(), e);
      }
    }
    Files.write(file, bytes);
  }

  private static void readAll(Path folder) throws IOException {
    ModelFolder read = new ModelFolder(folder);
    read.weights();
    PublishedTokenizer tokenizer = read.tokenizer();
    String text = "The end: <|end|> 12 été";
    int[] tokens = tokenizer.tokenizer().encode(text);
    assertThat(tokenizer.tokenizer().decode(tokens, 0, tokens.length)).isEqualTo(text);
  }

  private byte[] changed(byte[] bytes) {
    // Most of a file of weights are numbers, of which nearly every change is as good as another.
    int reach = random.nextInt(4) == 0 ? bytes.length : Math.min(bytes.length, 2000);
    byte[] changed = bytes;
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      int at = random.nextInt(Math.min(reach, changed.length));
      changed = changed(changed, at);
    }
    return changed;
  }

  private byte[] changed(byte[] bytes, int at) {
    return switch (random.nextInt(6)) {
      case 0 -> flipped(bytes, at, (byte) (1 << random.nextInt(8)));
      case 1 -> flipped(bytes, at, (byte) random.nextInt());
      case 2 -> Arrays.copyOf(bytes, Math.max(1, at));
      case 3 -> replaced(bytes, at, at, new byte[1 + random.nextInt(20)]);
      case 4 ->
          replaced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(40)), new byte[0]);
      default -> withStrangeValue(bytes, at);
    };
  }

  private static byte[] flipped(byte[] bytes, int at, byte by) {
    byte[] changed = bytes.clone();
    changed[at] ^= by;
    return changed;
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
    if (bytes.length - (to - from) + by.length == 0) {
      return bytes;
    }
    byte[] changed = Arrays.copyOf(bytes, bytes.length - (to - from) + by.length);
    System.arraycopy(by, 0, changed, from, by.length);
    System.arraycopy(bytes, to, changed, from + by.length, bytes.length - to);
    return changed;
  }

  /** Puts something else where a value of JSON stands, and keeps the length if it can. */
  private byte[] withStrangeValue(byte[] bytes, int at) {
    int from = at;
    while (from < bytes.length && bytes[from] != ':') {
      from++;
    }
    int to = from + 1;
    while (to < bytes.length && bytes[to] != ',' && bytes[to] != '}') {
      to++;
    }
    if (to >= bytes.length) {
      return flipped(bytes, at, (byte) 1);
    }
    String value = STRANGE.get(random.nextInt(STRANGE.size()));
    String padded = value + " ".repeat(Math.max(0, to - from - 1 - value.length()));
    return replaced(bytes, from + 1, to, padded.getBytes(StandardCharsets.UTF_8));
  }
}
