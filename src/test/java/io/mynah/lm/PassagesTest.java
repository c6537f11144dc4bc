package io.mynah.lm;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.text.BpeTokenizer;
import io.mynah.text.BpeTrainer;
import io.mynah.text.Control;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PassagesTest {
  private static final BpeTokenizer TOKENIZER = new BpeTrainer(0).train(List.of());
  private static final String LONG = "if he is in so am i or is it up to us as it is by us";

  private static Passages of(Turn... turns) {
    return of(List.of(turns));
  }

  private static Passages of(List<Turn> turns) {
    return Passages.of(TOKENIZER, new Dialogue(TOKENIZER, BELLA).allMessages(turns));
  }

  @Test
  void knowsAMessageOfFourWordsAgainWhoeverWroteIt() {
    Passages passages = of(bella("i want a boat"), ada("you want a goat"));
    assertThat(passages.occurIn("i want a boat")).isTrue();
    assertThat(passages.occurIn("you want a goat")).isTrue();
    assertThat(passages.occurIn("you want a boat")).isFalse();
  }

  @Test
  void knowsAMessageOfFourIdeographsThatIsOneToken() {
    BpeTokenizer learned = new BpeTrainer(600).train(Collections.nCopies(9, "明天去公园"));
    assertThat(learned.encode("明天去公园")).hasSizeLessThan(4);
    Passages passages =
        Passages.of(
            learned,
            new Dialogue(learned, BELLA).allMessages(List.of(bella("明天去公园"), bella("你好"))));
    assertThat(passages.occurIn("明天去公园")).isTrue();
    assertThat(passages.occurIn("你好")).isFalse();
  }

  @Test
  void letsPassWhatIsSaidAgainAndAgain() {
    List<Turn> turns = new ArrayList<>(Collections.nCopies(5, bella("good night my dear")));
    turns.addAll(Collections.nCopies(4, bella("good morning my dear")));
    turns.addAll(Collections.nCopies(5, bella(LONG)));
    Passages passages = of(turns);
    assertThat(passages.occurIn("good night my dear")).isFalse();
    assertThat(passages.occurIn("good morning my dear")).isTrue();
    assertThat(passages.occurIn(LONG)).isFalse();
  }

  @Test
  void letsShortMessagesPassAndWhatOnlyBeginsAlike() {
    Passages passages = of(bella("no way"), bella("well no"), bella("i am a cat"));
    assertThat(passages.occurIn("no way")).isFalse();
    assertThat(passages.occurIn("well no")).isFalse();
    assertThat(passages.occurIn("i am a cat!")).isFalse();
    assertThat(passages.occurIn("am a cat")).isFalse();
    assertThat(passages.occurIn("i am a cat")).isTrue();
  }

  @Test
  void findsALongPassageWhereverItBegins() {
    Passages passages = of(bella(LONG));
    for (int from = 0; from + 24 <= LONG.length(); from++) {
      assertThat(passages.occurIn("so, " + LONG.substring(from, from + 24) + " eh")).isTrue();
    }
    assertThat(passages.occurIn("so, " + LONG.substring(0, 11) + "?")).isFalse();
  }

  @Test
  void letsAddressesPass() {
    Passages passages = of(bella("see https://example.org/a/very/long/address/indeed.html there"));
    assertThat(passages.occurIn("https://example.org/a/very/long/address/indeed.html")).isFalse();
  }

  @Test
  void findsPassagesWhereNoBlanksAre() {
    Passages passages = of(bella("昨天我们在河边看到了一只很大的猫"));
    assertThat(passages.occurIn("昨天我们在河边看到了")).isTrue();
    assertThat(passages.occurIn("今天他没有来")).isFalse();
  }

  @Test
  void takesHardlyAnythingForACopyThatIsNone() {
    SplittableRandom random = new SplittableRandom(1);
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      turns.add(bella(words(random)));
    }
    Passages passages = of(turns);
    assertThat(turns).allMatch(turn -> passages.occurIn(turn.text()));
    assertThat(IntStream.range(0, 3000).filter(i -> passages.occurIn(words(random))).count())
        .isLessThan(5);
  }

  /** Six words of random letters. */
  private static String words(SplittableRandom random) {
    return IntStream.range(0, 6)
        .mapToObj(i -> Long.toString(random.nextLong(1L << 30), 36))
        .collect(Collectors.joining(" "));
  }

  @Test
  void isTheSameWhenWrittenAndRead() throws IOException {
    Passages passages = of(bella(LONG), ada("i want a boat"));
    byte[] bytes = written(passages);
    Passages again = read(bytes);
    assertThat(again.sizeInBytes()).isEqualTo(passages.sizeInBytes());
    assertThat(again.occurIn(LONG)).isTrue();
    assertThat(again.occurIn("i want a boat")).isTrue();
    assertThat(again.occurIn("i want two boats")).isFalse();
    assertThat(written(again)).isEqualTo(bytes);
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(part)).isInstanceOf(IOException.class);
    }
  }

  private static byte[] written(Passages passages) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    passages.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static Passages read(byte[] bytes) throws IOException {
    return Passages.read(new DataInputStream(new ByteArrayInputStream(bytes)), TOKENIZER);
  }

  @Test
  void keepsNothingWhereNothingWasLearned() {
    Passages passages = Passages.of(TOKENIZER, new int[] {Control.OWN, Control.END});
    assertThat(passages.sizeInBytes()).isZero();
    assertThat(passages.occurIn("any message of some words")).isFalse();
  }
}
