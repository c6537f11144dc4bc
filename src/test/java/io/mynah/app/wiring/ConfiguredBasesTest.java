package io.mynah.app.wiring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.BaseNetworks;
import io.mynah.lm.BaseSource;
import io.mynah.lm.TokenModel;
import io.mynah.lm.transformer.TransformerModel;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfiguredBasesTest {
  private static ConfiguredBases bases(String setting) {
    return new ConfiguredBases(
        new NetworkLearner(VoiceLearning.PARAMETERS.network(), BaseNetworks.NONE), setting);
  }

  @Test
  void eachBaseThatComesWithMynahIsFoundByTheDigestOfItsNetwork() {
    ConfiguredBases bases = bases("shipped");
    List<BaseSource> all = bases.get();
    assertThat(all).isNotEmpty();
    for (BaseSource each : all) {
      TransformerModel network = (TransformerModel) each.get().network();
      TokenModel found = bases.find(HexFormat.of().formatHex(network.digest()));
      assertThat(requireNonNull(found)).isSameAs(network);
    }
  }

  @Test
  void aDigestOfNoBaseFindsNothing() {
    assertThat(bases("shipped").find("00")).isNull();
    assertThat(bases("none").find("00")).isNull();
    assertThat(bases("none").get()).isEmpty();
  }
}
