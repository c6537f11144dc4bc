package io.mynah.lm;

import io.mynah.text.BpeTokenizer;
import io.mynah.text.BpeTrainer;
import io.mynah.text.ControlTokens;
import io.mynah.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A language model over bytes that does exactly what a test says. */
public class Scripted implements LanguageModel {
  public static final BpeTokenizer BYTES = new BpeTrainer(0).train(List.of());

  private static final Map<String, List<Integer>> TOKENS = new ConcurrentHashMap<>();

  private final Script script;

  /** Says how likely each next token is. */
  public interface Script {
    /**
     * Writes weights.
     *
     * @param heard all tokens before
     * @param out zeros; of any sum, made a distribution afterwards
     */
    void write(List<Integer> heard, float[] out);
  }

  public Scripted(Script script) {
    this.script = script;
  }

  /** A model that writes each of some messages with its probability, whatever was said before. */
  public static Scripted of(Map<String, Double> messages) {
    return new Scripted((heard, out) -> write(messages, message(heard), out));
  }

  /** A model that says nothing, and has seen some messages. */
  public static Scripted thatHasSeen(List<String> messages) {
    List<Integer> seen = messages.stream().flatMap(message -> tokens(message).stream()).toList();
    return new Scripted((heard, out) -> {}) {
      @Override
      public boolean hasSeen(int[] tokens) {
        return Collections.indexOfSubList(seen, Arrays.stream(tokens).boxed().toList()) >= 0;
      }
    };
  }

  private static List<Integer> tokens(String text) {
    return Stream.concat(Arrays.stream(BYTES.encode(text)).boxed(), Stream.of(ControlTokens.END))
        .toList();
  }

  /** Writes how a message of some would go on after its first tokens. */
  public static void write(Map<String, Double> messages, List<Integer> beginning, float[] out) {
    messages.forEach(
        (text, share) -> {
          List<Integer> whole = TOKENS.computeIfAbsent(text, Scripted::tokens);
          if (whole.size() > beginning.size()
              && whole.subList(0, beginning.size()).equals(beginning)) {
            out[whole.get(beginning.size())] += share.floatValue();
          }
        });
  }

  /** The tokens of the message that is being written. */
  public static List<Integer> message(List<Integer> heard) {
    int from = heard.size();
    while (from > 0 && !ControlTokens.is(heard.get(from - 1))) {
      from--;
    }
    return heard.subList(from, heard.size());
  }

  /** What was heard as text: E stands for an end, O for own, X for others', G for a gap. */
  public static String text(List<Integer> heard) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < heard.size(); i++) {
      if (ControlTokens.is(heard.get(i))) {
        int[] tokens = message(heard.subList(0, i)).stream().mapToInt(each -> each).toArray();
        text.append(BYTES.decode(tokens, 0, tokens.length));
        text.append('[').append("EOXG".charAt(heard.get(i))).append(']');
      }
    }
    return text.toString();
  }

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
    return new Place(List.of());
  }

  @Override
  public long sizeInBytes() {
    return 0;
  }

  @Override
  public void close() {}

  private final class Place implements State {
    private final List<Integer> heard;

    Place(List<Integer> heard) {
      this.heard = new ArrayList<>(heard);
    }

    @Override
    public void logProbabilities(float[] out) {
      Arrays.fill(out, 0);
      script.write(Collections.unmodifiableList(heard), out);
      double sum = 0;
      for (float each : out) {
        sum += each;
      }
      for (int i = 0; i < out.length; i++) {
        out[i] = out[i] > 0 ? (float) Math.log(out[i] / sum) : Float.NEGATIVE_INFINITY;
      }
    }

    @Override
    public void advance(int token) {
      heard.add(token);
    }

    @Override
    public State copy() {
      return new Place(heard);
    }
  }
}
