package io.mynah.lm.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.lm.VoiceParameters;
import org.junit.jupiter.api.Test;

class SamplingRuleTest {
  private final SamplingRule usual =
      SamplingRule.of(VoiceParameters.defaults().sampling(), 0.9, 10);

  @Test
  void theSettingMultipliesTheTemperatureAndNothingElse() {
    assertThat(usual.temperature()).isEqualTo(1);
    assertThat(usual.at(1)).isEqualTo(usual);
    assertThat(usual.at(0.5).temperature()).isCloseTo(0.5, within(1e-9));
    assertThat(usual.at(1.5)).isEqualTo(new SamplingRule(1.5, 0.9, usual.candidates()));
  }
}
