package io.mynah.chat.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.words.Languages;
import org.junit.jupiter.api.Test;

class SettingsTextTest {
  @Test
  void languagesAreCalledWhatThoseWhoSpeakThemCallThem() {
    assertThat(Languages.choices())
        .extracting(SettingsText::name)
        .containsExactly("English", "Русский", "Deutsch", "Español", "Português");
    assertThat(Languages.choices())
        .extracting(SettingsText::nameInSentence)
        .containsExactly("English", "русский", "Deutsch", "español", "português");
  }
}
