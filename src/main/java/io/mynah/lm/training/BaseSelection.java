package io.mynah.lm.training;

import io.mynah.domain.PersonKey;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.PretrainedBase;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters;
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
   * Chooses the tokenizer and the network.
   *
   * @param base null if there is none
   * @throws TrainingCancelled soon after {@code cancelled} is true
   */
  static BaseSelection of(
      @Nullable PretrainedBase base,
      DataSplit split,
      PersonKey person,
      VoiceParameters parameters,
      BooleanSupplier cancelled)
      throws TrainingCancelled {
    Judge judge = new Judge(split, person, parameters, cancelled);
    if (base == null) {
      return judge.withoutBase();
    }
    return judge.knows(base)
        ? new BaseSelection(base.tokenizer(), base.network())
        : judge.withoutBase();
  }

  /** Judges bases by what a person wrote. For one thread. */
  private static final class Judge {
    private final PersonKey person;
    private final VoiceParameters parameters;
    private final VoiceParameters.BaseChoice choice;
    private final BooleanSupplier cancelled;
    private final DataSplit split;

    /** Whether there are few messages, of which half are used to judge on. */
    private final boolean few;

    /** What is learned and judged for a comparison. */
    private final DataSplit compared;

    private @Nullable BpeTokenizer ownTokenizer;

    Judge(
        DataSplit split, PersonKey person, VoiceParameters parameters, BooleanSupplier cancelled) {
      this.split = split;
      this.person = person;
      this.parameters = parameters;
      this.cancelled = cancelled;
      choice = parameters.base();
      few = DataSplit.count(split.before(), person) < choice.fewMessages();
      compared = few ? split.halved(person) : split;
    }

    BaseSelection withoutBase() {
      return new BaseSelection(ownTokenizer(), null);
    }

    private BpeTokenizer ownTokenizer() {
      BpeTokenizer learned = ownTokenizer;
      if (learned == null) {
        learned = learnTokenizer(split.before());
        ownTokenizer = learned;
      }
      return learned;
    }

    boolean knows(PretrainedBase base) throws TrainingCancelled {
      if (bits(base, choice.quickSample()) <= choice.quicklyKnown()) {
        return true;
      }
      double known = bits(base, choice.sample());
      return known <= choice.clearlyKnown() || known <= choice.known() * bitsOfNGrams();
    }

    private double bits(PretrainedBase base, int sample) throws TrainingCancelled {
      return bits(encoder(base.tokenizer()), base.network(), sample);
    }

    /** The bits of an n-gram model that is learned from the person. */
    private double bitsOfNGrams() throws TrainingCancelled {
      BpeTokenizer tokenizer = few ? learnTokenizer(compared.before()) : ownTokenizer();
      ConversationEncoder encoder = encoder(tokenizer);
      int[] messages = encoder.ownMessages(compared.before());
      NGramModel model =
          NGramModel.learn(tokenizer.size(), false, messages, choice.order(), parameters.ngrams());
      return bits(encoder, model, choice.sample());
    }

    private ConversationEncoder encoder(BpeTokenizer tokenizer) {
      return new ConversationEncoder(tokenizer, person, parameters.context());
    }

    private double bits(ConversationEncoder encoder, TokenModel model, int sample)
        throws TrainingCancelled {
      ValidationSample validation = new ValidationSample(encoder, compared.after(), sample);
      return validation.bitsPerCharacter(validation.bits(model, cancelled));
    }

    private BpeTokenizer learnTokenizer(List<Turn> turns) {
      List<String> texts =
          turns.stream().filter(turn -> turn.speaker().equals(person)).map(Turn::text).toList();
      long length = texts.stream().mapToLong(String::length).sum();
      VoiceParameters.Units units = parameters.units();
      long size = Math.max(units.fewest(), Math.min(units.most(), length / units.textPerPiece()));
      return new BpeTrainer((int) size).train(texts);
    }
  }
}
