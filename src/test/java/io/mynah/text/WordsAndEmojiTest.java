package io.mynah.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsAndEmojiTest {
  @Test
  void wordsAreFoundInAnyScriptWithoutCasePunctuationAndNumbers() {
    assertThat(WordsAndEmoji.of("Hm, I'm OK... 42 times! see example.com"))
        .containsExactly("hm", "i'm", "ok", "times", "see", "example.com");
    assertThat(WordsAndEmoji.of("Привет, МИР")).containsExactly("привет", "мир");
    assertThat(WordsAndEmoji.of("我喜欢猫")).as("no spaces").hasSizeBetween(2, 4).contains("猫");
    assertThat(WordsAndEmoji.of(" … 😭 !? ")).isEmpty();
  }

  @Test
  void emojiAreWholeWithWhateverBelongsToThem() {
    assertThat(WordsAndEmoji.emoji("ok 👍🏽 we 👨‍👩‍👧 went to 🇩🇪 ❤️😭😭"))
        .containsExactly("👍🏽", "👨‍👩‍👧", "🇩🇪", "❤️", "😭", "😭");
  }

  @Test
  void lettersNumbersAndSignsAreNoEmoji() {
    assertThat(WordsAndEmoji.emoji("7 # * © a♥ :) 🇩 ™")).isEmpty();
  }
}
