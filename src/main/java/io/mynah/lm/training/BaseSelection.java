package io.mynah.lm.training;

import io.mynah.domain.PersonKey;
import io.mynah.lm.Base;
import io.mynah.lm.ConversationEncoder;
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
 * What a person's training stands on: the base's units and network where the base knows the
 * language, else units of the person's own and no network. Thread-safe.
 *
 * @param network over the tokenizer's vocabulary; not to be closed, for it is shared
 */
record BaseSelection(BpeTokenizer tokenizer, @Nullable TokenModel network) {
  /** Characters to a learned piece, about; fewer pieces from a short text are better known. */
  private static final int TEXT_PER_PIECE = 200;

  private static final int FEWEST_TOKENS = 512;
  private static final int MOST_TOKENS = 2000;

  /** Predictions by which the language is recognised; a second's worth for a network. */
  private static final int SAMPLE = 500;

  /** And so many, where there is no doubt. */
  private static final int GLANCE = 100;

  private static final int ORDER = 4;

  /** Of fewer messages of the person half are judged by: the last tenth may be a few links. */
  private static final int FEW = 200;

  /**
   * A base is of use while its bits are at most so many times those of an n-gram model that was
   * learned from the person. On held-out English and its dialects of the net it is 1.0 to 1.4, on
   * other languages of one script over 1.7. Of some dozens of messages little can be learned, and
   * 0.9 to 1.1 is what another language of the script has: the base is of use there, too.
   */
  private static final double KNOWN = 1.6;

  /** Bits per character that no language gets which the base does not know. */
  private static final double PLAINLY_KNOWN = 2.5;

  /** The same for a glance, with four times its standard error, 0.1, to spare. */
  private static final double KNOWN_AT_A_GLANCE = 2.1;

  /**
   * Chooses.
   *
   * @param base null where there is none
   * @throws TrainingCancelled as soon as {@code cancelled} says so
   */
  static BaseSelection of(
      @Nullable Base base, DataSplit split, PersonKey person, BooleanSupplier cancelled)
      throws TrainingCancelled {
    if (base == null) {
      return new BaseSelection(ownUnits(split.before(), person), null);
    }
    BaseSelection shared = new BaseSelection(base.tokenizer(), base.network());
    boolean few = DataSplit.count(split.before(), person) < FEW;
    DataSplit judged = few ? split.halved(person) : split;
    if (base(base, judged, person, GLANCE, cancelled) <= KNOWN_AT_A_GLANCE) {
      return shared;
    }
    double known = base(base, judged, person, SAMPLE, cancelled);
    if (known <= PLAINLY_KNOWN) {
      return shared;
    }
    BaseSelection own = new BaseSelection(ownUnits(split.before(), person), null);
    BpeTokenizer units = few ? ownUnits(judged.before(), person) : own.tokenizer;
    return known <= KNOWN * ngram(units, judged, person, cancelled) ? shared : own;
  }

  private static double base(
      Base base, DataSplit split, PersonKey person, int sample, BooleanSupplier cancelled)
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
    ValidationSample judges = new ValidationSample(encoder, split.after(), sample);
    return judges.bitsPerCharacter(judges.bits(model, cancelled));
  }

  private static BpeTokenizer ownUnits(List<Turn> turns, PersonKey person) {
    List<String> texts =
        turns.stream().filter(turn -> turn.speaker().equals(person)).map(Turn::text).toList();
    long length = texts.stream().mapToLong(String::length).sum();
    long size = Math.max(FEWEST_TOKENS, Math.min(MOST_TOKENS, length / TEXT_PER_PIECE));
    return new BpeTrainer((int) size).train(texts);
  }
}
