package io.mynah.chat.mydata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipPartsTest {
  private static final int LIMIT = 50_000;

  @TempDir Path home;

  private static Map<String, byte[]> unzipped(byte[] zip) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
    return files;
  }

  @Test
  void packsAllInPartsThatAreSmallEnoughAndLeavesNothing() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, byte[]> files = new HashMap<>();
    Map<String, byte[]> unpacked = new HashMap<>();
    Path folder = Files.createDirectory(home.resolve("parts"));
    try (ZipParts parts = new ZipParts(folder, LIMIT, () -> false)) {
      for (int i = 0; i < 12; i++) {
        byte[] content = new byte[1_000 + 2_000 * i];
        random.nextBytes(content);
        files.put("file" + i, content);
        parts.add("file" + i, content.length, out -> out.write(content));
      }
      int count = parts.finish();
      assertThat(count).isBetween(3, 6);
      for (int i = 0; i < count; i++) {
        assertThat(parts.part(i).length).isLessThanOrEqualTo(LIMIT);
        unpacked.putAll(unzipped(parts.part(i)));
      }
    }
    assertThat(unpacked).containsOnlyKeys(files.keySet());
    files.forEach((name, content) -> assertThat(unpacked.get(name)).isEqualTo(content));
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void whatLiesInTheFolderMeanwhileIsSealed() throws IOException {
    byte[] secret = "the moon is made of cheese".getBytes(StandardCharsets.UTF_8);
    Path folder = Files.createDirectory(home.resolve("parts"));
    try (ZipParts parts = new ZipParts(folder, LIMIT, () -> false)) {
      parts.add("secret.txt", secret.length, out -> out.write(secret));
      parts.finish();
      String lying =
          new String(Files.readAllBytes(folder.resolve("0.zip")), StandardCharsets.ISO_8859_1);
      assertThat(lying).doesNotContain("secret").doesNotStartWith("PK");
    }
  }

  @Test
  void manyValuesGoIntoSeveralFiles() throws IOException {
    Path folder = Files.createDirectory(home.resolve("parts"));
    try (ZipParts parts = new ZipParts(folder, Long.MAX_VALUE, () -> false)) {
      JsonLines lines = new JsonLines(parts, "many");
      String value = "a".repeat(JsonLines.ENOUGH / 2);
      for (int i = 0; i < 3; i++) {
        lines.add(Map.of("text", value));
      }
      lines.end();
      new JsonLines(parts, "none").end();
      parts.finish();
      Map<String, byte[]> files = unzipped(parts.part(0));
      assertThat(files).containsOnlyKeys("many.json", "many-2.json", "none.json");
      assertThat(new String(files.get("none.json"), StandardCharsets.UTF_8)).isEqualTo("[]\n");
    }
  }

  @Test
  void packsNothingMoreOnceNobodyWaitsForIt() throws IOException {
    Path folder = Files.createDirectory(home.resolve("parts"));
    AtomicBoolean unwanted = new AtomicBoolean();
    AtomicBoolean packed = new AtomicBoolean();
    try (ZipParts parts = new ZipParts(folder, LIMIT, unwanted::get)) {
      parts.add("first.txt", 1, out -> out.write('1'));
      unwanted.set(true);
      assertThatThrownBy(() -> parts.add("second.txt", 1, out -> packed.set(true)))
          .isInstanceOf(CancellationException.class);
    }
    assertThat(packed).isFalse();
    assertThat(home).isEmptyDirectory();
  }
}
