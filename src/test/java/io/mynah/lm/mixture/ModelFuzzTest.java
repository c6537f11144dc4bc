package io.mynah.lm.mixture;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mynah.domain.Length;
import io.mynah.lm.Chats;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.TinyLearner;
import io.mynah.lm.Training;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.lm.sampling.SamplingRule;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/**
 * A model's bytes, altered: they are refused with an {@link IOException}, or speak. (Those of a
 * file are authenticated before they get so far.)
 */
@Tag("fuzz")
class ModelFuzzTest {
  private static final TinyLearner LEARNER = new TinyLearner();
  private static byte @Nullable [] whole;

  private static synchronized byte[] whole() throws Exception {
    byte[] made = whole;
    if (made == null) {
      Path folder = Files.createTempDirectory("mynah-fuzz");
      Training trained = new Training(LEARNER).run(Chats.ofOneWhoCounts(60), folder);
      made = trained.models.get(trained.models.size() - 1);
      whole = made;
    }
    return made;
  }

  @FuzzTest(maxDuration = "1h")
  void model(FuzzedDataProvider data) throws Exception {
    byte[] bytes = whole().clone();
    int changes = data.consumeInt(1, 8);
    for (int i = 0; i < changes; i++) {
      byte[] patch = data.consumeBytes(data.consumeInt(1, 8));
      int at = data.consumeInt(0, bytes.length - 1);
      System.arraycopy(patch, 0, bytes, at, Math.min(patch.length, bytes.length - at));
    }
    if (data.consumeBoolean()) {
      bytes = Arrays.copyOf(bytes, data.consumeInt(0, bytes.length));
    }
    try (LanguageModel model =
        Training.format(LEARNER).read(new DataInputStream(new ByteArrayInputStream(bytes)))) {
      GenerationOptions options =
          new GenerationOptions(1, new SamplingRule(1, 0.95), Length.NATURAL);
      List<String> unused =
          new MessageGenerator()
              .speak(model, Chats.BELLA, List.of(), options, new SplittableRandom(1));
    } catch (IOException refused) {
      // As it should be.
    }
  }
}
