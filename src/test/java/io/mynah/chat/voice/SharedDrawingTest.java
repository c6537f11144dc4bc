package io.mynah.chat.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.VoiceParameters;
import io.mynah.lm.sampling.SamplingRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedDrawingTest {
  private static final SamplingRule RULE =
      SamplingRule.of(VoiceParameters.defaults().sampling(), 0.99, 16);

  @Test
  void aReplyIsChosenAmongFewerTheMoreAreDrawnAtOnce() {
    SharedDrawing drawing = new SharedDrawing(2);
    List<Integer> counts = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      drawing.begin();
      counts.add(drawing.share(RULE).candidates().count());
    }
    assertThat(counts.subList(0, 2)).as("one for each processor").containsOnly(16);
    assertThat(counts.subList(2, 17)).containsExactly(11, 8, 6, 5, 5, 4, 4, 3, 3, 3, 2, 2, 2, 2, 2);
    for (int i = 0; i < 16; i++) {
      drawing.end();
    }
    assertThat(drawing.share(RULE)).isEqualTo(RULE);
  }

  @Test
  void aSettingOfOneStaysOne() {
    SharedDrawing drawing = new SharedDrawing(1);
    for (int i = 0; i < 9; i++) {
      drawing.begin();
    }
    SamplingRule first = RULE.among(1);
    assertThat(drawing.share(first)).isEqualTo(first);
    assertThat(drawing.share(RULE)).isEqualTo(RULE.among(2));
  }
}
