package io.mynah.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void wordsAreFoundInAnyScriptWithoutCasePunctuationAndNumbers() {
    assertThat(Words.of("Hm, I'm OK... 42 times! see example.com"))
        .containsExactly("hm", "i'm", "ok", "times", "see", "example.com");
    assertThat(Words.of("Привет, МИР")).containsExactly("привет", "мир");
    assertThat(Words.of("我喜欢猫")).as("no spaces").hasSizeBetween(2, 4).contains("猫");
    assertThat(Words.of(" … 😭 !? ")).isEmpty();
  }

  @Test
  void emojiAreWholeWithWhateverBelongsToThem() {
    assertThat(Words.emoji("ok 👍🏽 we 👨‍👩‍👧 went to 🇩🇪 ❤️😭😭"))
        .containsExactly("👍🏽", "👨‍👩‍👧", "🇩🇪", "❤️", "😭", "😭");
  }

  @Test
  void lettersNumbersAndSignsAreNoEmoji() {
    assertThat(Words.emoji("7 # * © a♥ :) 🇩 ™")).isEmpty();
  }
}
