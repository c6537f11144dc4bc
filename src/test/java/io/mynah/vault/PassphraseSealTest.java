package io.mynah.vault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PassphraseSealTest {
  private static final String PASSPHRASE = "four grey parrots";
  private static final int HEAD = 16 + 4 + 16;

  private static byte[] sealed(byte[] content) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (OutputStream out = PassphraseSeal.sealing(file, PASSPHRASE, "here")) {
      out.write(content);
    }
    return file.toByteArray();
  }

  private static byte[] opened(byte[] file, String passphrase, String place) throws Exception {
    return PassphraseSeal.opening(new ByteArrayInputStream(file), passphrase, place).readAllBytes();
  }

  private static byte[] content() {
    byte[] content = new byte[50_000];
    new Random(7).nextBytes(content);
    return content;
  }

  @Test
  void whatWasSealedOpensWithThePassphraseAndSaysNothingWithoutIt() throws Exception {
    byte[] content = content();
    byte[] file = sealed(content);
    assertThat(opened(file, PASSPHRASE, "here")).isEqualTo(content);
    assertThat(sealed(content)).as("another salt").isNotEqualTo(file);
    assertThat(new String(file, ISO_8859_1))
        .doesNotContain(new String(Arrays.copyOf(content, 8), ISO_8859_1));
    assertThat(ByteBuffer.wrap(file).getInt(16)).as("rounds").isGreaterThanOrEqualTo(600_000);
  }

  @Test
  void anotherPassphraseOpensNothing() throws Exception {
    byte[] file = sealed(content());
    for (String other : new String[] {"four grey parrot", "Four grey parrots", ""}) {
      assertThatThrownBy(() -> opened(file, other, "here")).isInstanceOf(WrongPassphrase.class);
    }
    assertThatThrownBy(() -> opened(file, PASSPHRASE, "there")).isInstanceOf(IOException.class);
  }

  @Test
  void aPassphraseMayBeTypedOnAnotherKeyboard() throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    PassphraseSeal.sealing(file, "Zoe\u0308s Papagei ﬁndet", "here").close();
    assertThat(opened(file.toByteArray(), "Zo\u00ebs Papagei findet", "here")).isEmpty();
  }

  @Test
  void whatWasAlteredOrCutOffDoesNotOpenToItsEnd() throws Exception {
    byte[] file = sealed(content());
    Random random = new Random(3);
    for (int i = 0; i < 12; i++) {
      byte[] altered = file.clone();
      altered[HEAD + random.nextInt(file.length - HEAD)] ^= 1;
      assertThatThrownBy(() -> opened(altered, PASSPHRASE, "here")).isInstanceOf(IOException.class);
    }
    for (int length : new int[] {0, 10, HEAD, file.length / 2, file.length - 1}) {
      assertThatThrownBy(() -> opened(Arrays.copyOf(file, length), PASSPHRASE, "here"))
          .isInstanceOf(IOException.class);
    }
    byte[] otherSalt = file.clone();
    otherSalt[3] ^= 1;
    assertThatThrownBy(() -> opened(otherSalt, PASSPHRASE, "here"))
        .isInstanceOf(WrongPassphrase.class);
  }

  @Test
  void aFileThatWouldTakeMinutesToOpenIsRefused() throws Exception {
    byte[] file = sealed(new byte[0]);
    ByteBuffer.wrap(file).putInt(16, Integer.MAX_VALUE);
    assertThatThrownBy(() -> opened(file, PASSPHRASE, "here")).isInstanceOf(IOException.class);
    ByteBuffer.wrap(file).putInt(16, -1);
    assertThatThrownBy(() -> opened(file, PASSPHRASE, "here")).isInstanceOf(IOException.class);
  }

  @Test
  void aPassphraseHasTwelveCharacters() {
    assertThat(PassphraseSeal.isLongEnough("elevenchars")).isFalse();
    assertThat(PassphraseSeal.isLongEnough("twelve chars")).isTrue();
    assertThat(PassphraseSeal.isLongEnough("🦜".repeat(11))).as("characters").isFalse();
  }
}
