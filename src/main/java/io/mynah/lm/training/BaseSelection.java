package io.mynah.lm.training;

import io.mynah.domain.PersonKey;
import io.mynah.lm.BaseSource;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.EncodedMessages;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.mixture.ValidationSample;
import io.mynah.lm.ngram.NGramModel;
import io.mynah.text.BpeTrainer;
import io.mynah.text.Tokenizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what a person's training starts from: the tokenizer and network of the base that knows
 * the language best, or, if none knows it, a tokenizer learned from the person's messages and no
 * network. Thread-safe.
 *
 * @param base null if none knows the language. Its network is over the tokenizer's vocabulary,
 *     shared, so not to be closed, and in a clear case not yet read
 */
record BaseSelection(Tokenizer tokenizer, @Nullable BaseSource base) {
  /**
   * Chooses the tokenizer and the network.
   *
   * @param bases those that there are
   * @throws TrainingCancelled soon after {@code cancelled} is true
   */
  static BaseSelection of(
      List<BaseSource> bases,
      DataSplit split,
      PersonKey person,
      VoiceParameters parameters,
      BooleanSupplier cancelled)
      throws TrainingCancelled {
    Judge judge = new Judge(split, person, parameters, cancelled);
    Optional<BaseSource> best = judge.best(bases);
    return best.isPresent() && judge.knows(best.get())
        ? new BaseSelection(best.get().tokenizer(), best.get())
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

    /** The person's last messages before those that are judged on. */
    private final String text;

    private @Nullable Tokenizer ownTokenizer;

    Judge(
        DataSplit split, PersonKey person, VoiceParameters parameters, BooleanSupplier cancelled) {
      this.split = split;
      this.person = person;
      this.parameters = parameters;
      this.cancelled = cancelled;
      choice = parameters.base();
      few = DataSplit.count(split.before(), person) < choice.fewMessages();
      compared = few ? split.halved(person) : split;
      text = lastText();
    }

    BaseSelection withoutBase() {
      return new BaseSelection(ownTokenizer(), null);
    }

    private Tokenizer ownTokenizer() {
      Tokenizer learned = ownTokenizer;
      if (learned == null) {
        learned = learnTokenizer(split.before());
        ownTokenizer = learned;
      }
      return learned;
    }

    /**
     * The base that predicts the person best, of those whose tokenizers need the fewest bits for
     * the person's text. If there is only one, it is not read.
     */
    Optional<BaseSource> best(List<BaseSource> bases) throws TrainingCancelled {
      List<BaseSource> similar = similar(bases);
      if (similar.size() < 2) {
        return similar.stream().findFirst();
      }
      double fewest = Double.POSITIVE_INFINITY;
      Optional<BaseSource> best = Optional.empty();
      for (BaseSource base : similar) {
        double bits = bits(base, choice.sample());
        if (best.isEmpty() || bits < fewest) {
          fewest = bits;
          best = Optional.of(base);
        }
      }
      return best;
    }

    private List<BaseSource> similar(List<BaseSource> bases) {
      double[] bits = bases.stream().mapToDouble(base -> bits(base.tokenizer(), text)).toArray();
      double most = choice.similar() * Arrays.stream(bits).min().orElse(0);
      return IntStream.range(0, bits.length)
          .boxed()
          .filter(i -> bits[i] <= most)
          .sorted(Comparator.comparingDouble(i -> bits[i]))
          .limit(choice.compared())
          .map(bases::get)
          .toList();
    }

    private String lastText() {
      StringBuilder last = new StringBuilder();
      List<Turn> turns = compared.before();
      for (int i = turns.size() - 1; i >= 0 && last.length() < choice.text(); i--) {
        if (turns.get(i).speaker().equals(person)) {
          last.append(turns.get(i).text()).append('\n');
        }
      }
      return last.toString();
    }

    /** The bits of a text if all tokens were equally likely. */
    private static double bits(Tokenizer tokenizer, String text) {
      return tokenizer.encode(text).length * Math.log(tokenizer.size()) / Math.log(2);
    }

    boolean knows(BaseSource base) throws TrainingCancelled {
      int tokens = base.tokenizer().encode(text).length;
      return tokens < choice.clearlyKnown() * text.length()
          || bits(base, choice.sample()) <= choice.known() * bitsOfNGrams();
    }

    private double bits(BaseSource base, int sample) throws TrainingCancelled {
      return bits(encoder(base.tokenizer()), base.get().network(), sample);
    }

    /** The bits of an n-gram model that is learned from the person. */
    private double bitsOfNGrams() throws TrainingCancelled {
      Tokenizer tokenizer = few ? learnTokenizer(compared.before()) : ownTokenizer();
      ConversationEncoder encoder = encoder(tokenizer);
      int[] messages = new EncodedMessages(encoder).own(compared.before());
      NGramModel model =
          NGramModel.learn(tokenizer.size(), false, messages, choice.order(), parameters.ngrams());
      return bits(encoder, model, choice.sample());
    }

    private ConversationEncoder encoder(Tokenizer tokenizer) {
      return new ConversationEncoder(tokenizer, person, parameters.context());
    }

    private double bits(ConversationEncoder encoder, TokenModel model, int sample)
        throws TrainingCancelled {
      ValidationSample validation = new ValidationSample(encoder, compared.after(), sample);
      return validation.bitsPerCharacter(validation.bits(model, cancelled));
    }

    private Tokenizer learnTokenizer(List<Turn> turns) {
      List<String> texts =
          turns.stream().filter(turn -> turn.speaker().equals(person)).map(Turn::text).toList();
      long length = texts.stream().mapToLong(String::length).sum();
      VoiceParameters.Units units = parameters.units();
      long size = Math.max(units.fewest(), Math.min(units.most(), length / units.textPerPiece()));
      return new BpeTrainer((int) size).train(texts);
    }
  }
}
