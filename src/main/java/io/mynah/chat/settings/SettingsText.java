package io.mynah.chat.settings;

import com.ibm.icu.text.DisplayContext;
import com.ibm.icu.text.LocaleDisplayNames;
import com.ibm.icu.text.NumberFormat;
import com.ibm.icu.util.ULocale;
import io.mynah.chat.Button;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.ButtonRows;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.words.Languages;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Effort;
import io.mynah.domain.Length;
import io.mynah.domain.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The settings as text, with buttons that change them. */
final class SettingsText {
  // The indices of these lists are stored in buttons: add at the end only.
  static final List<Length> LENGTHS = List.of(Length.SHORT, Length.NATURAL, Length.LONG);
  static final List<Effort> EFFORTS = List.of(Effort.QUICK, Effort.GOOD, Effort.BEST);

  /** What the settings are called in texts, in the order in which they are shown. */
  static final List<String> NAMES =
      List.of("temperature", "length", "bursts", "delay", "effort", "language", "tables");

  /** The index that means the app's language; those of {@link Languages#choices()} follow. */
  static final int APP_LANGUAGE = 0;

  private static final int[] TEMPERATURES = {50, 70, 80, 100, 120};
  private static final int ROW_LENGTH = 24;

  private final Phrases phrases;

  SettingsText(Phrases phrases) {
    this.phrases = phrases;
  }

  /**
   * The settings of an owner.
   *
   * @param tables whether the channel shows tables, so that the owner can choose
   */
  Reply shown(Settings now, boolean tables) {
    String text =
        phrases.of(
            "settings.shown",
            "temperature",
            now.temperature(),
            "length",
            label("length.", now.length()),
            "bursts",
            onOrOff(now.bursts()),
            "delays",
            onOrOff(now.delays()),
            "effort",
            label("effort.", now.effort()),
            "language",
            language(now.language()));
    if (tables) {
      text += "\n" + phrases.of("settings.tables", "tables", onOrOff(now.tables()));
    }
    List<List<Button>> rows = new ArrayList<>();
    rows.add(Arrays.stream(TEMPERATURES).mapToObj(t -> temperature(now, t)).toList());
    rows.add(row(Verb.SET_LENGTH, "length.", LENGTHS, now.length()));
    rows.add(
        List.of(
            onOff(Verb.SET_BURSTS, "button.bursts", now.bursts()),
            onOff(Verb.SET_DELAYS, "button.delays", now.delays())));
    rows.add(row(Verb.SET_EFFORT, "effort.", EFFORTS, now.effort()));
    if (tables) {
      rows.add(List.of(onOff(Verb.SET_TABLES, "button.tables", now.tables())));
    }
    rows.addAll(ButtonRows.of(languages(now.language()), ROW_LENGTH));
    rows.add(List.of(phrases.button("button.forget-likes", Action.of(Verb.FORGET_LIKES))));
    return new Reply(text, rows);
  }

  String onOrOff(boolean on) {
    return phrases.of(on ? "switch.on" : "switch.off");
  }

  /** The label of a setting's value. */
  String label(String prefix, Enum<?> value) {
    return phrases.of(prefix + value.name().toLowerCase(Locale.ROOT));
  }

  private String language(@Nullable String tag) {
    return tag == null
        ? phrases.of("settings.app-language")
        : nameInSentence(Locale.forLanguageTag(tag));
  }

  /** The name of a language in that language. */
  static String name(Locale language) {
    return name(language, DisplayContext.CAPITALIZATION_FOR_UI_LIST_OR_MENU);
  }

  /** The same within a sentence, where many languages write it in lower case. */
  static String nameInSentence(Locale language) {
    return name(language, DisplayContext.CAPITALIZATION_FOR_MIDDLE_OF_SENTENCE);
  }

  private static String name(Locale language, DisplayContext place) {
    ULocale locale = ULocale.forLocale(language);
    return LocaleDisplayNames.getInstance(locale, place).localeDisplayName(locale);
  }

  private Button temperature(Settings now, int hundredths) {
    return button(
        NumberFormat.getInstance(phrases.locale()).format(hundredths / 100.0),
        Math.round(now.temperature() * 100) == hundredths,
        Action.of(Verb.SET_TEMPERATURE, hundredths));
  }

  private List<Button> row(
      Verb verb, String prefix, List<? extends Enum<?>> values, Enum<?> chosen) {
    return IntStream.range(0, values.size())
        .mapToObj(
            i -> button(label(prefix, values.get(i)), values.get(i) == chosen, Action.of(verb, i)))
        .toList();
  }

  /**
   * A button that switches a setting. It carries the new value, so pressing it twice does not
   * switch back.
   */
  private Button onOff(Verb verb, String label, boolean on) {
    return button(phrases.of(label), on, Action.of(verb, on ? 0 : 1));
  }

  private List<Button> languages(@Nullable String chosen) {
    List<Button> buttons = new ArrayList<>();
    buttons.add(
        button(
            phrases.of("button.app-language"),
            chosen == null,
            Action.of(Verb.SET_LANGUAGE, APP_LANGUAGE)));
    for (Locale language : Languages.spoken()) {
      buttons.add(
          button(
              name(language),
              language.toLanguageTag().equals(chosen),
              Action.of(Verb.SET_LANGUAGE, Languages.choices().indexOf(language) + 1)));
    }
    return buttons;
  }

  private Button button(String label, boolean chosen, Action action) {
    return new Button(
        chosen ? phrases.of("button.chosen", "label", label) : label, action.encode());
  }
}
