package io.mynah.lm.transformer.hub;

import io.mynah.text.ByteLevelBpe;
import io.mynah.text.ControlTokens;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The tokens of a published model, renumbered for a base: first the {@link ControlTokens}, then the
 * pieces in their order. The model's special tokens are left out.
 *
 * <p>A piece keeps its row in the embeddings and in the softmax. The row of a control token is the
 * mean of the rows of those tokens that do something similar in the model. In a model of
 * conversations (one of {@link Turns}, whose end of a turn is an end of text, too, by config.json)
 * {@code END} is the end of a turn; {@code OWN} is what begins a turn and the word for the model,
 * {@code OTHER} that and the word for the user. In another model {@code END} is the end of text and
 * the line break, {@code OWN} and {@code OTHER} the line break and the letter A or B. {@code GAP}
 * is the beginning of text, or, if there is none or {@code END} has it, the mean of all pieces: two
 * tokens with the same row would always be equally likely.
 *
 * @param tokenizer renumbered
 * @param pieces for each new id from {@link ControlTokens#COUNT} on, the model's id
 * @param control for each control token, the model's ids of which it is the mean; {@link #ALL}
 *     stands for the mean of all pieces
 */
record BaseVocabulary(ByteLevelBpe tokenizer, List<Integer> pieces, List<List<Integer>> control) {
  /** Stands for the mean of all pieces. */
  static final int ALL = -1;

  private static final String LINE = "\n";

  /** How conversations are written in models that were trained for them. */
  private enum Turns {
    CHAT_ML("<|im_start|>", "<|im_end|>"),
    LLAMA3("<|start_header_id|>", "<|eot_id|>");

    private static final String MODEL = "assistant";
    private static final String USER = "user";

    private final String begin;
    private final String end;

    /**
     * @param begin the name of the token before the word for who speaks
     * @param end the name of the token after what is said
     */
    Turns(String begin, String end) {
      this.begin = begin;
      this.end = end;
    }
  }

  /** Names of an end of text, where config.json has none. */
  private static final List<String> ENDS =
      List.of("<|endoftext|>", "<|end_of_text|>", "</s>", "<|end|>");

  /**
   * Chooses the tokens.
   *
   * @param first the ids that begin a text, by config.json
   * @param last the ids that end a text, by config.json
   * @throws IOException when more than a sixteenth of the model's tokens are neither pieces nor
   *     special, since models have only few to spare
   */
  static BaseVocabulary of(PublishedTokenizer published, List<Integer> first, List<Integer> last)
      throws IOException {
    ByteLevelBpe tokenizer = published.tokenizer();
    Map<String, Integer> special = published.special();
    List<Integer> pieces =
        IntStream.range(0, tokenizer.size())
            .filter(id -> tokenizer.bytes(id).length > 0)
            .boxed()
            .toList();
    if (16L * (tokenizer.size() - pieces.size() - special.size()) > tokenizer.size()) {
      throw new IOException(
          "The tokenizer has "
              + (pieces.size() + special.size())
              + " tokens and the model "
              + tokenizer.size()
              + ", so it is another model's.");
    }
    List<Integer> line = ids(tokenizer, LINE);
    List<Integer> end;
    List<Integer> own;
    List<Integer> other;
    Optional<Turns> turns =
        Arrays.stream(Turns.values())
            .filter(each -> special.containsKey(each.begin) && special.containsKey(each.end))
            .filter(each -> last.contains(id(special, each.end)))
            .findFirst();
    if (turns.isPresent()) {
      int begin = id(special, turns.get().begin);
      end = List.of(id(special, turns.get().end));
      own = joined(List.of(begin), ids(tokenizer, Turns.MODEL));
      other = joined(List.of(begin), ids(tokenizer, Turns.USER));
    } else {
      end = joined(endOfText(special, last), line);
      own = joined(line, ids(tokenizer, "A"));
      other = joined(line, ids(tokenizer, "B"));
    }
    List<Integer> beginning = first.isEmpty() ? endOfText(special, last) : first.subList(0, 1);
    List<Integer> gap = end.containsAll(beginning) ? List.of(ALL) : beginning;
    int[] ids =
        IntStream.concat(
                IntStream.generate(() -> -1).limit(ControlTokens.COUNT),
                pieces.stream().mapToInt(id -> id))
            .toArray();
    return new BaseVocabulary(tokenizer.renumbered(ids), pieces, List.of(end, own, other, gap));
  }

  private static int id(Map<String, Integer> special, String name) {
    return Objects.requireNonNull(special.get(name));
  }

  private static List<Integer> endOfText(Map<String, Integer> special, List<Integer> last) {
    return last.isEmpty()
        ? ENDS.stream()
            .filter(special::containsKey)
            .map(name -> id(special, name))
            .limit(1)
            .toList()
        : last.subList(0, 1);
  }

  private static List<Integer> ids(ByteLevelBpe tokenizer, String text) {
    return Arrays.stream(tokenizer.encode(text)).boxed().toList();
  }

  private static List<Integer> joined(List<Integer> one, List<Integer> two) {
    return Stream.concat(one.stream(), two.stream()).toList();
  }

  /** Reads rows of a matrix of the model. */
  interface Rows {
    /**
     * Reads rows one after another.
     *
     * @param first the model's id of the first row
     * @param out written from {@code at} on
     */
    void read(int first, int count, float[] out, int at) throws IOException;
  }

  /**
   * Reads the rows of all tokens.
   *
   * @param width numbers of a row
   * @param out written from index 0 on, row by row
   * @throws IOException when {@code rows} throws it
   */
  void read(Rows rows, int width, float[] out) throws IOException {
    int begin = 0;
    for (int i = 1; i <= pieces.size(); i++) {
      if (i == pieces.size() || pieces.get(i) != pieces.get(i - 1) + 1) {
        rows.read(pieces.get(begin), i - begin, out, (ControlTokens.COUNT + begin) * width);
        begin = i;
      }
    }
    float[] row = new float[width];
    for (int token = 0; token < control.size(); token++) {
      double[] sum = new double[width];
      for (int id : control.get(token)) {
        if (id == ALL) {
          addMean(out, width, sum);
        } else {
          rows.read(id, 1, row, 0);
          for (int i = 0; i < width; i++) {
            sum[i] += row[i];
          }
        }
      }
      for (int i = 0; i < width; i++) {
        out[token * width + i] = (float) (sum[i] / control.get(token).size());
      }
    }
  }

  private void addMean(float[] out, int width, double[] sum) {
    double[] all = new double[width];
    for (int i = ControlTokens.COUNT * width; i < out.length; i++) {
      all[i % width] += out[i];
    }
    for (int i = 0; i < width; i++) {
      sum[i] += all[i] / pieces.size();
    }
  }
}
