package io.mynah.lm.mixture;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.EncodedMessages;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters;
import io.mynah.text.BpeTokenizer;
import io.mynah.text.BpeTrainer;
import io.mynah.text.ControlTokens;
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

class VerbatimFilterTest {
  private static final VoiceParameters VOICE = VoiceParameters.defaults();

  private static final BpeTokenizer TOKENIZER = new BpeTrainer(0).train(List.of());
  private static final String LONG = "if he is in so am i or is it up to us as it is by us";

  private static VerbatimFilter of(Turn... turns) {
    return of(List.of(turns));
  }

  private static VerbatimFilter of(List<Turn> turns) {
    return VerbatimFilter.of(
        TOKENIZER,
        VOICE.verbatim(),
        new EncodedMessages(new ConversationEncoder(TOKENIZER, BELLA)).all(turns));
  }

  @Test
  void knowsAMessageOfFourWordsAgainWhoeverWroteIt() {
    VerbatimFilter verbatim = of(bella("i want a boat"), ada("you want a goat"));
    assertThat(verbatim.matches("i want a boat")).isTrue();
    assertThat(verbatim.matches("you want a goat")).isTrue();
    assertThat(verbatim.matches("you want a boat")).isFalse();
  }

  @Test
  void knowsAMessageOfFourIdeographsThatIsOneToken() {
    BpeTokenizer learned = new BpeTrainer(600).train(Collections.nCopies(9, "明天去公园"));
    assertThat(learned.encode("明天去公园")).hasSizeLessThan(4);
    VerbatimFilter verbatim =
        VerbatimFilter.of(
            learned,
            VOICE.verbatim(),
            new EncodedMessages(new ConversationEncoder(learned, BELLA))
                .all(List.of(bella("明天去公园"), bella("你好"))));
    assertThat(verbatim.matches("明天去公园")).isTrue();
    assertThat(verbatim.matches("你好")).isFalse();
  }

  @Test
  void letsPassWhatIsSaidAgainAndAgain() {
    List<Turn> turns = new ArrayList<>(Collections.nCopies(20, bella("good night my dear")));
    turns.addAll(Collections.nCopies(19, bella("good morning my dear")));
    turns.addAll(Collections.nCopies(20, bella(LONG)));
    VerbatimFilter verbatim = of(turns);
    assertThat(verbatim.matches("good night my dear")).isFalse();
    assertThat(verbatim.matches("good morning my dear")).isTrue();
    assertThat(verbatim.matches(LONG)).isFalse();
  }

  @Test
  void letsShortMessagesPassAndWhatOnlyBeginsAlike() {
    VerbatimFilter verbatim = of(bella("no way"), bella("well no"), bella("i am a cat"));
    assertThat(verbatim.matches("no way")).isFalse();
    assertThat(verbatim.matches("well no")).isFalse();
    assertThat(verbatim.matches("i am a cat!")).isFalse();
    assertThat(verbatim.matches("am a cat")).isFalse();
    assertThat(verbatim.matches("i am a cat")).isTrue();
  }

  @Test
  void findsALongPassageWhereverItBegins() {
    VerbatimFilter verbatim = of(bella(LONG));
    for (int from = 0; from + 24 <= LONG.length(); from++) {
      assertThat(verbatim.matches("so, " + LONG.substring(from, from + 24) + " eh")).isTrue();
    }
    assertThat(verbatim.matches("so, " + LONG.substring(0, 11) + "?")).isFalse();
  }

  @Test
  void letsAddressesPass() {
    VerbatimFilter verbatim =
        of(bella("see https://example.org/a/very/long/address/indeed.html there"));
    assertThat(verbatim.matches("https://example.org/a/very/long/address/indeed.html")).isFalse();
  }

  @Test
  void findsPassagesWhereNoBlanksAre() {
    VerbatimFilter verbatim = of(bella("昨天我们在河边看到了一只很大的猫"));
    assertThat(verbatim.matches("昨天我们在河边看到了")).isTrue();
    assertThat(verbatim.matches("今天他没有来")).isFalse();
  }

  @Test
  void takesHardlyAnythingForACopyThatIsNone() {
    SplittableRandom random = new SplittableRandom(1);
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      turns.add(bella(words(random)));
    }
    VerbatimFilter verbatim = of(turns);
    assertThat(turns).allMatch(turn -> verbatim.matches(turn.text()));
    assertThat(IntStream.range(0, 3000).filter(i -> verbatim.matches(words(random))).count())
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
    VerbatimFilter verbatim = of(bella(LONG), ada("i want a boat"));
    byte[] bytes = written(verbatim);
    VerbatimFilter again = read(bytes);
    assertThat(again.sizeInBytes()).isEqualTo(verbatim.sizeInBytes());
    assertThat(again.matches(LONG)).isTrue();
    assertThat(again.matches("i want a boat")).isTrue();
    assertThat(again.matches("i want two boats")).isFalse();
    assertThat(written(again)).isEqualTo(bytes);
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(part)).isInstanceOf(IOException.class);
    }
  }

  private static byte[] written(VerbatimFilter verbatim) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    verbatim.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static VerbatimFilter read(byte[] bytes) throws IOException {
    return VerbatimFilter.read(
        new DataInputStream(new ByteArrayInputStream(bytes)), TOKENIZER, VOICE.verbatim());
  }

  @Test
  void keepsNothingWhereNothingWasLearned() {
    VerbatimFilter verbatim =
        VerbatimFilter.of(
            TOKENIZER, VOICE.verbatim(), new int[] {ControlTokens.OWN, ControlTokens.END});
    assertThat(verbatim.sizeInBytes()).isZero();
    assertThat(verbatim.matches("any message of some words")).isFalse();
  }
}
