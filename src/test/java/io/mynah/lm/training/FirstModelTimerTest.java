package io.mynah.lm.training;

import static io.mynah.lm.Chats.ADA;
import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.PersonKey;
import io.mynah.lm.Chats;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.ModelFormat;
import io.mynah.lm.Scripted;
import io.mynah.lm.TinyLearner;
import io.mynah.lm.Training;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.Turn;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FirstModelTimerTest {
  private static final PersonKey TIM = new PersonKey("user3");

  @TempDir Path folder;

  @Test
  void asksForTheTwoBusiestPeople() {
    List<Turn> turns = new ArrayList<>(List.of(ada("1"), ada("2"), bella("3"), bella("4")));
    turns.add(new Turn(TIM, Instant.EPOCH, "5"));
    turns.add(bella("6"));
    for (int i = 0; i < 9; i++) {
      turns.add(new Turn(PersonKey.NOBODY, Instant.EPOCH, "7"));
      turns.add(new Turn(PersonKey.STRANGER, Instant.EPOCH, "8"));
    }
    assertThat(FirstModelTimer.busiest(turns)).containsExactly(BELLA, ADA);
    assertThat(FirstModelTimer.busiest(List.of())).isEmpty();
  }

  @Test
  void measuresUntilEitherCanBeSpokenAndStopsBoth() throws Exception {
    Set<PersonKey> asked = ConcurrentHashMap.newKeySet();
    Set<PersonKey> ended = ConcurrentHashMap.newKeySet();
    VoiceTrainer endless =
        (data, budget, seed, checkpoints, monitor) -> {
          asked.add(data.person());
          Candidate first =
              new Candidate(Scripted.of(Map.of("a", 1.0)), "first", 1, false, true, null);
          return new Endless(data.person().equals(BELLA) ? first : null, monitor) {
            @Override
            public void close() {
              ended.add(data.person());
            }
          };
        };
    double seconds = new FirstModelTimer(endless, new Slow()).seconds(chat(), ample(), 1, folder);
    assertThat(asked).containsExactlyInAnyOrder(ADA, BELLA);
    assertThat(ended).containsExactlyInAnyOrder(ADA, BELLA);
    assertThat(seconds).as("with the time to write and read it").isBetween(0.2, 30.0);
  }

  /** Makes one model, or none, and goes on until it is cancelled. */
  private static class Endless implements VoiceTraining {
    private @Nullable Candidate first;
    private final TrainingMonitor monitor;

    Endless(@Nullable Candidate first, TrainingMonitor monitor) {
      this.first = first;
      this.monitor = monitor;
    }

    @Override
    public Optional<Candidate> next() throws TrainingCancelled {
      if (first != null) {
        Candidate made = first;
        first = null;
        return Optional.of(made);
      }
      while (!monitor.cancelled()) {
        Thread.onSpinWait();
      }
      throw new TrainingCancelled();
    }

    @Override
    public void close() {}
  }

  private static List<Turn> chat() {
    return Chats.ofTwo(40, 1);
  }

  private static Duration ample() {
    return Training.AMPLE;
  }

  /** Takes its time to read. */
  private static final class Slow implements ModelFormat {
    @Override
    public void write(LanguageModel model, DataOutputStream out) throws IOException {
      out.writeInt(1);
    }

    @Override
    public LanguageModel read(DataInputStream in) throws IOException {
      assertThat(in.readInt()).isEqualTo(1);
      long end = System.nanoTime() + 200_000_000;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      return Scripted.of(Map.of("a", 1.0));
    }
  }

  @Test
  void trainsARealVoice() throws Exception {
    TinyLearner learner = new TinyLearner();
    FirstModelTimer first =
        new FirstModelTimer(Training.trainer(learner), Training.format(learner));
    assertThat(first.seconds(chat(), ample(), 1, folder)).isPositive();
    assertThat(learner.open).hasValue(0);
  }

  @Test
  void isContentWhereOnlyOneOfThemWroteEnough() throws Exception {
    List<Turn> turns = new ArrayList<>(Chats.ofOneWhoCounts(50));
    turns.add(ada("hi"));
    FirstModelTimer first = new FirstModelTimer(Training.trainer(null), Training.format(null));
    assertThat(first.seconds(turns, ample(), 1, folder)).isPositive();
  }

  @Test
  void saysSoWhereNobodyWroteEnough() {
    FirstModelTimer first = new FirstModelTimer(Training.trainer(null), Training.format(null));
    assertThatThrownBy(() -> first.seconds(List.of(ada("1"), bella("2")), ample(), 1, folder))
        .isInstanceOf(TooLittleText.class);
    assertThatThrownBy(() -> first.seconds(List.of(), ample(), 1, folder))
        .isInstanceOf(TooLittleText.class);
  }

  @Test
  void tellsOfAFaultOnceTheOtherTrainingHasEndedToo() {
    Set<PersonKey> ended = ConcurrentHashMap.newKeySet();
    VoiceTrainer broken =
        (data, budget, seed, checkpoints, monitor) -> {
          if (data.person().equals(FirstModelTimer.busiest(chat()).get(0))) {
            throw new IllegalArgumentException("broken");
          }
          return new Endless(null, monitor) {
            @Override
            public void close() {
              ended.add(data.person());
            }
          };
        };
    FirstModelTimer first = new FirstModelTimer(broken, Training.format(null));
    assertThatThrownBy(() -> first.seconds(chat(), ample(), 1, folder))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("broken");
    assertThat(ended).hasSize(1);
  }
}
