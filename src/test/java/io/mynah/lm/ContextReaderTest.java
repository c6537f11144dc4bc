package io.mynah.lm;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContextReaderTest {
  /** What its states are given at once, as text. */
  private static final class Pieces extends Scripted {
    private final List<String> pieces = new ArrayList<>();

    Pieces() {
      super((heard, out) -> out[0] = 1);
    }

    @Override
    public State start() {
      return new State() {
        @Override
        public void logProbabilities(float[] out) {
          throw new AssertionError("nothing is asked");
        }

        @Override
        public void advance(int token) {
          advance(new int[] {token});
        }

        @Override
        public void advance(int[] tokens) {
          if (tokens.length > 0) {
            pieces.add(Scripted.text(Arrays.stream(tokens).boxed().toList()));
          }
        }

        @Override
        public void learnFrom(int[] message) {
          pieces.add("learns " + Scripted.text(Arrays.stream(message).boxed().toList()));
        }

        @Override
        public State copy() {
          throw new AssertionError("nothing is copied");
        }
      };
    }
  }

  private final Pieces model = new Pieces();
  private final ContextReader reader =
      new ContextReader(model, new ConversationEncoder(Scripted.BYTES, BELLA));

  @Test
  void givesTheStateAWholeContextAtOnce() {
    reader.add(ada("tea?"));
    reader.add(bella("yes"));
    reader.add(ada("how?"));
    reader.beforeOwn();
    assertThat(model.pieces).containsExactly("[G][X]tea?[E][O]yes[E][X]how?[E]");
    reader.addOwn("black");
    reader.beforeOwn();
    assertThat(model.pieces.subList(1, model.pieces.size())).containsExactly("[O]black[E]");
  }

  @Test
  void letsTheStateLearnFromEarlierMessagesInTheirOrder() {
    reader.add(bella("hi"));
    for (int i = 1; i <= 9; i++) {
      reader.add(ada("" + i));
    }
    reader.beforeOwn();
    assertThat(model.pieces)
        .containsExactly(
            "[G][O]hi[E]",
            "learns [X]1[E]",
            "[G][X]2[E][X]3[E][X]4[E][X]5[E][X]6[E][X]7[E][X]8[E][X]9[E]");
  }
}
