package io.mynah.chat;

import com.ibm.icu.text.NumberFormat;
import io.mynah.domain.Effort;
import io.mynah.domain.Length;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Settings;
import io.mynah.text.NameFolding;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code /settings}: shown with buttons that change them in place, or changed in words. */
final class SettingsCommand implements Command {
  private static final int[] TEMPERATURES = {50, 70, 80, 100, 120};
  // The places in these lists are on buttons: add at the end only.
  private static final List<Length> LENGTHS = List.of(Length.SHORT, Length.NATURAL, Length.LONG);
  private static final List<Effort> EFFORTS = List.of(Effort.QUICK, Effort.GOOD, Effort.BEST);

  private final Channel channel;
  private final OwnerSettings settings;

  SettingsCommand(Channel channel, OwnerSettings settings) {
    this.channel = channel;
    this.settings = settings;
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
      return temperature(value)
          .map(t -> changed(phrases, call.owner(), settings.of(call.owner()).withTemperature(t)))
          .orElseGet(() -> Reply.of(badTemperature(phrases)));
    }
    if (named(phrases, what, "length")) {
      return chosen(phrases, value, "length.", LENGTHS)
          .map(
              length ->
                  changed(phrases, call.owner(), settings.of(call.owner()).withLength(length)))
          .orElseGet(() -> Reply.of(bad(phrases, "settings.bad-length", "length.", LENGTHS)));
    }
    if (named(phrases, what, "effort")) {
      return chosen(phrases, value, "effort.", EFFORTS)
          .map(
              effort ->
                  changed(phrases, call.owner(), settings.of(call.owner()).withEffort(effort)))
          .orElseGet(() -> Reply.of(bad(phrases, "settings.bad-effort", "effort.", EFFORTS)));
    }
    return Reply.of(phrases.of("settings.unknown"));
  }

  /** Whether a word means a setting, in English or in the language spoken. */
  private static boolean named(Phrases phrases, String word, String setting) {
    return !word.isEmpty()
        && (setting.startsWith(word)
            || NameFolding.fold(phrases.of("settings.name." + setting)).startsWith(word));
  }

  private static <E extends Enum<E>> Optional<E> chosen(
      Phrases phrases, String word, String prefix, List<E> values) {
    String folded = NameFolding.fold(word);
    return values.stream()
        .filter(
            value ->
                value.name().toLowerCase(Locale.ROOT).equals(folded)
                    || NameFolding.fold(label(phrases, prefix, value)).equals(folded))
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
    List<String> labels = values.stream().map(v -> label(phrases, prefix, v)).toList();
    return phrases.of(key, "choices", Wording.names(phrases, labels));
  }

  private static String label(Phrases phrases, String prefix, Enum<?> value) {
    return phrases.of(prefix + value.name().toLowerCase(Locale.ROOT));
  }

  private Reply changed(Phrases phrases, OwnerId owner, Settings next) {
    settings.save(owner, next);
    return shown(phrases, next);
  }

  boolean pressTemperature(PressHandler.Pressed pressed) {
    double value = pressed.id(0) / 100.0;
    if (value < Settings.MIN_TEMPERATURE || value > Settings.MAX_TEMPERATURE) {
      return false;
    }
    return edit(pressed, settings.of(pressed.owner()).withTemperature(value));
  }

  boolean pressLength(PressHandler.Pressed pressed) {
    long index = pressed.id(0);
    return index < LENGTHS.size()
        && edit(pressed, settings.of(pressed.owner()).withLength(LENGTHS.get((int) index)));
  }

  boolean pressEffort(PressHandler.Pressed pressed) {
    long index = pressed.id(0);
    return index < EFFORTS.size()
        && edit(pressed, settings.of(pressed.owner()).withEffort(EFFORTS.get((int) index)));
  }

  private boolean edit(PressHandler.Pressed pressed, Settings next) {
    channel.edit(pressed.message(), changed(pressed.phrases(), pressed.owner(), next));
    return true;
  }

  private static Reply shown(Phrases phrases, Settings now) {
    String text =
        phrases.of(
            "settings.shown",
            "temperature",
            now.temperature(),
            "length",
            label(phrases, "length.", now.length()),
            "effort",
            label(phrases, "effort.", now.effort()));
    return new Reply(
        text,
        List.of(
            Arrays.stream(TEMPERATURES).mapToObj(t -> temperatureButton(phrases, now, t)).toList(),
            row(phrases, Verb.SET_LENGTH, "length.", LENGTHS, now.length()),
            row(phrases, Verb.SET_EFFORT, "effort.", EFFORTS, now.effort())));
  }

  private static Button temperatureButton(Phrases phrases, Settings now, int hundredths) {
    String number = NumberFormat.getInstance(phrases.locale()).format(hundredths / 100.0);
    return button(
        phrases,
        number,
        Math.round(now.temperature() * 100) == hundredths,
        Action.of(Verb.SET_TEMPERATURE, hundredths));
  }

  private static List<Button> row(
      Phrases phrases, Verb verb, String prefix, List<? extends Enum<?>> values, Enum<?> now) {
    return IntStream.range(0, values.size())
        .mapToObj(
            i ->
                button(
                    phrases,
                    label(phrases, prefix, values.get(i)),
                    values.get(i) == now,
                    Action.of(verb, i)))
        .toList();
  }

  private static Button button(Phrases phrases, String label, boolean chosen, Action action) {
    return new Button(
        chosen ? phrases.of("button.chosen", "label", label) : label, action.encode());
  }
}
