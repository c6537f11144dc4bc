package io.mynah.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlankTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t\r\n",
        "\u00A0",
        "\u200B",
        "\uFEFF",
        "\u2060\u200D",
        "\u2800",
        "\u3164",
        "\u3000",
        "\uFE0F",
        "\u200E\u202E",
        "\u0000\u007F",
        "\uDB40\uDC20"
      })
  void thereIsNothingToSee(String text) {
    assertThat(BlankText.is(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "a", " a ", "\u200Bé", "❤️", "你", "\u0301", "\uD83D\uDE00", "-"})
  void thereIsSomethingToSee(String text) {
    assertThat(BlankText.is(text)).isFalse();
  }
}
