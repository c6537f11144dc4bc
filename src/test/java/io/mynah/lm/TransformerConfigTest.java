package io.mynah.lm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransformerConfigTest {
  private static final TransformerConfig CONFIG =
      VoiceParameters.defaults().network().transformer();

  @Test
  void aLargeBaseGetsSmallAdaptersInTheUpperHalfOfItsLayers() {
    TransformerConfig large = CONFIG.forBase(134_515_008, 30);
    assertThat(large.rank()).isEqualTo(16);
    assertThat(large.adaptedLayers()).isEqualTo(15);
    assertThat(large.identity()).isNotEqualTo(CONFIG.identity());
  }

  @Test
  void aSmallBaseGetsAdaptersAsSet() {
    assertThat(CONFIG.forBase(15_000_000, 8)).isEqualTo(CONFIG);
  }
}
