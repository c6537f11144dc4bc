package io.mynah.lm.training;

import static io.mynah.lm.Chats.ADA;
import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static io.mynah.lm.Scripted.BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mynah.lm.Chats;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.Openings;
import io.mynah.lm.Scripted;
import io.mynah.lm.ShortMessages.Role;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters.Averaging;
import io.mynah.text.ControlTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConversationSampleTest {
  /** Opens a message with the first letter of the first message that it heard. */
  private static final Scripted ECHO =
      new Scripted(
          (heard, out) -> {
            String first = Scripted.text(heard).replaceAll("\\[[EOXG]\\]", "");
            char letter = first.isEmpty() ? '-' : first.charAt(0);
            Scripted.write(Map.of(letter + "!", 1.0), Scripted.message(heard), out);
          });

  private static ConversationSample sample(
      List<Turn> before, List<Turn> after, Averaging averaging) {
    return new ConversationSample(
        new ConversationEncoder(BYTES, BELLA),
        BYTES,
        new DataSplit(before, after),
        Duration.ofHours(2),
        averaging,
        () -> false);
  }

  private static Openings openings(int conversations, Turn... turns) throws TrainingCancelled {
    return sample(List.of(), Chats.inTime(List.of(turns)), new Averaging(conversations, 3, 0, 5))
        .openings(ECHO);
  }

  private static double share(Openings openings, Role role, char first) {
    return Math.exp(openings.logs(role, 0).orElseThrow()[ControlTokens.COUNT + first]);
  }

  @Test
  void hasWhatThePersonAnsweredAndWhatTheyWentOnAfter() throws TrainingCancelled {
    Openings openings =
        openings(9, ada("a"), bella("1"), ada("b"), bella("2"), bella("3"), ada("c"));
    assertThat(share(openings, Role.ANSWER, 'a')).isCloseTo(0.5, within(0.001));
    assertThat(share(openings, Role.ANSWER, 'b')).isCloseTo(0.5, within(0.001));
    assertThat(share(openings, Role.CONTINUATION, 'b')).isCloseTo(1, within(0.001));
  }

  @Test
  void hasOnlyTheLastTurnsOfALongConversation() throws TrainingCancelled {
    Openings answered = openings(9, ada("a"), ada("b"), ada("c"), ada("d"), bella("1"));
    assertThat(share(answered, Role.ANSWER, 'b')).isCloseTo(1, within(0.001));
    Openings alone = openings(9, bella("a"), bella("b"), bella("c"), bella("d"), bella("e"));
    assertThat(share(alone, Role.CONTINUATION, 'a')).isCloseTo(0.75, within(0.001));
  }

  @Test
  void hasNothingOfAnotherChatOrOfLongBefore() throws TrainingCancelled {
    Instant start = Instant.EPOCH;
    Instant late = start.plus(Duration.ofHours(3));
    List<Turn> turns =
        List.of(
            new Turn(ADA, start, "a", 1),
            new Turn(ADA, late, "b", 1),
            new Turn(BELLA, late, "1", 1),
            new Turn(ADA, late, "c", 1),
            new Turn(ADA, late, "d", 2),
            new Turn(BELLA, late, "2", 2),
            new Turn(ADA, late, "e", 2),
            new Turn(BELLA, late, "3", 1),
            new Turn(ADA, late, "f", 2),
            new Turn(BELLA, late.plus(Duration.ofHours(3)), "4", 2));
    Openings openings = sample(List.of(), turns, new Averaging(9, 9, 0, 5)).openings(ECHO);
    assertThat(share(openings, Role.ANSWER, 'b')).isCloseTo(0.5, within(0.001));
    assertThat(share(openings, Role.ANSWER, 'd')).isCloseTo(0.5, within(0.001));
  }

  @Test
  void isSpreadEvenlyOverALongSlice() throws TrainingCancelled {
    Openings openings = openings(4, answers("abcdefgh").toArray(Turn[]::new));
    for (char letter : List.of('a', 'c', 'e', 'g')) {
      assertThat(share(openings, Role.ANSWER, letter)).isCloseTo(0.25, within(0.001));
    }
  }

  private static List<Turn> answers(String letters) {
    return letters
        .chars()
        .mapToObj(Character::toString)
        .flatMap(letter -> Stream.of(ada(letter), bella("ok")))
        .toList();
  }

  @Test
  void hasTheLastLearnedOnesWhereTheSliceHasFew() throws TrainingCancelled {
    List<Turn> turns = Chats.inTime(answers("abcde"));
    Openings openings =
        sample(turns.subList(0, 8), turns.subList(8, 10), new Averaging(3, 3, 0, 5)).openings(ECHO);
    for (char letter : List.of('c', 'd', 'e')) {
      assertThat(share(openings, Role.ANSWER, letter)).isCloseTo(1 / 3.0, within(0.001));
    }
  }

  private static Openings withWritten(Scripted base, int written) throws TrainingCancelled {
    List<Turn> turns = Chats.inTime(List.of(ada("a"), bella("1"), bella("2")));
    ConversationSample sample = sample(List.of(), turns, new Averaging(9, 9, written, 5));
    sample.addWritten(base, 1);
    return sample.openings(ECHO);
  }

  @Test
  void hasMessagesThatTheBaseWritesToBeAnsweredToo() throws TrainingCancelled {
    Openings openings = withWritten(Scripted.of(Map.of("x", 1.0)), 19);
    assertThat(share(openings, Role.ANSWER, 'a')).isCloseTo(0.05, within(0.001));
    assertThat(share(openings, Role.ANSWER, 'x')).isCloseTo(0.95, within(0.001));
    assertThat(share(openings, Role.CONTINUATION, 'a')).isCloseTo(1, within(0.001));
  }

  @Test
  void leavesOutWrittenMessagesThatAreTooLongOrBlankAndEndsThemAtControlTokens()
      throws TrainingCancelled {
    Scripted base =
        new Scripted(
            (heard, out) -> {
              List<Integer> message = Scripted.message(heard);
              Scripted.write(Map.of("x", 0.4, " ", 0.2, "endless", 0.4), message, out);
              if (message.size() == 1 && message.get(0) == ControlTokens.COUNT + 'x') {
                out[ControlTokens.END] = 0;
                out[ControlTokens.OTHER] = 1;
              }
            });
    Openings openings = withWritten(base, 100);
    assertThat(share(openings, Role.ANSWER, 'x')).isGreaterThan(0.9);
    assertThat(share(openings, Role.ANSWER, 'x') + share(openings, Role.ANSWER, 'a'))
        .isCloseTo(1, within(0.001));
  }

  @Test
  void endsWhenCancelled() {
    List<Turn> turns = Chats.inTime(answers("ab"));
    ConversationSample sample =
        new ConversationSample(
            new ConversationEncoder(BYTES, BELLA),
            BYTES,
            new DataSplit(List.of(), turns),
            Duration.ofHours(2),
            new Averaging(9, 9, 9, 5),
            () -> true);
    assertThatThrownBy(() -> sample.openings(ECHO)).isInstanceOf(TrainingCancelled.class);
    assertThatThrownBy(() -> sample.addWritten(ECHO, 1)).isInstanceOf(TrainingCancelled.class);
  }

  @Test
  void isEmptyForAChatInWhichThePersonNeverFollows() throws TrainingCancelled {
    Openings openings = openings(9, bella("a"), ada("b"));
    assertThat(openings.logs(Role.ANSWER, 0)).isEmpty();
  }
}
