package io.mynah.chat;

import io.mynah.lm.LanguageModel;
import io.mynah.lm.ModelFormat;
import io.mynah.lm.State;
import io.mynah.text.BpeTrainer;
import io.mynah.text.Control;
import io.mynah.text.Tokenizer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** A model that says one phrase, and repeats after it what it heard, if it heard something. */
record Parrot(String phrase) implements LanguageModel {
  private static final Tokenizer BYTES = new BpeTrainer(Control.COUNT + 256).train(List.of());

  static final ModelFormat FORMAT =
      new ModelFormat() {
        @Override
        public void write(LanguageModel model, DataOutputStream out) throws IOException {
          out.writeUTF(((Parrot) model).phrase());
        }

        @Override
        public LanguageModel read(DataInputStream in) throws IOException {
          return new Parrot(in.readUTF());
        }
      };

  @Override
  public Tokenizer tokenizer() {
    return BYTES;
  }

  @Override
  public int vocabulary() {
    return BYTES.size();
  }

  @Override
  public State start() {
    return new Memory(new int[0], -1);
  }

  @Override
  public long sizeInBytes() {
    return phrase.length();
  }

  @Override
  public void close() {}

  /** What was heard, and how much of the answer was said; −1 before it begins. */
  private final class Memory implements State {
    private int[] heard;
    private int said;

    Memory(int[] heard, int said) {
      this.heard = heard;
      this.said = said;
    }

    @Override
    public void advance(int token) {
      if (said >= 0) {
        said++;
      } else if (token == Control.OWN) {
        said = 0;
      } else if (token == Control.OTHER) {
        heard = new int[0];
      } else if (!Control.is(token)) {
        heard = Arrays.copyOf(heard, heard.length + 1);
        heard[heard.length - 1] = token;
      }
    }

    @Override
    public void probabilities(float[] out) {
      Arrays.fill(out, 0);
      String echo = BYTES.decode(heard, 0, heard.length);
      int[] answer = BYTES.encode(echo.isEmpty() ? phrase : phrase + " … " + echo);
      out[said < answer.length ? answer[said] : Control.END] = 1;
    }

    @Override
    public void logProbabilities(float[] out) {
      probabilities(out);
      for (int i = 0; i < out.length; i++) {
        out[i] = (float) Math.log(out[i]);
      }
    }

    @Override
    public State copy() {
      return new Memory(heard, said);
    }
  }
}
