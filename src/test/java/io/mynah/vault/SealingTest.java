package io.mynah.vault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingTest {
  private static final String TEXT = "Grüße aus dem Tresor 🦜";

  /** Many segments. */
  private static final int LARGE = 2_500_000;

  @TempDir Path folder;
  private final MasterKey master = MasterKey.random();
  private final DataKey key = master.newKey();

  @Test
  void whatIsSealedSaysNothingAndOpensWhereItWasSealedFor() {
    byte[] sealedOnce = key.seal(TEXT, "here");
    assertThat(new String(sealedOnce, UTF_8)).doesNotContain("Tresor");
    assertThat(key.openText(sealedOnce, "here")).isEqualTo(TEXT);
    assertThat(key.seal(TEXT, "here")).isNotEqualTo(sealedOnce);
    assertThat(key.openText(key.seal("", "here"), "here")).isEmpty();

    byte[] alike = key.sealDeterministic(TEXT, "here");
    assertThat(new String(alike, UTF_8)).doesNotContain("Tresor");
    assertThat(key.openTextDeterministic(alike, "here")).isEqualTo(TEXT);
    assertThat(key.sealDeterministic(TEXT, "here")).isEqualTo(alike);
    assertThat(key.sealDeterministic(TEXT, "there")).isNotEqualTo(alike);
    assertThat(master.newKey().sealDeterministic(TEXT, "here")).isNotEqualTo(alike);
  }

  @Test
  void whatWasPutElsewhereAlteredOrSealedByAnotherKeyDoesNotOpen() {
    byte[] value = key.seal(TEXT, "here");
    byte[] alike = key.sealDeterministic(TEXT, "here");
    assertThatThrownBy(() -> key.open(value, "there")).isInstanceOf(BrokenSeal.class);
    assertThatThrownBy(() -> key.openDeterministic(alike, "there")).isInstanceOf(BrokenSeal.class);
    assertThatThrownBy(() -> master.newKey().open(value, "here")).isInstanceOf(BrokenSeal.class);
    for (int i = 0; i < value.length; i++) {
      byte[] altered = value.clone();
      altered[i] ^= 1;
      assertThatThrownBy(() -> key.open(altered, "here")).isInstanceOf(BrokenSeal.class);
    }
    assertThatThrownBy(() -> key.open(new byte[0], "here")).isInstanceOf(BrokenSeal.class);
  }

  @Test
  void aWrappedKeyIsTheSameKeyAgainUnderTheKeyAboveItAlone() {
    byte[] wrapped = master.wrap(key, "ann");
    DataKey again = master.unwrap(wrapped, "ann");
    assertThat(again.openText(key.seal(TEXT, "x"), "x")).isEqualTo(TEXT);
    DataKey below = key.newKey();
    DataKey belowAgain = again.unwrap(key.wrap(below, "chat"), "chat");
    assertThat(belowAgain.sealDeterministic(TEXT, "x"))
        .isEqualTo(below.sealDeterministic(TEXT, "x"));

    assertThatThrownBy(() -> master.unwrap(wrapped, "bob")).isInstanceOf(BrokenSeal.class);
    assertThatThrownBy(() -> MasterKey.random().unwrap(wrapped, "ann"))
        .isInstanceOf(BrokenSeal.class);
  }

  private byte[] sealed(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = key.sealing(bytes, "file")) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private byte[] opened(byte[] file, String place) throws IOException {
    try (InputStream in = key.opening(new ByteArrayInputStream(file), place)) {
      return in.readAllBytes();
    }
  }

  @Test
  void aFileOfAnySizeOpensAsItWas() throws IOException {
    for (int size : new int[] {0, 1, 1 << 20, LARGE}) {
      byte[] plain = random(size);
      assertThat(opened(sealed(plain), "file")).isEqualTo(plain);
    }
    String file = new String(sealed(TEXT.repeat(100).getBytes(UTF_8)), UTF_8);
    assertThat(file).doesNotContain("Tresor");
  }

  @Test
  void aFileAlteredCutOffLongerOrOfAnotherPlaceFailsAtItsEndAtTheLatest() throws IOException {
    byte[] file = sealed(random(LARGE));
    for (int length : new int[] {0, 10, 1 << 20, 2 << 20, file.length - 1}) {
      assertThatThrownBy(() -> opened(Arrays.copyOf(file, length), "file"))
          .isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> opened(Arrays.copyOf(file, file.length + 1), "file"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> opened(file, "elsewhere")).isInstanceOf(IOException.class);
    for (int at : new int[] {0, 100, LARGE / 2, file.length - 1}) {
      byte[] altered = file.clone();
      altered[at] ^= 1;
      assertThatThrownBy(() -> opened(altered, "file")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aFileOpensFromAnywhere() throws IOException {
    byte[] plain = random(LARGE);
    Path file = Files.write(folder.resolve("sealed"), sealed(plain));
    Random random = new Random(1);
    try (SeekableByteChannel channel = key.opening(Files.newByteChannel(file), "file")) {
      assertThat(channel.size()).isEqualTo(LARGE);
      for (int i = 0; i < 40; i++) {
        int from = random.nextInt(LARGE);
        ByteBuffer piece = ByteBuffer.allocate(Math.min(5_000, LARGE - from));
        channel.position(from);
        while (piece.hasRemaining()) {
          assertThat(channel.read(piece)).isPositive();
        }
        assertThat(piece.array()).isEqualTo(Arrays.copyOfRange(plain, from, from + piece.limit()));
      }
      channel.position(LARGE);
      assertThat(channel.read(ByteBuffer.allocate(10))).isEqualTo(-1);
    }
    assertThat(new String(Files.readAllBytes(file), ISO_8859_1)).hasSizeGreaterThan(LARGE);
  }

  @Test
  void aMasterKeyIsWrittenDownAsBase64AndNothingElseIsOne() throws Exception {
    assertThat(master.text()).hasSize(44);
    MasterKey again = MasterKey.parse(" " + master.text() + "\n");
    assertThat(again.unwrap(master.wrap(key, "x"), "x").openText(key.seal(TEXT, "y"), "y"))
        .isEqualTo(TEXT);
    assertThat(master.toString()).doesNotContain(master.text());
    for (String none : new String[] {"", "secret", master.text().substring(4), "ä".repeat(44)}) {
      assertThatThrownBy(() -> MasterKey.parse(none)).isInstanceOf(MalformedMasterKey.class);
    }
  }
}
