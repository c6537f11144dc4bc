package io.mynah.lm.training;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.Correction;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.privacy.Secrets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** There is nothing secret in what can be learned from. */
class TrainingDataTest {
  private static final String MASKED = "password: " + Secrets.PLACEHOLDER;

  @Test
  void secretsAreMaskedAndWhatIsNothingElseIsLeftOut() throws Exception {
    TrainingData data =
        TrainingData.of(
            BELLA,
            List.of(ada("password: swordfish"), bella("+49 151 23456789"), bella("hi")),
            List.of(
                new Correction("password: swordfish", "password: swordfish"),
                new Correction(null, "+49 151 23456789")),
            () -> false);
    assertThat(data.turns()).extracting(Turn::text).containsExactly(MASKED, "hi");
    assertThat(data.corrections()).containsExactly(new Correction(MASKED, MASKED));
    assertThat(TrainingData.of(BELLA, List.of(bella("password: swordfish"))).turns())
        .extracting(Turn::text)
        .containsExactly(MASKED);
  }

  @Test
  void whoMasksAThousandTurnsAsksWhetherToGoOn() {
    int[] asked = {0};
    List<Turn> turns = Collections.nCopies(10_000, bella("hi"));
    assertThatThrownBy(() -> TrainingData.of(BELLA, turns, List.of(), () -> ++asked[0] == 3))
        .isInstanceOf(TrainingCancelled.class);
    assertThat(asked[0]).isEqualTo(3);
  }

  @Test
  void aTextForABaseIsMaskedAlike() throws IOException {
    String lines = "hi\n+49 151 23456789\npassword: swordfish\n\nbye\n";
    Conversations read = Conversations.read(new BufferedReader(new StringReader(lines)));
    assertThat(read.learned()).containsExactly(List.of("hi", MASKED));
    assertThat(read.judged()).containsExactly(List.of("bye"));
  }
}
