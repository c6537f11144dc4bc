package io.mynah.lm.training;

import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.mynah.lm.Chats;
import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.OtherParameters;
import io.mynah.lm.Training;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.mixture.MixtureModel;
import io.mynah.lm.sampling.MessageGenerator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedTrainingTest {
  @TempDir Path folder;

  @Test
  void fitsToTheChatThatWasBeforeThoughOthersWentOnForLong() throws Exception {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      turns.add(ada("shall we have tea or cake number " + i % 7));
      turns.add(bella("tea or cake number " + i % 7 + " is fine"));
    }
    for (int i = 0; i < 200; i++) {
      turns.add(ada("where is bella, she was here " + i));
    }
    double weight = weightOfTheChat(turns, 3_000);
    // A memory of nothing says the same of every token, so its exponent stays as it began.
    assertThat(weight).isNotCloseTo(0.5, offset(1e-6));
  }

  private double weightOfTheChat(List<Turn> turns, long mostOfChat) throws Exception {
    VoiceParameters.NGrams ngrams = VoiceParameters.defaults().ngrams();
    VoiceParameters parameters =
        OtherParameters.with(
            new VoiceParameters.NGrams(
                ngrams.order(),
                ngrams.chatOrder(),
                mostOfChat,
                ngrams.correctionCopies(),
                ngrams.plainDiscounts()));
    TrainingData data = TrainingData.of(Chats.BELLA, turns);
    try (StagedTraining training =
        new StagedTraining(
            data,
            List.of(),
            new MessageGenerator(),
            Training.AMPLE,
            1,
            new CheckpointFolder(folder),
            () -> false,
            parameters)) {
      MixtureModel first = (MixtureModel) training.countNGrams(Training.AMPLE).model();
      return first.weights()[0][1];
    }
  }
}
