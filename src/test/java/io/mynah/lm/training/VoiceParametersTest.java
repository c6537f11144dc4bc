package io.mynah.lm.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Correction;
import io.mynah.lm.Chats;
import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.ContextReader;
import io.mynah.lm.ConversationEncoder;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.OtherParameters;
import io.mynah.lm.State;
import io.mynah.lm.TinyLearner;
import io.mynah.lm.TokenStream;
import io.mynah.lm.Training;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.mixture.MixtureFormat;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.text.ControlTokens;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** These parameters reach what they decide: with another value, another voice is made. */
class VoiceParametersTest {
  private static final VoiceParameters USUAL = VoiceParameters.defaults();
  private static final List<Turn> TURNS = turns();
  private static final List<Correction> CORRECTIONS =
      List.of(new Correction("TEA?", "the cat is never late"));

  @TempDir Path folder;
  private int trained;

  /** Two people in turn; now and then Bella says two things in a row. */
  private static List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    for (Turn turn : Chats.ofTwo(120, 7)) {
      turns.add(turn);
      if (turns.size() % 10 == 0) {
        turns.add(Chats.bella("or so I was told"));
      }
    }
    return Chats.inTime(turns);
  }

  /** What a training gives out, and how what it made speaks. */
  private String voice(VoiceParameters parameters) throws Exception {
    TinyLearner learner = new TinyLearner();
    Training heard = Training.listening(new MixtureFormat(learner, parameters));
    Path checkpoints = Files.createDirectory(folder.resolve("training" + trained++));
    heard.hear(
        new StagedTrainer(learner, List::of, new MessageGenerator(), Training.NEEDED, parameters)
            .begin(
                TrainingData.of(Chats.BELLA, TURNS, CORRECTIONS, () -> false),
                Training.AMPLE,
                1,
                new CheckpointFolder(checkpoints),
                heard));
    StringBuilder voice = new StringBuilder().append(heard.bits);
    heard.models.forEach(model -> voice.append(' ').append(Arrays.hashCode(model)));
    byte[] last = heard.models.get(heard.models.size() - 1);
    try (LanguageModel model =
        new MixtureFormat(learner, parameters)
            .read(new DataInputStream(new ByteArrayInputStream(last)))) {
      voice.append(' ').append(Arrays.hashCode(inConversation(model, parameters)));
      voice.append(' ').append(Arrays.hashCode(inConversation(model.speaking(), parameters)));
      voice.append(' ').append(model.repeats("nobody wants DID YOU SEE 7 OF THEM? the cat"));
    }
    for (TinyLearner.Call call : learner.calls) {
      voice.append(' ').append(hash(call.training())).append(hash(call.validation()));
    }
    return voice.toString();
  }

  private static int hash(TokenStream stream) {
    return 31 * Arrays.hashCode(stream.tokens()) + Arrays.hashCode(stream.weights());
  }

  /** The probabilities at the end of a conversation in which much was said again. */
  private static float[] inConversation(LanguageModel model, VoiceParameters parameters) {
    ConversationEncoder encoder =
        new ConversationEncoder(model.tokenizer(), Chats.BELLA, parameters.context());
    ContextReader reader = new ContextReader(model, encoder);
    float[] logs = new float[model.vocabulary()];
    for (Turn turn : TURNS.subList(0, 60)) {
      reader.add(turn);
    }
    State state = reader.beforeOwn();
    for (int token : encoder.own("the cat wants a boat the cat wants")) {
      state.advance(token);
      state.logProbabilities(logs);
    }
    state.advance(ControlTokens.OWN);
    state.logProbabilities(logs);
    return logs;
  }

  private static VoiceParameters.Lessons lessons(float others, int passes, int block) {
    VoiceParameters.Lessons usual = USUAL.lessons();
    return new VoiceParameters.Lessons(
        usual.learning(),
        usual.chat(),
        usual.chatTokens(),
        usual.judgedTokens(),
        others,
        passes,
        block);
  }

  private static Map<String, VoiceParameters> others() {
    VoiceParameters.NGrams ngrams = USUAL.ngrams();
    VoiceParameters.Cache cache = USUAL.cache();
    VoiceParameters.Mixture mixture = USUAL.mixture();
    List<Double> plain = ngrams.plainDiscounts();
    Map<String, VoiceParameters> others = new TreeMap<>();
    others.put("learned", OtherParameters.with(new VoiceParameters.Validation(0.8, 4000, 1000)));
    others.put("sample", OtherParameters.with(new VoiceParameters.Validation(0.9, 50, 1000)));
    others.put("first sample", OtherParameters.with(new VoiceParameters.Validation(0.9, 4000, 50)));
    others.put("units", OtherParameters.with(new VoiceParameters.Units(200, 280, 280)));
    others.put("messages", OtherParameters.with(new VoiceParameters.Context(1, 48)));
    others.put("longest message", OtherParameters.with(new VoiceParameters.Context(2, 4)));
    others.put(
        "order", OtherParameters.with(new VoiceParameters.NGrams(3, 4, 5_000_000, 3, plain)));
    others.put(
        "chat order", OtherParameters.with(new VoiceParameters.NGrams(6, 2, 5_000_000, 3, plain)));
    others.put(
        "chat text", OtherParameters.with(new VoiceParameters.NGrams(6, 4, 2_000, 3, plain)));
    others.put(
        "corrections", OtherParameters.with(new VoiceParameters.NGrams(6, 4, 5_000_000, 1, plain)));
    others.put(
        "context of the cache",
        OtherParameters.with(new VoiceParameters.Cache(2, 100, 1000, List.of(30.0, 3.0, 1.0), 8)));
    others.put(
        "half-life",
        OtherParameters.with(new VoiceParameters.Cache(3, 50, 1000, cache.priors(), 8)));
    others.put(
        "remembered",
        OtherParameters.with(new VoiceParameters.Cache(3, 100, 20, cache.priors(), 8)));
    others.put(
        "priors",
        OtherParameters.with(
            new VoiceParameters.Cache(3, 100, 1000, List.of(20.0, 3.0, 1.0, 1.0), 8)));
    others.put(
        "largest gain",
        OtherParameters.with(new VoiceParameters.Cache(3, 100, 1000, cache.priors(), 0.1f)));
    others.put("prior", OtherParameters.with(new VoiceParameters.Mixture(30, 2e-4, 0.3, 0.4)));
    others.put("rate", OtherParameters.with(new VoiceParameters.Mixture(6, 1e-4, 0.3, 0.4)));
    others.put("end prior", OtherParameters.with(new VoiceParameters.Mixture(6, 2e-4, 0.1, 0.4)));
    others.put(
        "accent",
        OtherParameters.with(
            new VoiceParameters.Mixture(
                mixture.prior(), mixture.rate(), mixture.endPrior(), 0.01)));
    others.put("stretch", OtherParameters.with(new VoiceParameters.Verbatim(6, 4, 20)));
    others.put("every", OtherParameters.with(new VoiceParameters.Verbatim(12, 2, 20)));
    others.put("stock phrase", OtherParameters.with(new VoiceParameters.Verbatim(12, 4, 2)));
    others.put(
        "gap",
        OtherParameters.with(
            new VoiceParameters.Timing(Duration.ofSeconds(5), Duration.ofHours(2), 12, 64)));
    others.put(
        "delay",
        OtherParameters.with(
            new VoiceParameters.Timing(Duration.ofMinutes(3), Duration.ofSeconds(5), 12, 64)));
    others.put("others", OtherParameters.with(lessons(0.5f, 3, 24)));
    return others;
  }

  @Test
  void withAnotherValueAnotherVoiceIsMade() throws Exception {
    String usual = voice(USUAL);
    assertThat(voice(VoiceParameters.defaults())).isEqualTo(usual);
    List<String> withoutEffect = new ArrayList<>();
    for (Map.Entry<String, VoiceParameters> other : others().entrySet()) {
      if (voice(other.getValue()).equals(usual)) {
        withoutEffect.add(other.getKey());
      }
    }
    assertThat(withoutEffect).isEmpty();
  }
}
