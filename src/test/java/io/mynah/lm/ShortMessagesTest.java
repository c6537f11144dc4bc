package io.mynah.lm;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static io.mynah.lm.Scripted.BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mynah.privacy.Secrets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class ShortMessagesTest {
  private static final Duration LONGEST_DELAY = Duration.ofHours(2);

  private static ShortMessages of(Turn... turns) {
    return ShortMessages.of(Chats.inTime(List.of(turns)), BELLA, BYTES, LONGEST_DELAY);
  }

  private static Map<String, Integer> answers(ShortMessages messages) {
    Map<String, Integer> answers = new TreeMap<>();
    for (int i = 0; i < messages.size(); i++) {
      answers.put(text(messages.tokens(i)), messages.times(i, ShortMessages.Role.ANSWER));
    }
    return answers;
  }

  private static String text(int[] tokens) {
    return BYTES.decode(tokens, 0, tokens.length);
  }

  @Test
  void areThoseOfThePersonWithFewerWordsThanACopy() {
    ShortMessages messages =
        of(
            ada("tea now? yes or no"),
            bella("yes"),
            bella("no wait"),
            ada("wait"),
            bella("tea now or no tea"),
            bella("yes"));
    assertThat(answers(messages)).isEqualTo(Map.of("yes", 1, "no wait", 0));
    assertThat(messages.different(ShortMessages.Role.CONTINUATION)).isEqualTo(2);
    assertThat(messages.different(ShortMessages.Role.ANSWER)).isEqualTo(1);
  }

  @Test
  void haveOnlyWordsThatComeInSeveralMessages() {
    ShortMessages messages =
        of(
            ada("the password?"),
            bella("tigerlily77"),
            bella("4471"),
            bella("ok, Ok!"),
            ada("ok"),
            bella("Tigerlily"),
            ada("who is tigerlily"));
    assertThat(answers(messages)).isEqualTo(Map.of("ok, Ok!", 0, "Tigerlily", 1));
  }

  @Test
  void haveNoCodesThatCameOnceOrTwice() {
    List<Turn> turns = new ArrayList<>();
    for (String text : List.of("4471", "4471", "b12 b12", "$$#@!", "…", "…", "🌙✨")) {
      turns.add(bella(text));
    }
    for (int i = 0; i < 5; i++) {
      turns.add(ada("it is 12 now, or 44"));
    }
    turns.addAll(List.of(bella("12"), bella("12"), bella("44 12")));
    assertThat(answers(of(turns.toArray(Turn[]::new))).keySet())
        .containsExactlyInAnyOrder("…", "🌙✨", "12");
  }

  @Test
  void haveNoCharactersThatModelsMayNotWrite() {
    Turn sign = bella("ok \uE415");
    Turn bell = bella("ok \u0007");
    assertThat(answers(of(sign, sign, bell, bell, bella("ok")))).isEqualTo(Map.of("ok", 0));
  }

  @Test
  void ofAScriptWithoutBlanksAreWhatCameTwice() {
    assertThat(
            answers(of(ada("好吗"), bella("好"), ada("你"), bella("好"), ada("呢"), bella("我很好啊")))
                .keySet())
        .containsExactly("好");
  }

  @Test
  void includeWhatIsTaughtAsIfItHadComeAFewTimes() {
    ShortMessages messages = of(ada("ok"), bella("ok"), ada("ok"), bella("ok"));
    ShortMessages taught = messages.with(List.of("ok", "new one", "much too long for this"), BYTES);
    assertThat(answers(taught)).isEqualTo(Map.of("ok", 5, "new one", 3));
    assertThat(answers(messages)).isEqualTo(Map.of("ok", 2));
    assertThat(messages.with(List.of("much too long for this"), BYTES)).isSameAs(messages);
  }

  @Test
  void haveNoSecrets() {
    Turn masked = bella("pw: hunter2 " + Secrets.PLACEHOLDER);
    ShortMessages messages = of(ada("pw: hunter2"), masked, masked);
    assertThat(messages.size()).isZero();
  }

  @Test
  void whatComesLateOrInAnotherChatIsNoAnswer() {
    Instant at = Instant.EPOCH;
    List<Turn> turns =
        List.of(
            ada("ok"),
            new Turn(BELLA, at.plus(Duration.ofHours(3)), "ok"),
            new Turn(Chats.ADA, at.plus(Duration.ofHours(3)), "hm", 1),
            new Turn(BELLA, at.plus(Duration.ofHours(3)), "hm", 2));
    assertThat(answers(ShortMessages.of(turns, BELLA, BYTES, LONGEST_DELAY)))
        .isEqualTo(Map.of("ok", 0, "hm", 0));
  }

  @Test
  void someOfALengthAreDrawnAsOftenAsTheyCameAndEachEquallyOften() {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      turns.add(bella(i < 10 ? "abc" : i < 15 ? "xyz" : "q" + (char) ('a' + i) + "q"));
    }
    ShortMessages messages = of(turns.toArray(Turn[]::new));
    SplittableRandom random = new SplittableRandom(1);
    int[] times = new int[3];
    for (int i = 0; i < 4000; i++) {
      Optional<int[]> drawn = messages.draw(3, 1, ShortMessagesTest::nothing, random);
      times[drawn.isEmpty() ? 0 : text(drawn.get()).equals("abc") ? 1 : 2]++;
    }
    assertThat(times[0] / 4000.0).isCloseTo(0.25, within(0.03));
    assertThat(times[1] / 4000.0).isCloseTo(0.375, within(0.03));
    assertThat(messages.draw(4, 1, ShortMessagesTest::nothing, random)).isEmpty();
    assertThat(messages.draw(99, 1, ShortMessagesTest::nothing, random)).isEmpty();
  }

  private static double nothing(int[] tokens) {
    return 0;
  }

  @Test
  void ofSeveralThatAreDrawnTheOneThatTellsMostIsTaken() {
    ToDoubleFunction<int[]> likesX = tokens -> text(tokens).startsWith("x") ? 1 : 0;
    for (int different : new int[] {10, 40}) {
      Turn[] turns = new Turn[2 * different];
      for (int i = 0; i < turns.length; i++) {
        int number = i / 2;
        String rest = "" + (char) ('a' + number / 8) + (char) ('a' + number % 8);
        turns[i] = bella((number < different / 2 ? "x" : "y") + rest);
      }
      ShortMessages messages = of(turns);
      SplittableRandom random = new SplittableRandom(1);
      int liked = 0;
      for (int i = 0; i < 2000; i++) {
        int[] drawn = messages.draw(3, 2, likesX, random).orElseThrow();
        liked += text(drawn).startsWith("x") ? 1 : 0;
      }
      // Not where both are others; of ten, one is drawn.
      assertThat(liked / 2000.0).isCloseTo(different == 10 ? 0.5 : 0.75, within(0.03));
    }
  }

  @Test
  void areFoundByTheirTokens() {
    ShortMessages messages = of(bella("b"), bella("a"), bella("b"), bella("a"));
    assertThat(messages.contains(BYTES.encode("a"))).isTrue();
    assertThat(messages.contains(BYTES.encode("b"))).isTrue();
    assertThat(messages.contains(BYTES.encode("ab"))).isFalse();
    assertThat(messages.with(List.of("ab"), BYTES).contains(BYTES.encode("ab"))).isTrue();
    assertThat(ShortMessages.NONE.contains(BYTES.encode("a"))).isFalse();
  }

  @Test
  void areTheSameAfterWritingAndReading() throws IOException {
    ShortMessages messages =
        of(ada("a b"), bella("a"), bella("b a"), ada("a"), bella("b a"), bella("b"));
    byte[] written = written(messages);
    ShortMessages read = read(written);
    assertThat(answers(read)).isEqualTo(answers(messages)).hasSize(3);
    assertThat(written(read)).isEqualTo(written);
    for (int length = 1; length < 4; length++) {
      SplittableRandom one = new SplittableRandom(2);
      SplittableRandom other = new SplittableRandom(2);
      assertThat(read.draw(length, 1, ShortMessagesTest::nothing, one).map(ShortMessagesTest::text))
          .isEqualTo(
              messages
                  .draw(length, 1, ShortMessagesTest::nothing, other)
                  .map(ShortMessagesTest::text));
    }
    for (int length = 0; length < written.length; length++) {
      byte[] part = Arrays.copyOf(written, length);
      assertThatThrownBy(() -> read(part)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void refusesTokensThatAreNoneAndMessagesOutOfOrder() throws IOException {
    byte[] written = written(of(bella("a"), bella("b"), bella("a"), bella("b")));
    int firstMessage = written.length - 8;
    assertThat(written[firstMessage]).as("one token").isEqualTo((byte) 1);
    byte[] control = written.clone();
    control[firstMessage + 1] = 0;
    assertThatThrownBy(() -> read(control)).isInstanceOf(IOException.class);
    byte[] twice = written.clone();
    System.arraycopy(written, firstMessage, twice, firstMessage + 4, 4);
    assertThatThrownBy(() -> read(twice)).isInstanceOf(IOException.class);
  }

  @Test
  void refusesWhatCameMoreOftenAsAnAnswerThanAtAll() throws IOException {
    byte[] written = written(of(bella("a"), bella("a")));
    int answers = written.length - 1;
    assertThat(written[answers - 1]).as("times").isEqualTo((byte) 2);
    written[answers] = 2;
    assertThat(read(written).times(0, ShortMessages.Role.CONTINUATION)).isZero();
    written[answers] = 3;
    assertThatThrownBy(() -> read(written)).isInstanceOf(IOException.class);
  }

  private static byte[] written(ShortMessages messages) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    messages.write(new DataOutputStream(out));
    return out.toByteArray();
  }

  private static ShortMessages read(byte[] bytes) throws IOException {
    return ShortMessages.read(new DataInputStream(new ByteArrayInputStream(bytes)), BYTES.size());
  }
}
