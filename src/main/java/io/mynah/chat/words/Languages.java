package io.mynah.chat.words;

import io.mynah.domain.OwnerId;
import io.mynah.domain.Settings;
import io.mynah.store.conversation.OwnerPreferences;
import io.mynah.text.NameFolding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Chooses the language for each owner: the one that they set, else that of their app. Thread-safe.
 */
public final class Languages {
  /**
   * The languages that may be chosen, if they have texts. Their indices are stored in buttons: add
   * at the end only.
   */
  private static final List<Locale> CHOICES =
      List.of(
          Locale.ENGLISH,
          Locale.forLanguageTag("ru"),
          Locale.GERMAN,
          Locale.forLanguageTag("es"),
          Locale.forLanguageTag("pt"));

  private final OwnerPreferences preferences;

  public Languages(OwnerPreferences preferences) {
    this.preferences = preferences;
  }

  /** The languages that may be chosen, by their indices in buttons. */
  public static List<Locale> choices() {
    return CHOICES;
  }

  /** The languages that may be chosen and have texts. */
  public static List<Locale> spoken() {
    return CHOICES.stream().filter(Phrases::speaks).toList();
  }

  /** Whether the words equal a text in any language that has texts. */
  public static boolean means(String words, String key) {
    String folded = NameFolding.fold(words);
    return spoken().stream()
        .map(language -> NameFolding.fold(Phrases.in(language).of(key)))
        .anyMatch(folded::equals);
  }

  /** Stores the language of an owner's app, for later messages that do not answer anything. */
  public void noteAppLanguage(OwnerId owner, Locale app) {
    String tag = app.toLanguageTag();
    if (preferences.appLanguage(owner).filter(tag::equals).isEmpty()) {
      preferences.heard(owner, tag);
    }
  }

  /** The texts for an owner whose app uses the language {@code app}. */
  public Phrases of(OwnerId owner, Locale app) {
    return phrases(owner, chosen(owner).orElse(app));
  }

  /** The texts for messages to an owner that do not answer anything. */
  public Phrases of(OwnerId owner) {
    return phrases(
        owner,
        chosen(owner)
            .or(() -> preferences.appLanguage(owner).map(Locale::forLanguageTag))
            .orElse(Locale.ENGLISH));
  }

  /** Whether an owner has written before. */
  public boolean isKnown(OwnerId owner) {
    return preferences.appLanguage(owner).isPresent();
  }

  /** At a terminal, buttons are numbers. */
  private static Phrases phrases(OwnerId owner, Locale language) {
    Phrases phrases = Phrases.in(language);
    return owner.equals(OwnerId.LOCAL) ? phrases.typed() : phrases;
  }

  private Optional<Locale> chosen(OwnerId owner) {
    return preferences.find(owner).map(Settings::language).map(Locale::forLanguageTag);
  }
}
