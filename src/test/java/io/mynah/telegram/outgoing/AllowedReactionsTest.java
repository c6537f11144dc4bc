package io.mynah.telegram.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mynah.telegram.fake.BotApiSpec;
import org.junit.jupiter.api.Test;

class AllowedReactionsTest {
  @Test
  void areThoseOfTheDescriptionOfTheApi() {
    assumeThat(BotApiSpec.find()).as("-Dmynah.reference").isPresent();
    assertThat(BotApiSpec.find().orElseThrow().reactions())
        .hasSizeGreaterThan(70)
        .isEqualTo(AllowedReactions.EMOJI);
  }

  @Test
  void areNotAllEmoji() {
    assertThat(AllowedReactions.has("❤")).isTrue();
    assertThat(AllowedReactions.has("🦜")).isFalse();
    assertThat(AllowedReactions.has("")).isFalse();
  }
}
