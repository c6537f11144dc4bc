package io.mynah.lm.training;

import io.mynah.lm.TokenStream;
import io.mynah.text.BpeTokenizer;
import io.mynah.text.BpeTrainer;
import io.mynah.text.ControlTokens;
import io.mynah.text.Tokenizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Conversations to learn a base from, of which only the turns are known. Immutable.
 *
 * @param learned the conversations to learn from, each with its turns in order
 * @param judged the conversations to judge by
 */
public record Conversations(List<List<String>> learned, List<List<String>> judged) {
  /** The share of the conversations, the last ones, that is used to judge by. */
  private static final double VALIDATION = 0.01;

  public Conversations {
    learned = List.copyOf(learned);
    judged = List.copyOf(judged);
  }

  /**
   * Reads one turn per line, with a blank line between conversations. Masks secrets, and leaves out
   * turns that are nothing but a secret. The last conversations are used to judge by.
   */
  public static Conversations read(BufferedReader lines) throws IOException {
    List<List<String>> all = new ArrayList<>();
    List<String> turns = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String turn = line.strip();
      if (!turn.isEmpty()) {
        SecretMasking.of(turn).ifPresent(turns::add);
      } else if (!turns.isEmpty()) {
        all.add(List.copyOf(turns));
        turns.clear();
      }
    }
    if (!turns.isEmpty()) {
      all.add(List.copyOf(turns));
    }
    return split(all);
  }

  /** Takes the last conversations to judge by; a single one is used to learn from. */
  public static Conversations split(List<List<String>> all) {
    if (all.size() < 2) {
      return new Conversations(all, List.of());
    }
    int first = Math.max(0, all.size() - (int) Math.ceil(all.size() * VALIDATION));
    return new Conversations(all.subList(0, first), all.subList(first, all.size()));
  }

  /** Combines several texts into one. */
  public static Conversations of(List<Conversations> texts) {
    return new Conversations(
        texts.stream().flatMap(text -> text.learned.stream()).toList(),
        texts.stream().flatMap(text -> text.judged.stream()).toList());
  }

  /** Learns a tokenizer from the conversations to learn from. */
  BpeTokenizer learnTokenizer(int vocabulary) {
    return new BpeTrainer(vocabulary).train(learned.stream().flatMap(List::stream).toList());
  }

  /** The conversations to learn from, as tokens. */
  TokenStream training(Tokenizer tokenizer, long seed) {
    return stream(learned, tokenizer, seed);
  }

  /** The conversations to judge by, as tokens. */
  TokenStream validation(Tokenizer tokenizer, long seed) {
    return stream(judged, tokenizer, seed);
  }

  /**
   * Encodes conversations. Who spoke is unknown, so the opening of each turn is drawn at random:
   * the network learns that both openings are followed by the same language.
   */
  private static TokenStream stream(
      List<List<String>> conversations, Tokenizer tokenizer, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tokens tokens = new Tokens();
    for (List<String> turns : conversations) {
      tokens.add(ControlTokens.GAP);
      for (String turn : turns) {
        tokens.add(random.nextBoolean() ? ControlTokens.OWN : ControlTokens.OTHER);
        for (int token : tokenizer.encode(turn)) {
          tokens.add(token);
        }
        tokens.add(ControlTokens.END);
      }
    }
    return tokens.toStream();
  }

  private static final class Tokens {
    private int[] values = new int[1 << 16];
    private int length;

    void add(int token) {
      if (length == values.length) {
        values = Arrays.copyOf(values, 2 * length);
      }
      values[length++] = token;
    }

    TokenStream toStream() {
      float[] weights = new float[length];
      for (int i = 0; i < length; i++) {
        weights[i] = ControlTokens.is(values[i]) && values[i] != ControlTokens.END ? 0 : 1;
      }
      return new TokenStream(Arrays.copyOf(values, length), weights);
    }
  }
}
