package io.mynah.lm.mixture;

import io.mynah.lm.Habits;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.ModelFormat;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.Openings;
import io.mynah.lm.SentenceHabits;
import io.mynah.lm.ShortMessages;
import io.mynah.lm.TokenModel;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.WordFrequencies;
import io.mynah.lm.ngram.NGramModel;
import io.mynah.text.Tokenizer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file format of {@link MixtureModel}: a magic number and version, the tokenizer, the parts,
 * the mixing weights, the verbatim filter, the factor of ends, the habits, the short messages, the
 * openings, the frequencies of words, how messages begin and end. Thread-safe.
 */
public final class MixtureFormat implements ModelFormat {
  private static final int MAGIC = 0x4D594E56; // "MYNV"
  private static final int VERSION = 10;

  /** The version before, without how messages begin and end. */
  private static final int WITHOUT_SENTENCES = 9;

  /** The version before that, without frequencies of words. */
  private static final int WITHOUT_WORDS = 8;

  /** The version before those, without openings. */
  private static final int WITHOUT_OPENINGS = 7;

  /** The version before those, without short messages. */
  private static final int WITHOUT_SHORT = 6;

  /** The version before those, in which habits are times alone. */
  private static final int TIMES_ALONE = 5;

  private static final int MOST_PARTS = 8;
  private static final double MOST_END_FACTOR = 1000;
  private static final int NGRAM = 1;
  private static final int NEURAL = 2;

  private final @Nullable NeuralLearner neural;
  private final VoiceParameters parameters;

  /**
   * @param neural writes and reads the neural parts; null if there are none
   * @param parameters of the models, which are not in their files
   */
  public MixtureFormat(@Nullable NeuralLearner neural, VoiceParameters parameters) {
    this.neural = neural;
    this.parameters = parameters;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the model is not a {@link MixtureModel}, or has parts
   *     that cannot be written
   */
  @Override
  public void write(LanguageModel model, DataOutputStream out) throws IOException {
    if (!(model instanceof MixtureModel mixture)) {
      throw new IllegalArgumentException("not a mixture");
    }
    out.writeInt(MAGIC);
    out.writeByte(VERSION);
    mixture.tokenizer().write(out);
    out.writeByte(mixture.parts().size());
    for (TokenModel part : mixture.parts()) {
      writePart(part, out);
    }
    for (double[] weights : mixture.weights()) {
      for (double weight : weights) {
        out.writeDouble(weight);
      }
    }
    mixture.verbatim().write(out);
    out.writeDouble(mixture.endFactor());
    mixture.habits().write(out);
    mixture.shortMessages().write(out);
    mixture.openings().write(out);
    mixture.wordFrequencies().write(out);
    mixture.habits().sentences().write(out);
  }

  private void writePart(TokenModel part, DataOutputStream out) throws IOException {
    if (part instanceof NGramModel ngram) {
      out.writeByte(NGRAM);
      ngram.write(out);
    } else if (neural != null) {
      out.writeByte(NEURAL);
      neural.write(part, out);
    } else {
      throw new IllegalArgumentException("a neural part, and nothing here to write it");
    }
  }

  @Override
  public LanguageModel read(DataInputStream in) throws IOException {
    int magic = in.readInt();
    int version = in.readUnsignedByte();
    if (magic != MAGIC || version > VERSION || version < TIMES_ALONE) {
      throw new IOException("not a model of a version known here");
    }
    Tokenizer tokenizer = Tokenizer.read(in);
    int count = in.readUnsignedByte();
    if (count < 1 || count > MOST_PARTS) {
      throw new IOException(count + " parts");
    }
    List<TokenModel> parts = new ArrayList<>();
    boolean whole = false;
    try {
      for (int i = 0; i < count; i++) {
        parts.add(readPart(in));
      }
      double[][] weights = readWeights(in, tokenizer, parts);
      VerbatimFilter verbatim = VerbatimFilter.read(in, tokenizer, parameters.verbatim());
      double endFactor = readEndFactor(in);
      Habits habits = Habits.read(in, version != TIMES_ALONE);
      ShortMessages shortMessages =
          version > WITHOUT_SHORT ? ShortMessages.read(in, tokenizer.size()) : ShortMessages.NONE;
      Openings openings =
          version > WITHOUT_OPENINGS
              ? Openings.read(in, MixtureModel.networks(parts))
              : Openings.NONE;
      WordFrequencies words =
          version > WITHOUT_WORDS ? WordFrequencies.read(in) : WordFrequencies.NONE;
      SentenceHabits sentences =
          version > WITHOUT_SENTENCES ? SentenceHabits.read(in) : SentenceHabits.UNKNOWN;
      MixtureModel model =
          new MixtureModel(
                  tokenizer,
                  parts,
                  weights,
                  verbatim,
                  endFactor,
                  habits.with(sentences),
                  shortMessages,
                  words,
                  parameters)
              .with(openings);
      whole = true;
      return model;
    } catch (IllegalArgumentException e) {
      throw new IOException("damaged model", e);
    } finally {
      if (!whole) {
        parts.forEach(TokenModel::close);
      }
    }
  }

  private TokenModel readPart(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    if (kind == NGRAM) {
      return NGramModel.read(in, parameters.ngrams());
    }
    if (kind == NEURAL && neural != null) {
      return neural.read(in);
    }
    throw new IOException("a part of a kind not known here");
  }

  private static double readEndFactor(DataInputStream in) throws IOException {
    double factor = in.readDouble();
    if (!(factor > 0 && factor < MOST_END_FACTOR)) {
      throw new IOException("ends " + factor + " times as likely");
    }
    return factor;
  }

  private double[][] readWeights(DataInputStream in, Tokenizer tokenizer, List<TokenModel> parts)
      throws IOException {
    int sets = new WeightSetSelector(parts.get(0), tokenizer, parameters.cache()).count();
    double[][] weights = new double[sets][parts.size() + 1];
    for (double[] each : weights) {
      for (int i = 0; i < each.length; i++) {
        each[i] = in.readDouble();
        if (!(Math.abs(each[i]) <= MixtureWeights.LARGEST)) {
          throw new IOException("an exponent of " + each[i]);
        }
      }
    }
    return weights;
  }
}
