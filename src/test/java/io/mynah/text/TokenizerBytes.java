package io.mynah.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;

/** Tokenizers as they are written to files. */
final class TokenizerBytes {
  private TokenizerBytes() {}

  static byte[] written(Tokenizer tokenizer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tokenizer.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  static Tokenizer read(byte[] bytes) throws IOException {
    return Tokenizer.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  /** Checks that damaged bytes are refused, or are some tokenizer that keeps a text. */
  static void assertDamagedAreRefusedOrKeep(String text, Tokenizer tokenizer) throws IOException {
    byte[] whole = written(tokenizer);
    Random random = new Random(8);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        Tokenizer other = read(damaged);
        int[] tokens = other.encode(text);
        assertThat(other.decode(tokens, 0, tokens.length)).isEqualTo(text);
      } catch (IOException expected) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
