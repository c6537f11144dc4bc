package io.mynah.chat.settings;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.words.Languages;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Settings;
import io.mynah.text.NameFolding;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * {@code /settings}: shows an owner's settings with buttons that change them, or changes one as the
 * arguments say. Thread-safe.
 */
public final class SettingsCommand implements Command, Feature {
  private final Channel channel;
  private final OwnerSettings settings;
  private final Languages languages;

  public SettingsCommand(Channel channel, OwnerSettings settings, Languages languages) {
    this.channel = channel;
    this.settings = settings;
    this.languages = languages;
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of("settings", this);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(
        Verb.SET_TEMPERATURE, this::pressTemperature,
        Verb.SET_LENGTH, this::pressLength,
        Verb.SET_EFFORT, this::pressEffort,
        Verb.SET_BURSTS, this::pressBursts,
        Verb.SET_DELAYS, this::pressDelays,
        Verb.SET_TABLES, this::pressTables,
        Verb.SET_LANGUAGE, this::pressLanguage);
  }

  @Override
  public void run(Call call) throws IOException {
    channel.send(call.envelope().address(), reply(call));
  }

  private Reply reply(Call call) {
    Phrases phrases = call.phrases();
    if (call.arguments().isEmpty()) {
      return shown(phrases, settings.of(call.owner()));
    }
    String[] words = call.arguments().split("[\\s=:]+", 2);
    String what = NameFolding.fold(words[0]);
    String value = words.length < 2 ? "" : words[1].strip();
    if (named(phrases, what, "temperature")) {
      return set(call, temperature(value), Settings::withTemperature, badTemperature(phrases));
    }
    if (named(phrases, what, "length")) {
      var length = chosen(phrases, value, "length.", SettingsText.LENGTHS);
      String bad = bad(phrases, "settings.bad-length", "length.", SettingsText.LENGTHS);
      return set(call, length, Settings::withLength, bad);
    }
    if (named(phrases, what, "effort")) {
      var effort = chosen(phrases, value, "effort.", SettingsText.EFFORTS);
      String bad = bad(phrases, "settings.bad-effort", "effort.", SettingsText.EFFORTS);
      return set(call, effort, Settings::withEffort, bad);
    }
    if (named(phrases, what, "bursts")) {
      return set(call, isOn(phrases, value), Settings::withBursts, badSwitch(phrases, "bursts"));
    }
    if (named(phrases, what, "delay")) {
      return set(call, isOn(phrases, value), Settings::withDelays, badSwitch(phrases, "delay"));
    }
    if (channel.showsTables() && named(phrases, what, "tables")) {
      return set(call, isOn(phrases, value), Settings::withTables, badSwitch(phrases, "tables"));
    }
    if (named(phrases, what, "language")) {
      return set(
          call,
          language(phrases, value),
          (now, tag) -> now.withLanguage(tag.isEmpty() ? null : tag),
          badLanguage(phrases));
    }
    return Reply.of(phrases.of("settings.unknown", "names", names(phrases)));
  }

  private Reply shown(Phrases phrases, Settings now) {
    return new SettingsText(phrases).shown(now, channel.showsTables());
  }

  /** The names of all settings that can be changed on the channel. */
  private String names(Phrases phrases) {
    return Wording.names(
        phrases,
        SettingsText.NAMES.stream()
            .filter(setting -> channel.showsTables() || !setting.equals("tables"))
            .map(setting -> phrases.of("settings.name." + setting))
            .toList());
  }

  private <T> Reply set(
      Call call, Optional<T> value, BiFunction<Settings, T, Settings> change, String otherwise) {
    return value
        .map(v -> changed(call.envelope(), now -> change.apply(now, v)))
        .orElseGet(() -> Reply.of(otherwise));
  }

  /** Whether a word names a setting, in English or in the user's language. */
  private static boolean named(Phrases phrases, String word, String setting) {
    return !word.isEmpty()
        && (setting.startsWith(word)
            || NameFolding.fold(phrases.of("settings.name." + setting)).startsWith(word));
  }

  private static <E extends Enum<E>> Optional<E> chosen(
      Phrases phrases, String word, String prefix, List<E> values) {
    String folded = NameFolding.fold(word);
    SettingsText text = new SettingsText(phrases);
    return values.stream()
        .filter(
            value ->
                value.name().toLowerCase(Locale.ROOT).equals(folded)
                    || NameFolding.fold(text.label(prefix, value)).equals(folded))
        .findFirst();
  }

  private static Optional<Double> temperature(String word) {
    try {
      double value = Double.parseDouble(word.replace(',', '.'));
      boolean fits = value >= Settings.MIN_TEMPERATURE && value <= Settings.MAX_TEMPERATURE;
      return fits ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Boolean> isOn(Phrases phrases, String word) {
    String folded = NameFolding.fold(word);
    if (folded.equals("on") || folded.equals(NameFolding.fold(phrases.of("switch.on")))) {
      return Optional.of(true);
    }
    return folded.equals("off") || folded.equals(NameFolding.fold(phrases.of("switch.off")))
        ? Optional.of(false)
        : Optional.empty();
  }

  /**
   * The tag of a language given by its own name or its tag; an empty text for the language of the
   * app.
   */
  private static Optional<String> language(Phrases phrases, String word) {
    String folded = NameFolding.fold(word);
    if (folded.equals("automatic")
        || folded.equals(NameFolding.fold(phrases.of("button.app-language")))) {
      return Optional.of("");
    }
    return Languages.spoken().stream()
        .filter(
            language ->
                language.toLanguageTag().equalsIgnoreCase(word.strip())
                    || NameFolding.fold(SettingsText.name(language)).equals(folded))
        .map(Locale::toLanguageTag)
        .findFirst();
  }

  private static String badTemperature(Phrases phrases) {
    return phrases.of(
        "settings.bad-temperature",
        "low",
        Settings.MIN_TEMPERATURE,
        "high",
        Settings.MAX_TEMPERATURE);
  }

  private static String bad(
      Phrases phrases, String key, String prefix, List<? extends Enum<?>> values) {
    SettingsText text = new SettingsText(phrases);
    return phrases.of(
        key,
        "choices",
        Wording.names(phrases, values.stream().map(v -> text.label(prefix, v)).toList()));
  }

  private static String badSwitch(Phrases phrases, String setting) {
    return phrases.of("settings.bad-switch", "name", phrases.of("settings.name." + setting));
  }

  private static String badLanguage(Phrases phrases) {
    List<String> names = Languages.spoken().stream().map(SettingsText::name).toList();
    return phrases.of("settings.bad-language", "choices", Wording.names(phrases, names));
  }

  /** Changes the settings, and shows them in the language that is then in effect. */
  private Reply changed(Envelope envelope, Function<Settings, Settings> change) {
    OwnerId owner = envelope.sender();
    Settings next = change.apply(settings.of(owner));
    settings.save(owner, next);
    return shown(languages.of(owner, envelope.language()), next);
  }

  boolean pressTemperature(PressHandler.Pressed pressed) {
    double value = pressed.id(0) / 100.0;
    return value >= Settings.MIN_TEMPERATURE
        && value <= Settings.MAX_TEMPERATURE
        && edit(pressed, now -> now.withTemperature(value));
  }

  boolean pressLength(PressHandler.Pressed pressed) {
    return at(SettingsText.LENGTHS, pressed.id(0))
        .filter(length -> edit(pressed, now -> now.withLength(length)))
        .isPresent();
  }

  boolean pressEffort(PressHandler.Pressed pressed) {
    return at(SettingsText.EFFORTS, pressed.id(0))
        .filter(effort -> edit(pressed, now -> now.withEffort(effort)))
        .isPresent();
  }

  boolean pressBursts(PressHandler.Pressed pressed) {
    return pressed.id(0) <= 1 && edit(pressed, now -> now.withBursts(pressed.id(0) == 1));
  }

  boolean pressDelays(PressHandler.Pressed pressed) {
    return pressed.id(0) <= 1 && edit(pressed, now -> now.withDelays(pressed.id(0) == 1));
  }

  boolean pressTables(PressHandler.Pressed pressed) {
    return pressed.id(0) <= 1 && edit(pressed, now -> now.withTables(pressed.id(0) == 1));
  }

  boolean pressLanguage(PressHandler.Pressed pressed) {
    if (pressed.id(0) == SettingsText.APP_LANGUAGE) {
      return edit(pressed, now -> now.withLanguage(null));
    }
    return at(Languages.choices(), pressed.id(0) - 1)
        .filter(Phrases::speaks)
        .filter(language -> edit(pressed, now -> now.withLanguage(language.toLanguageTag())))
        .isPresent();
  }

  private static <T> Optional<T> at(List<T> values, long place) {
    return place < values.size() ? Optional.of(values.get((int) place)) : Optional.empty();
  }

  private boolean edit(PressHandler.Pressed pressed, Function<Settings, Settings> change) {
    channel.edit(pressed.message(), changed(pressed.envelope(), change));
    return true;
  }
}
