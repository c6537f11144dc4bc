package io.mynah.lm;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.text.BpeTokenizer;
import io.mynah.text.BpeTrainer;
import io.mynah.text.ControlTokens;
import io.mynah.text.RandomText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConversationEncoderTest {
  private final BpeTokenizer bytes = new BpeTrainer(0).train(List.of());
  private final ConversationEncoder encoder = new ConversationEncoder(bytes, BELLA);

  private static String text(int... tokens) {
    return Scripted.text(Arrays.stream(tokens).boxed().toList());
  }

  @Test
  void marksWhoSpeaksAndWhereMessagesEnd() {
    assertThat(text(encoder.message(bella("hi")))).isEqualTo("[O]hi[E]");
    assertThat(text(encoder.message(ada("hi")))).isEqualTo("[X]hi[E]");
  }

  @Test
  void keepsWhatWasSaidJustBeforeAPersonsOwnMessagesAndMarksTheGaps() {
    ConversationEncoder encoder =
        new ConversationEncoder(bytes, BELLA, new VoiceParameters.Context(2, 48));
    List<Turn> turns =
        List.of(
            ada("1"), ada("2"), ada("3"), bella("4"), bella("5"), ada("6"), bella("7"), ada("8"));
    assertThat(text(encoder.conversation(turns, 0.3f).tokens()))
        .isEqualTo("[G][X]2[E][X]3[E][O]4[E][O]5[E][X]6[E][O]7[E]");
    List<Turn> gap = List.of(bella("1"), ada("2"), ada("3"), ada("4"), bella("5"));
    assertThat(text(encoder.conversation(gap, 0.3f).tokens()))
        .isEqualTo("[G][O]1[E][G][X]3[E][X]4[E][O]5[E]");
  }

  @Test
  void putsNothingOfOneChatBeforeAMessageOfAnother() {
    List<Turn> turns =
        List.of(of(0, ada("1")), of(0, bella("2")), of(0, ada("3")), of(1, bella("4")));
    assertThat(text(encoder.conversation(turns, 0.3f).tokens()))
        .isEqualTo("[G][X]1[E][O]2[E][G][O]4[E]");
    assertThat(text(encoder.everyone(turns).tokens()))
        .isEqualTo("[G][X]1[E][O]2[E][X]3[E][G][O]4[E]");
    List<Turn> back = List.of(of(0, bella("1")), of(1, ada("2")), of(1, bella("3")));
    assertThat(text(encoder.conversation(back, 0.3f).tokens()))
        .isEqualTo("[G][O]1[E][G][X]2[E][O]3[E]");
  }

  private static Turn of(int chat, Turn turn) {
    return new Turn(turn.speaker(), turn.at(), turn.text(), chat);
  }

  @Test
  void countsEveryTokenThatIsPredictedAndNoneThatIsGiven() {
    TokenStream stream = encoder.conversation(List.of(ada("a"), bella("bc")), 0.3f);
    assertThat(text(stream.tokens())).isEqualTo("[G][X]a[E][O]bc[E]");
    assertThat(stream.weights()).containsExactly(0, 0, 0.3f, 0.3f, 0, 1, 1, 1);
  }

  @Test
  void leavesEveryoneElseOutWhereThePersonIsAlone() {
    TokenStream stream = encoder.alone(List.of(ada("a"), bella("b"), ada("c"), bella("d")));
    assertThat(text(stream.tokens())).isEqualTo("[G][O]b[E][O]d[E]");
    assertThat(stream.weights()).containsExactly(0, 0, 1, 1, 0, 1, 1);
  }

  @Test
  void keepsLongMessagesOfThePersonsOwnWholeAndTheEndOfOthers() {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder story = new StringBuilder();
    while (story.length() < 5000) {
      story.append(Chats.sentence(random)).append(" 😀");
    }
    String text = story.toString();
    assertThat(text(encoder.message(bella(text)))).isEqualTo("[O]" + text + "[E]");
    int[] others = encoder.message(ada(text));
    assertThat(others).hasSizeBetween(40, 60);
    String heard = text(others);
    assertThat(heard).startsWith("[X]").endsWith("😀[E]");
    assertThat(text).endsWith(heard.substring(heard.length() - 20, heard.length() - 3));
  }

  @Test
  void countsCharactersAsCodePoints() {
    assertThat(encoder.characters(encoder.own("a👍🏽é\n"))).isEqualTo(5);
  }

  @Test
  void listensToAConversationInTheFormThatIsLearned() {
    SplittableRandom random = new SplittableRandom(2);
    for (int round = 0; round < 200; round++) {
      List<Turn> turns = new ArrayList<>();
      for (int i = random.nextInt(25); i > 0; i--) {
        String text = RandomText.of(random, 8);
        turns.add(random.nextInt(3) == 0 ? bella(text) : ada(text));
      }
      turns.add(bella("last"));
      List<Integer> heard = new ArrayList<>();
      ContextReader reader =
          new ContextReader(
              new Scripted(
                  (before, out) -> {
                    heard.clear();
                    heard.addAll(before);
                    out[0] = 1;
                  }),
              encoder);
      turns.forEach(reader::add);
      reader.beforeOwn().logProbabilities(new float[bytes.size()]);
      assertThat(heard)
          .containsExactlyElementsOf(
              Arrays.stream(encoder.conversation(turns, 1).tokens()).boxed().toList());
      assertThat(heard.get(0)).isEqualTo(ControlTokens.GAP);
    }
  }
}
