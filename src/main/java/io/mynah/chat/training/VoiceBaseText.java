package io.mynah.chat.training;

import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.VoiceBase;
import java.util.Locale;

/** A base in words. */
public final class VoiceBaseText {
  private VoiceBaseText() {}

  /** What a base is called, and its licence if it is known. */
  public static String of(Phrases phrases, VoiceBase base) {
    if (base.shipped()) {
      return phrases.of(
          "base.shipped",
          "language",
          Locale.forLanguageTag(base.name()).getDisplayLanguage(phrases.locale()));
    }
    String name = Wording.name(base.name());
    return base.licence().isEmpty()
        ? name
        : phrases.of("base.licensed", "name", name, "licence", Wording.name(base.licence()));
  }
}
