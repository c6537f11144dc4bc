package io.mynah.chat;

import io.mynah.lm.Habits;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.ModelFormat;
import io.mynah.lm.Quantiles;
import io.mynah.lm.State;
import io.mynah.text.BpeTrainer;
import io.mynah.text.ControlTokens;
import io.mynah.text.Tokenizer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model that says one phrase, and repeats after it what it heard last, if it heard something. To
 * each further message in a row it adds its number.
 */
record Parrot(String phrase, Habits habits) implements LanguageModel {
  private static final Tokenizer BYTES = new BpeTrainer(ControlTokens.COUNT + 256).train(List.of());

  private static final String BAR = "|";

  static final ModelFormat FORMAT =
      new ModelFormat() {
        @Override
        public void write(LanguageModel model, DataOutputStream out) throws IOException {
          Parrot parrot = (Parrot) model;
          out.writeUTF(parrot.phrase());
          write(parrot.habits().bursts(), out);
          write(parrot.habits().gaps().seconds(), out);
          write(parrot.habits().delays().seconds(), out);
        }

        private static void write(List<Double> numbers, DataOutputStream out) throws IOException {
          out.writeInt(numbers.size());
          for (double each : numbers) {
            out.writeDouble(each);
          }
        }

        private static List<Double> numbers(DataInputStream in) throws IOException {
          Double[] numbers = new Double[in.readInt()];
          for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readDouble();
          }
          return List.of(numbers);
        }

        @Override
        public LanguageModel read(DataInputStream in) throws IOException {
          return new Parrot(
              in.readUTF(),
              new Habits(numbers(in), new Quantiles(numbers(in)), new Quantiles(numbers(in))));
        }
      };

  /** A parrot of whose habits nothing is known. */
  Parrot(String phrase) {
    this(phrase, Habits.PLAIN);
  }

  @Override
  public Tokenizer tokenizer() {
    return BYTES;
  }

  @Override
  public Optional<String> base() {
    return Optional.of("");
  }

  @Override
  public int vocabulary() {
    return BYTES.size();
  }

  @Override
  public State start() {
    return new Memory(new int[0], null, 0);
  }

  @Override
  public long sizeInBytes() {
    return phrase.length();
  }

  @Override
  public void close() {}

  /** Examples that begin with this are its phrase from then on; it ignores all others. */
  static final String LESSON = "say ";

  @Override
  public LanguageModel speaking(List<String> examples) {
    return examples.stream()
        .filter(example -> example.startsWith(LESSON))
        .reduce((first, second) -> second)
        .map(example -> new Parrot(example.substring(LESSON.length()), habits))
        .orElse(this);
  }

  /** A parrot that says one of some phrases each time, whatever it hears. */
  static String deaf(String... phrases) {
    return BAR + String.join(BAR, phrases);
  }

  /**
   * What was heard, what of the message is said (nothing before it begins), and how many messages
   * were said since anything was heard.
   */
  private final class Memory implements State {
    private int[] heard;
    private int @Nullable [] said;
    private int before;

    Memory(int[] heard, int @Nullable [] said, int before) {
      this.heard = heard;
      this.said = said;
      this.before = before;
    }

    @Override
    public void advance(int token) {
      if (token == ControlTokens.OWN) {
        said = new int[0];
      } else if (token == ControlTokens.OTHER) {
        heard = new int[0];
        before = 0;
      } else if (token == ControlTokens.END && said != null) {
        said = null;
        before++;
      } else if (said != null) {
        said = and(said, token);
      } else if (!ControlTokens.is(token)) {
        heard = and(heard, token);
      }
    }

    private static int[] and(int[] tokens, int token) {
      int[] more = Arrays.copyOf(tokens, tokens.length + 1);
      more[tokens.length] = token;
      return more;
    }

    private List<String> answers() {
      if (phrase.startsWith(BAR)) {
        return List.of(phrase.substring(1).split(Pattern.quote(BAR), -1));
      }
      String echo = BYTES.decode(heard, 0, heard.length);
      String answer = echo.isEmpty() ? phrase : phrase + " … " + echo;
      return List.of(before == 0 ? answer : answer + " (" + (before + 1) + ")");
    }

    private static boolean begins(int[] answer, int[] begun) {
      return answer.length >= begun.length
          && Arrays.equals(answer, 0, begun.length, begun, 0, begun.length);
    }

    @Override
    public void probabilities(float[] out) {
      Arrays.fill(out, 0);
      int[] begun = said == null ? new int[0] : said;
      List<int[]> fitting =
          answers().stream().map(BYTES::encode).filter(answer -> begins(answer, begun)).toList();
      for (int[] answer : fitting) {
        int next = begun.length < answer.length ? answer[begun.length] : ControlTokens.END;
        out[next] += 1f / fitting.size();
      }
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
      return new Memory(heard, said, before);
    }
  }
}
