package io.mynah.text;

import static io.mynah.text.TokenizerBytes.read;
import static io.mynah.text.TokenizerBytes.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BpeTokenizerTest {
  private static final List<String> ENGLISH =
      List.of(
          "so what do you think about the thing that they do there",
          "the other one thinks that the thing is what it is, don't you think",
          "oh my gosh! oh my gosh! what is that thing over there?",
          "I don't know what they think. I don't know. I really don't.");

  private final BpeTokenizer english = new BpeTrainer(600).train(ENGLISH);
  private final BpeTokenizer bytesOnly = new BpeTrainer(0).train(List.of());

  @Test
  void givesBackExactlyEveryTextWhateverItsCharacters() {
    Random random = new Random(1);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      texts.add(RandomText.of(random, 30));
    }
    BpeTokenizer mixed = new BpeTrainer(900).train(texts);
    assertThat(mixed.size()).isGreaterThan(BpeTokenizer.MERGES + 50);
    for (int i = 0; i < 2000; i++) {
      String text = RandomText.of(random, 40);
      for (BpeTokenizer each : List.of(mixed, english, bytesOnly)) {
        int[] tokens = each.encode(text);
        assertThat(each.decode(tokens, 0, tokens.length)).isEqualTo(text);
        assertThat(Arrays.stream(tokens))
            .allMatch(t -> t >= ControlTokens.COUNT && t < each.size());
      }
    }
  }

  @Test
  void writesCharactersItNeverLearnedAsTheirBytes() {
    int[] tokens = english.encode("日");
    assertThat(tokens)
        .containsExactly(
            BpeTokenizer.BYTES + 0xE6, BpeTokenizer.BYTES + 0x97, BpeTokenizer.BYTES + 0xA5);
  }

  @Test
  void joinsWhatItLearnedIntoFewerTokens() {
    String text = "what do you think about that thing";
    assertThat(english.encode(text).length).isLessThan(text.length() / 2);
    assertThat(bytesOnly.encode(text)).hasSize(text.length());
  }

  @Test
  void replacesLoneSurrogatesAndNothingElse() {
    String text = "a\uD83D b\uDE00c 😀";
    int[] tokens = english.encode(text);
    assertThat(english.decode(tokens, 0, tokens.length)).isEqualTo("a\uFFFD b\uFFFDc 😀");
  }

  @Test
  void neverEncodesAControlToken() {
    for (String text : List.of("", "<END>", "\u0000\u0001\u0002\u0003", "END OWN OTHER GAP")) {
      assertThat(Arrays.stream(english.encode(text))).noneMatch(ControlTokens::is);
    }
  }

  @Test
  void decodesControlTokensAsNothing() {
    assertThat(
            english.decode(
                new int[] {ControlTokens.OWN, ControlTokens.END, ControlTokens.GAP}, 0, 3))
        .isEmpty();
    assertThat(english.bytes(ControlTokens.OTHER)).isEmpty();
  }

  @Test
  void tellsTheBytesOfEachTokenSoThatTheyMakeUpTheText() {
    String text = "what the 👍🏽 thing";
    StringBuilder hex = new StringBuilder();
    for (int token : english.encode(text)) {
      for (byte b : english.bytes(token)) {
        hex.append((char) (b & 0xFF));
      }
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    assertThat(hex.toString().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(utf8);
  }

  @Test
  void encodesAnEndlessWordQuickly() {
    String word = "a".repeat(200_000);
    int[] tokens = english.encode(word);
    assertThat(english.decode(tokens, 0, tokens.length)).isEqualTo(word);
  }

  @Test
  void isTheSameAfterItWasWrittenAndRead() throws IOException {
    Tokenizer read = read(written(english));
    assertThat(read.size()).isEqualTo(english.size());
    for (String text : ENGLISH) {
      assertThat(read.encode(text)).isEqualTo(english.encode(text));
    }
    assertThat(written(read)).isEqualTo(written(english));
  }

  @Test
  void refusesBytesThatAreCutOff() throws IOException {
    byte[] whole = written(english);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(part)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void readsDamagedBytesAsSomeTokenizerOrRefusesThem() throws IOException {
    TokenizerBytes.assertDamagedAreRefusedOrKeep("the thing", english);
  }

  @Test
  void refusesMergesThatWouldGrowWithoutEnd() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(0x42504531);
      out.writeShort(40);
      int last = BpeTokenizer.BYTES + 'a';
      for (int i = 0; i < 40; i++) {
        out.writeShort(last);
        out.writeShort(last);
        last = BpeTokenizer.MERGES + i;
      }
    }
    assertThatThrownBy(() -> read(bytes.toByteArray())).isInstanceOf(IOException.class);
  }
}
