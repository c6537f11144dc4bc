package io.mynah.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineWrapTest {
  @Test
  void linesBreakBetweenWords() {
    assertThat(LineWrap.wrap("the quick brown fox jumps", 11))
        .containsExactly("the quick", "brown fox", "jumps");
    assertThat(LineWrap.wrap("the quick brown", 15)).containsExactly("the quick brown");
    assertThat(LineWrap.wrap("", 10)).containsExactly("");
  }

  @Test
  void aWordThatIsWiderThanTheTerminalIsBroken() {
    assertThat(LineWrap.wrap("see https://example.org/long", 10))
        .containsExactly("see", "https://ex", "ample.org/", "long");
  }

  @Test
  void widthIsThatOfColumnsNotOfCharacters() {
    assertThat(LineWrap.columns("日本")).isEqualTo(4);
    assertThat(LineWrap.columns("🎉")).isEqualTo(2);
    assertThat(LineWrap.wrap("日本日本 日本", 9)).containsExactly("日本日本", "日本");
    assertThat(LineWrap.wrap("🎉🎉🎉", 4)).containsExactly("🎉🎉", "🎉");
  }

  @Test
  void whatBelongsToAPointOfAListIsSetInAsItIs() {
    assertThat(LineWrap.wrap("1. Open the program", 12))
        .containsExactly("1. Open the", "   program");
    assertThat(LineWrap.wrap("• Bella: ready", 9)).containsExactly("• Bella:", "  ready");
    assertThat(LineWrap.wrap("  set in already", 12)).containsExactly("  set in", "  already");
  }
}
