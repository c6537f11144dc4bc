package io.mynah.chat.words;

import com.ibm.icu.text.MessageFormat;
import io.mynah.chat.Button;
import io.mynah.chat.Emphasis;
import io.mynah.chat.buttons.Action;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/**
 * All texts of Mynah in one language. They are in {@code texts.properties} as ICU message patterns
 * with named arguments. A language without texts of its own gets the English ones, with English
 * numbers and dates. Immutable and thread-safe.
 */
public final class Phrases {
  private static final String BUNDLE = "io.mynah.chat.texts";
  private static final ResourceBundle.Control NO_FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  /** The argument for the person or thing that a text is about. */
  private static final String NAME = "name";

  /** The argument for what somebody wrote, or a voice said. */
  private static final String TEXT = "text";

  /** The key suffix of texts for channels where buttons are numbers to type. */
  private static final String TYPED = ".typed";

  private final ResourceBundle bundle;
  private final Locale locale;
  private final boolean typed;

  private Phrases(ResourceBundle bundle, Locale locale, boolean typed) {
    this.bundle = bundle;
    this.locale = locale;
    this.typed = typed;
  }

  /** The texts in a language, or in English if that has none. */
  public static Phrases in(Locale locale) {
    ResourceBundle bundle = ResourceBundle.getBundle(BUNDLE, locale, NO_FALLBACK);
    return new Phrases(
        bundle,
        bundle.getLocale().equals(Locale.ROOT) ? Locale.ENGLISH : bundle.getLocale(),
        false);
  }

  /** The same texts for channels where buttons are numbers to type. */
  public Phrases typed() {
    return new Phrases(bundle, locale, true);
  }

  /** Whether the texts are for channels where buttons are numbers to type. */
  public boolean isTyped() {
    return typed;
  }

  /** Whether a language has texts. */
  public static boolean speaks(Locale language) {
    return language.getLanguage().equals(Locale.ENGLISH.getLanguage())
        || !ResourceBundle.getBundle(BUNDLE, language, NO_FALLBACK).getLocale().equals(Locale.ROOT);
  }

  /** The language of the texts, which also applies to dates and numbers. */
  public Locale locale() {
    return locale;
  }

  /**
   * A text with its arguments filled in. The argument {@code name} is emphasized; what the argument
   * {@code text} contains emphasizes nothing.
   *
   * @param namesAndValues the arguments of the pattern: a name, its value, a name, …
   */
  public String of(String key, Object... namesAndValues) {
    Map<String, Object> arguments = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String argument = (String) namesAndValues[i];
      Object value = namesAndValues[i + 1];
      arguments.put(argument, value instanceof String words ? marked(argument, words) : value);
    }
    String said = typed && bundle.containsKey(key + TYPED) ? key + TYPED : key;
    return new MessageFormat(bundle.getString(said), locale).format(arguments);
  }

  private static String marked(String argument, String words) {
    return switch (argument) {
      case NAME -> Emphasis.on(words);
      case TEXT -> Emphasis.off(words);
      default -> words;
    };
  }

  /** The same without emphasis, for pictures and short notices. */
  public String plain(String key, Object... namesAndValues) {
    return Emphasis.off(of(key, namesAndValues));
  }

  /** A button with a text as its label. */
  public Button button(String key, Action action) {
    return new Button(of(key), action.encode());
  }
}
