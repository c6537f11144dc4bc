package io.mynah.text;

import static io.mynah.text.TokenizerBytes.read;
import static io.mynah.text.TokenizerBytes.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.mynah.text.ByteLevelBpe.Form;
import io.mynah.text.ByteLevelBpe.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ByteLevelBpeTest {
  /** A control token, the bytes in reverse order, then pieces. */
  private final List<byte[]> pieces = new ArrayList<>();

  private final List<int[]> merges = new ArrayList<>();

  ByteLevelBpeTest() {
    pieces.add(new byte[0]);
    for (int b = 255; b >= 0; b--) {
      pieces.add(new byte[] {(byte) b});
    }
  }

  private static int token(char ascii) {
    return 256 - ascii;
  }

  private int piece(String text) {
    pieces.add(text.getBytes(StandardCharsets.UTF_8));
    return pieces.size() - 1;
  }

  private ByteLevelBpe tokenizer(Words words) {
    return tokenizer(Form.of(words));
  }

  private ByteLevelBpe tokenizer(Form form) {
    return new ByteLevelBpe(
        pieces.toArray(byte[][]::new),
        merges.stream().mapToInt(merge -> merge[0]).toArray(),
        merges.stream().mapToInt(merge -> merge[1]).toArray(),
        form);
  }

  private ByteLevelBpe tokenizer() {
    return tokenizer(Words.GPT2);
  }

  /** Pieces of letters, among them many that begin or end as others do, in no order of size. */
  private void learnAnything(Random random) {
    List<String> known = new ArrayList<>(List.of("a", "b", "c", " "));
    Map<String, Integer> ids = new HashMap<>();
    known.forEach(text -> ids.put(text, token(text.charAt(0))));
    Set<String> joined = new HashSet<>();
    while (merges.size() < 120) {
      String left = known.get(random.nextInt(known.size()));
      String right = known.get(random.nextInt(known.size()));
      String both = left + right;
      if (both.length() < 9 && both.lastIndexOf(' ') < 1 && joined.add(left + "|" + right)) {
        if (!ids.containsKey(both)) {
          ids.put(both, piece(both));
          known.add(both);
        }
        merges.add(new int[] {ids.get(left), ids.get(right)});
      }
    }
    Collections.shuffle(merges, random);
  }

  /** Joins as the definition says: the pair of the least rank, of several the first. */
  private List<Integer> joined(String word) {
    List<Integer> tokens = new ArrayList<>();
    word.chars().forEach(c -> tokens.add(token((char) c)));
    while (true) {
      int best = -1;
      int rank = merges.size();
      for (int i = 0; i + 1 < tokens.size(); i++) {
        for (int r = 0; r < rank; r++) {
          if (merges.get(r)[0] == tokens.get(i) && merges.get(r)[1] == tokens.get(i + 1)) {
            best = i;
            rank = r;
          }
        }
      }
      if (best < 0) {
        return tokens;
      }
      byte[] left = pieces.get(tokens.get(best));
      byte[] right = pieces.get(tokens.get(best + 1));
      byte[] both = Arrays.copyOf(left, left.length + right.length);
      System.arraycopy(right, 0, both, left.length, right.length);
      for (int id = 0; id < pieces.size(); id++) {
        if (Arrays.equals(pieces.get(id), both)) {
          tokens.set(best, id);
        }
      }
      tokens.remove(best + 1);
    }
  }

  @Test
  void pairsAreJoinedInTheOrderOfTheirRanks() {
    Random random = new Random(3);
    learnAnything(random);
    ByteLevelBpe tokenizer = tokenizer();
    for (int i = 0; i < 500; i++) {
      StringBuilder word = new StringBuilder(random.nextBoolean() ? " " : "");
      for (int length = 1 + random.nextInt(40); length > 0; length--) {
        word.append((char) ('a' + random.nextInt(3)));
      }
      assertThat(tokenizer.encode(word.toString()))
          .as(word.toString())
          .containsExactly(joined(word.toString()).stream().mapToInt(t -> t).toArray());
    }
  }

  @Test
  void everyTextComesBackByteForByte() {
    Random random = new Random(4);
    learnAnything(random);
    for (Words words : Words.values()) {
      ByteLevelBpe tokenizer = tokenizer(words);
      for (int i = 0; i < 1000; i++) {
        String text = RandomText.of(random, 40);
        int[] tokens = tokenizer.encode(text);
        assertThat(tokenizer.decode(tokens, 0, tokens.length)).isEqualTo(text);
        assertThat(Arrays.stream(tokens)).allMatch(token -> token > 0 && token < tokenizer.size());
      }
    }
  }

  @Test
  void aWordWithoutEndTakesNoTimeWithoutEnd() {
    learnAnything(new Random(5));
    ByteLevelBpe tokenizer = tokenizer();
    Random random = new Random(6);
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < 1_000_000; i++) {
      word.append((char) ('a' + random.nextInt(3)));
    }
    int[] tokens =
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> tokenizer.encode(word.toString()));
    assertThat(tokenizer.decode(tokens, 0, tokens.length)).isEqualTo(word.toString());
    assertThat(tokens.length).isLessThan(word.length() * 2 / 3);
  }

  @Test
  void aLoneSurrogateBecomesTheSignForWhatIsNoCharacter() {
    ByteLevelBpe tokenizer = tokenizer();
    int[] tokens = tokenizer.encode("a\uD83D b\uDC00");
    assertThat(tokenizer.decode(tokens, 0, tokens.length)).isEqualTo("a\uFFFD b\uFFFD");
  }

  @Test
  void partsOfCharactersAreTheirBytes() {
    ByteLevelBpe tokenizer = tokenizer();
    int[] tokens = tokenizer.encode("é");
    assertThat(tokens).hasSize(2);
    assertThat(tokenizer.bytes(tokens[0])).containsExactly(0xC3);
    assertThat(tokenizer.decode(tokens, 1, 2)).isEqualTo("\uFFFD");
    assertThat(tokenizer.bytes(0)).isEmpty();
    assertThat(tokenizer.decode(new int[] {0}, 0, 1)).isEmpty();
  }

  @Test
  void ofAPairThatStandsTwiceTheLastPlaceCounts() {
    int ab = piece("ab");
    int bc = piece("bc");
    merges.add(new int[] {token('a'), token('b')});
    merges.add(new int[] {token('b'), token('c')});
    assertThat(tokenizer().encode("abc")).containsExactly(ab, token('c'));
    merges.add(new int[] {token('a'), token('b')});
    assertThat(tokenizer().encode("abc")).containsExactly(token('a'), bc);
  }

  @Test
  void whatContradictsItselfIsRefused() {
    merges.add(new int[] {token('a'), token('b')});
    assertThatIllegalArgumentException().isThrownBy(this::tokenizer).withMessageContaining("merge");
    merges.set(0, new int[] {token('a'), 9999});
    assertThatIllegalArgumentException().isThrownBy(this::tokenizer).withMessageContaining("merge");
    merges.set(0, new int[] {0, token('a')});
    assertThatIllegalArgumentException().isThrownBy(this::tokenizer).withMessageContaining("merge");
    merges.clear();
    piece("a");
    assertThatIllegalArgumentException().isThrownBy(this::tokenizer).withMessageContaining("twice");
    pieces.set(token('a'), new byte[0]);
    tokenizer();
    pieces.set(token('b'), new byte[0]);
    assertThatIllegalArgumentException()
        .isThrownBy(this::tokenizer)
        .withMessage("byte 98 has no token");
  }

  private static List<String> words(String text, Words form) {
    List<String> found = new ArrayList<>();
    GptWords words = new GptWords(text, form);
    int start = 0;
    for (int end = words.next(); end >= 0; end = words.next()) {
      found.add(text.substring(start, end));
      start = end;
    }
    return found;
  }

  private static List<String> words(String text) {
    return words(text, Words.GPT2);
  }

  @Test
  void wordsTakeTheBlankBeforeThem() {
    assertThat(words("so, what's that?  It's 12³ (or  5%)\n\n ok "))
        .containsExactly(
            "so", ",", " what", "'s", " that", "?", " ", " It", "'s", " 12³", " (", "or", " ", " 5",
            "%)", "\n\n", " ok", " ");
    assertThat(words("")).isEmpty();
  }

  @Test
  void contractionsAreThoseOfSmallLettersAlone() {
    assertThat(words("I'll we've SHE'LL 'tis"))
        .containsExactly("I", "'ll", " we", "'ve", " SHE", "'", "LL", " '", "tis");
    assertThat(words("it's")).containsExactly("it", "'s");
  }

  @Test
  void whiteSpaceIsThatOfUnicode() {
    assertThat(words("a\u00A0b\u3000 c\u0085\u2028d"))
        .containsExactly("a", "\u00A0", "b", "\u3000", " c", "\u0085", "\u2028", "d");
    // A sign that some take for white space.
    assertThat(words("a\u001C b")).containsExactly("a", "\u001C", " b");
  }

  @Test
  void marksAndEmojiAreSigns() {
    assertThat(words("e\u0301a 𠀀𝔘 👍🏽!")).containsExactly("e", "\u0301", "a", " 𠀀𝔘", " 👍🏽!");
  }

  @Test
  void numbersMayBeCutApart() {
    String text = "a 12  b3";
    assertThat(words(text)).containsExactly("a", " 12", " ", " b", "3");
    assertThat(words(text, Words.GPT2_NUMBERS_APART))
        .containsExactly("a", " ", "12", " ", " b", "3");
    assertThat(words(text, Words.GPT2_DIGITS_APART))
        .containsExactly("a", " ", "1", "2", " ", " b", "3");
  }

  @Test
  void laterWordsTakeTheSignBeforeThemAndTheLineEndsAfterThem() {
    String text = "so, (what's that?)\n\n  It'S 12345 \n x\r\n$9";
    assertThat(words(text, Words.LLAMA3))
        .containsExactly(
            "so", ",", " (", "what", "'s", " that", "?)\n\n", " ", " It", "'S", " ", "123", "45",
            " \n", " x", "\r\n", "$", "9");
    assertThat(words(text, Words.QWEN2))
        .containsExactly(
            "so", ",", " (", "what", "'s", " that", "?)\n\n", " ", " It", "'S", " ", "1", "2", "3",
            "4", "5", " \n", " x", "\r\n", "$", "9");
    assertThat(words("\u00A0a\u3000 b e\u0301a", Words.QWEN2))
        .containsExactly("\u00A0a", "\u3000", " b", " e", "\u0301a");
    assertThat(words("it'SURE I'ſay", Words.LLAMA3))
        .containsExactly("it", "'S", "URE", " I", "'ſ", "ay");
  }

  @Test
  void aWordThatIsATokenMayStayWhole() {
    int abc = piece("abc");
    int bc = piece("bc");
    int ab = piece("ab");
    int blank = piece(" a");
    merges.add(new int[] {token('b'), token('c')});
    merges.add(new int[] {token('a'), token('b')});
    Form form = new Form(Words.GPT2, true, false);
    assertThat(tokenizer(Words.GPT2).encode("abc ab a")).startsWith(token('a'), bc);
    assertThat(tokenizer(form).encode("abc ab a abcc"))
        .containsExactly(abc, token(' '), ab, blank, token(' '), token('a'), bc, token('c'));
  }

  @Test
  void aTextMayBeComposedFirst() {
    ByteLevelBpe composing = tokenizer(new Form(Words.QWEN2, false, true));
    int[] tokens = composing.encode("cafe\u0301 \u212B");
    assertThat(tokens).isEqualTo(tokenizer(Words.QWEN2).encode("caf\u00E9 \u00C5"));
    assertThat(composing.decode(tokens, 0, tokens.length)).isEqualTo("caf\u00E9 \u00C5");
  }

  /** Words that differ by the form. */
  private static final String MIXED = "It's  12345 abcabc e\u0301\n\nB";

  @Test
  void isTheSameAfterItWasWrittenAndRead() throws IOException {
    learnAnything(new Random(5));
    for (Words words : Words.values()) {
      for (int flags = 0; flags < 4; flags++) {
        ByteLevelBpe tokenizer = tokenizer(new Form(words, (flags & 1) != 0, (flags & 2) != 0));
        Tokenizer read = read(written(tokenizer));
        assertThat(read.encode(MIXED)).isEqualTo(tokenizer.encode(MIXED));
        assertThat(written(read)).isEqualTo(written(tokenizer));
      }
    }
  }

  @Test
  void refusesBytesThatAreCutOff() throws IOException {
    learnAnything(new Random(6));
    byte[] whole = written(tokenizer());
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatIOException().isThrownBy(() -> read(part));
    }
  }

  @Test
  void readsDamagedBytesAsSomeTokenizerOrRefusesThem() throws IOException {
    learnAnything(new Random(7));
    TokenizerBytes.assertDamagedAreRefusedOrKeep("abc cab", tokenizer());
  }

  @Test
  void withOtherIdsItMakesTheSamePieces() {
    learnAnything(new Random(9));
    ByteLevelBpe tokenizer = tokenizer();
    int size = pieces.size();
    int[] backwards = new int[size + 2];
    Arrays.fill(backwards, 0, 3, -1);
    for (int id = 1; id < size; id++) {
      backwards[2 + id] = size - id;
    }
    ByteLevelBpe renumbered = tokenizer.renumbered(backwards);
    assertThat(renumbered.encode(MIXED))
        .isEqualTo(Arrays.stream(tokenizer.encode(MIXED)).map(id -> size + 2 - id).toArray());
    assertThat(renumbered.bytes(2)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokenizer.renumbered(Arrays.copyOf(backwards, size)))
        .withMessageContaining("missing");
  }
}
