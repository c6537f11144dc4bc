package io.mynah.chat.words;

import io.mynah.domain.OwnerId;
import io.mynah.domain.Settings;
import io.mynah.store.conversation.OwnerPreferences;
import io.mynah.text.NameFolding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * In which language everyone is spoken to: the one that they chose, else that of their app.
 * Thread-safe.
 */
public final class Languages {
  /** Those that may be chosen, if there are texts. The places are on buttons: add at the end. */
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

  /** The languages that have texts, by their places on buttons. */
  public static List<Locale> choices() {
    return CHOICES;
  }

  /** Those of the choices that have texts. */
  public static List<Locale> spoken() {
    return CHOICES.stream().filter(Phrases::speaks).toList();
  }

  /** Whether words are those of a text, in any language that is spoken. */
  public static boolean means(String words, String key) {
    String folded = NameFolding.fold(words);
    return spoken().stream()
        .map(language -> NameFolding.fold(Phrases.in(language).of(key)))
        .anyMatch(folded::equals);
  }

  /** Remembers which language an owner's app speaks, for what they are told later. */
  public void hears(OwnerId owner, Locale app) {
    String tag = app.toLanguageTag();
    if (preferences.appLanguage(owner).filter(tag::equals).isEmpty()) {
      preferences.heard(owner, tag);
    }
  }

  /** How an owner is spoken to whose app speaks {@code app}. */
  public Phrases of(OwnerId owner, Locale app) {
    return phrases(owner, chosen(owner).orElse(app));
  }

  /** How an owner is told of what happens by itself. */
  public Phrases of(OwnerId owner) {
    return phrases(
        owner,
        chosen(owner)
            .or(() -> preferences.appLanguage(owner).map(Locale::forLanguageTag))
            .orElse(Locale.ENGLISH));
  }

  /** Whether an owner has been heard before. */
  public boolean isKnown(OwnerId owner) {
    return preferences.appLanguage(owner).isPresent();
  }

  /** At a terminal buttons are numbers. */
  private static Phrases phrases(OwnerId owner, Locale language) {
    Phrases phrases = Phrases.in(language);
    return owner.equals(OwnerId.LOCAL) ? phrases.typed() : phrases;
  }

  private Optional<Locale> chosen(OwnerId owner) {
    return preferences.find(owner).map(Settings::language).map(Locale::forLanguageTag);
  }
}
