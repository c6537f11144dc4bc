package io.mynah.lm.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Length;
import io.mynah.lm.Chats;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.EncodedMessages;
import io.mynah.lm.Habits;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.Scripted;
import io.mynah.lm.ShortMessages;
import io.mynah.lm.TokenModel;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.WordFrequencies;
import io.mynah.lm.mixture.MixtureModel;
import io.mynah.lm.mixture.VerbatimFilter;
import io.mynah.lm.mixture.WeightSetSelector;
import io.mynah.lm.ngram.NGramModel;
import io.mynah.text.BpeTokenizer;
import io.mynah.text.BpeTrainer;
import io.mynah.text.ControlTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What characters a voice puts together when its network has no idea. */
class CharacterConstraintTest {
  private static final VoiceParameters VOICE = VoiceParameters.defaults();

  private static final BpeTokenizer BYTES = new BpeTrainer(0).train(List.of());

  /** The memory of some messages, mixed with a network for which everything is as likely. */
  private static MixtureModel cluelessAfter(BpeTokenizer tokenizer, String... messages) {
    ConversationEncoder encoder = new ConversationEncoder(tokenizer, Chats.BELLA);
    List<Turn> turns = Arrays.stream(messages).map(Chats::bella).toList();
    NGramModel memory =
        NGramModel.learn(
            tokenizer.size(), false, new EncodedMessages(encoder).own(turns), 6, VOICE.ngrams());
    TokenModel clueless =
        NGramModel.learn(
            tokenizer.size(),
            false,
            new int[] {ControlTokens.OWN, ControlTokens.END},
            1,
            VOICE.ngrams());
    double[][] weights =
        new double[new WeightSetSelector(memory, tokenizer, VOICE.cache()).count()][3];
    weights[0] = new double[] {0.01, 0.1, 0};
    return new MixtureModel(
        tokenizer,
        List.of(memory, clueless),
        weights,
        VerbatimFilter.of(tokenizer, VOICE.verbatim()),
        1,
        Habits.PLAIN,
        ShortMessages.NONE,
        WordFrequencies.NONE,
        VOICE);
  }

  private static List<String> spoken(LanguageModel model) {
    GenerationOptions options = new GenerationOptions(60, new SamplingRule(1, 1), Length.NATURAL);
    return new MessageGenerator()
        .speak(model, Chats.BELLA, List.of(), options, new SplittableRandom(4));
  }

  private static List<Integer> characters(List<String> texts) {
    return texts.stream().flatMapToInt(String::codePoints).distinct().sorted().boxed().toList();
  }

  @Test
  void areThoseOfTheChatAndAllOfThem() {
    String[] chat = {"abc 12", "éß", "你好", "😀👍🏽"};
    assertThat(characters(spoken(cluelessAfter(BYTES, chat)))).isEqualTo(characters(List.of(chat)));
  }

  @Test
  void areAlsoThoseOfWholeUnits() {
    List<String> text = new ArrayList<>(Collections.nCopies(9, "quiz"));
    text.addAll(Collections.nCopies(9, "ü 🦜"));
    BpeTokenizer units = new BpeTrainer(280).train(text);
    assertThat(characters(spoken(cluelessAfter(units, "abc"))))
        .isEqualTo(characters(List.of(" abcquizü🦜")));
  }

  @Test
  void areAnyWhereNothingIsRemembered() {
    TokenModel script = new Scripted((heard, out) -> Arrays.fill(out, 1));
    double[][] weights = new double[new WeightSetSelector(script, BYTES, VOICE.cache()).count()][2];
    weights[0] = new double[] {1, 0};
    MixtureModel model =
        new MixtureModel(
            BYTES,
            List.of(script),
            weights,
            VerbatimFilter.of(BYTES, VOICE.verbatim()),
            1,
            Habits.PLAIN,
            ShortMessages.NONE,
            WordFrequencies.NONE,
            VOICE);
    assertThat(characters(spoken(model))).hasSizeGreaterThan(200);
  }
}
