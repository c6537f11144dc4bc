package io.mynah.lm.training;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static io.mynah.lm.Scripted.BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.lm.Chats;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.Openings;
import io.mynah.lm.Scripted;
import io.mynah.lm.ShortMessages.Role;
import io.mynah.lm.TokenModel;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters.Averaging;
import io.mynah.text.ControlTokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConversationSampleTest {
  /** Opens a message with the last letter that others said, or with o after nothing of others. */
  private static final Scripted ECHO =
      new Scripted(
          (heard, out) -> {
            String others = Scripted.text(heard).replaceAll(".*\\[X]([^\\[]*)\\[E].*", "$1");
            char last = others.contains("[") ? 'o' : others.charAt(others.length() - 1);
            Scripted.write(Map.of(last + "!", 1.0), Scripted.message(heard), out);
          });

  private static Openings openings(
      int conversations, int written, List<TokenModel> networks, Turn... turns) {
    return sample(conversations, written, turns).openings(networks);
  }

  private static ConversationSample sample(int conversations, int written, Turn... turns) {
    return new ConversationSample(
        new ConversationEncoder(BYTES, BELLA),
        BYTES,
        Chats.inTime(List.of(turns)),
        Duration.ofHours(2),
        new Averaging(conversations, written, 5),
        1);
  }

  private static double share(Openings openings, Role role, char first) {
    return Math.exp(openings.logs(role, 0)[ControlTokens.COUNT + first]);
  }

  @Test
  void hasWhatThePersonAnsweredAndWhatTheyWentOnAfter() {
    Openings openings =
        openings(
            9, 0, List.of(ECHO), ada("a"), bella("1"), ada("b"), bella("2"), bella("3"), ada("c"));
    assertThat(share(openings, Role.ANSWER, 'a')).isCloseTo(0.5, within(0.001));
    assertThat(share(openings, Role.ANSWER, 'b')).isCloseTo(0.5, within(0.001));
    assertThat(share(openings, Role.CONTINUATION, 'b')).isCloseTo(1, within(0.001));
  }

  @Test
  void isSpreadEvenlyOverALongChat() {
    List<Turn> turns = new ArrayList<>();
    for (char letter = 'a'; letter < 'i'; letter++) {
      turns.add(ada("" + letter));
      turns.add(bella("ok"));
    }
    Openings openings = openings(4, 0, List.of(ECHO), turns.toArray(Turn[]::new));
    for (char letter : "aceg".toCharArray()) {
      assertThat(share(openings, Role.ANSWER, letter)).isCloseTo(0.25, within(0.001));
    }
  }

  @Test
  void hasMessagesThatTheBaseWritesToBeAnsweredToo() {
    Scripted base = Scripted.of(Map.of("x", 1.0));
    Openings openings = openings(9, 3, List.of(ECHO, base), ada("a"), bella("1"), bella("2"));
    assertThat(share(openings, Role.ANSWER, 'a')).isCloseTo(0.25, within(0.001));
    assertThat(share(openings, Role.ANSWER, 'x')).isCloseTo(0.75, within(0.001));
    assertThat(share(openings, Role.CONTINUATION, 'a')).isCloseTo(1, within(0.001));
  }

  @Test
  void asksTheBaseOnce() {
    AtomicInteger asked = new AtomicInteger();
    Scripted base =
        new Scripted(
            (heard, out) -> {
              asked.incrementAndGet();
              Scripted.write(Map.of("x", 1.0), Scripted.message(heard), out);
            });
    ConversationSample sample = sample(9, 3, ada("a"), bella("1"));
    Openings first = sample.openings(List.of(ECHO, base));
    int once = asked.get();
    assertThat(once).isPositive();
    Openings second = sample.openings(List.of(ECHO, base));
    assertThat(asked.get()).isEqualTo(once);
    assertThat(second.logs(Role.ANSWER, 1)).isEqualTo(first.logs(Role.ANSWER, 1));
  }

  @Test
  void isNothingWithoutNetworks() {
    assertThat(openings(9, 3, List.of(), ada("a"), bella("1"))).isSameAs(Openings.NONE);
  }
}
