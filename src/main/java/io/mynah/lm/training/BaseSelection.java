package io.mynah.lm.training;

import io.mynah.domain.PersonKey;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.PretrainedBase;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.lm.mixture.ValidationSample;
import io.mynah.lm.ngram.NGramModel;
import io.mynah.text.BpeTokenizer;
import io.mynah.text.BpeTrainer;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what a person's training starts from: the base's tokenizer and network if the base knows
 * the language, else a tokenizer learned from the person's messages and no network. Thread-safe.
 *
 * @param network over the tokenizer's vocabulary; shared, so not to be closed
 */
record BaseSelection(BpeTokenizer tokenizer, @Nullable TokenModel network) {
  /**
   * Characters of text for each learned piece, approximately; from a short text, fewer pieces are
   * learned better.
   */
  private static final int TEXT_PER_PIECE = 200;

  private static final int FEWEST_TOKENS = 512;
  private static final int MOST_TOKENS = 2000;

  /** Predictions for recognising the language; a network takes about a second for them. */
  private static final int SAMPLE = 500;

  /** Predictions for the first quick check, which is enough in clear cases. */
  private static final int QUICK_SAMPLE = 100;

  private static final int ORDER = 4;

  /**
   * If the person has fewer messages than this, half of them are used for judging, since the last
   * tenth may be a few links.
   */
  private static final int FEW = 200;

  /**
   * A base is useful while its bits are at most this many times those of an n-gram model learned
   * from the person. On held-out English and its dialects of the net the ratio is 1.0 to 1.4, on
   * other languages of the same script over 1.7. From some dozens of messages little can be
   * learned, and another language of the script has 0.9 to 1.1; the base is useful there, too.
   */
  private static final double KNOWN = 1.6;

  /** Bits per character below which the base certainly knows the language. */
  private static final double CLEARLY_KNOWN = 2.5;

  /** The same for the quick check, with a margin of four standard errors of 0.1. */
  private static final double QUICKLY_KNOWN = 2.1;

  /**
   * Chooses the tokenizer and the network.
   *
   * @param base null if there is none
   * @throws TrainingCancelled soon after {@code cancelled} is true
   */
  static BaseSelection of(
      @Nullable PretrainedBase base, DataSplit split, PersonKey person, BooleanSupplier cancelled)
      throws TrainingCancelled {
    if (base == null) {
      return new BaseSelection(learnTokenizer(split.before(), person), null);
    }
    BaseSelection shared = new BaseSelection(base.tokenizer(), base.network());
    boolean few = DataSplit.count(split.before(), person) < FEW;
    DataSplit validationSplit = few ? split.halved(person) : split;
    if (base(base, validationSplit, person, QUICK_SAMPLE, cancelled) <= QUICKLY_KNOWN) {
      return shared;
    }
    double known = base(base, validationSplit, person, SAMPLE, cancelled);
    if (known <= CLEARLY_KNOWN) {
      return shared;
    }
    BaseSelection own = new BaseSelection(learnTokenizer(split.before(), person), null);
    BpeTokenizer ownTokenizer =
        few ? learnTokenizer(validationSplit.before(), person) : own.tokenizer;
    return known <= KNOWN * ngram(ownTokenizer, validationSplit, person, cancelled) ? shared : own;
  }

  private static double base(
      PretrainedBase base, DataSplit split, PersonKey person, int sample, BooleanSupplier cancelled)
      throws TrainingCancelled {
    ConversationEncoder encoder = new ConversationEncoder(base.tokenizer(), person);
    return bits(encoder, split, base.network(), sample, cancelled);
  }

  private static double ngram(
      BpeTokenizer tokenizer, DataSplit split, PersonKey person, BooleanSupplier cancelled)
      throws TrainingCancelled {
    ConversationEncoder encoder = new ConversationEncoder(tokenizer, person);
    int[] messages = encoder.ownMessages(split.before());
    NGramModel model = NGramModel.learn(tokenizer.size(), false, messages, ORDER);
    return bits(encoder, split, model, SAMPLE, cancelled);
  }

  private static double bits(
      ConversationEncoder encoder,
      DataSplit split,
      TokenModel model,
      int sample,
      BooleanSupplier cancelled)
      throws TrainingCancelled {
    ValidationSample validation = new ValidationSample(encoder, split.after(), sample);
    return validation.bitsPerCharacter(validation.bits(model, cancelled));
  }

  private static BpeTokenizer learnTokenizer(List<Turn> turns, PersonKey person) {
    List<String> texts =
        turns.stream().filter(turn -> turn.speaker().equals(person)).map(Turn::text).toList();
    long length = texts.stream().mapToLong(String::length).sum();
    long size = Math.max(FEWEST_TOKENS, Math.min(MOST_TOKENS, length / TEXT_PER_PIECE));
    return new BpeTrainer((int) size).train(texts);
  }
}
