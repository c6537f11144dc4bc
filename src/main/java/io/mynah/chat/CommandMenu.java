package io.mynah.chat;

import java.util.List;
import java.util.Locale;

/** The commands as a channel lists them to its users. */
public final class CommandMenu {
  private static final List<String> NAMES =
      List.of(
          "start",
          "help",
          "train",
          "people",
          "speak",
          "report",
          "status",
          "cancel",
          "forget",
          "settings");

  private CommandMenu() {}

  /**
   * A command.
   *
   * @param name without the slash
   * @param description a few words on what it does
   */
  public record Entry(String name, String description) {}

  /** All commands, described in a language (in English where there are no texts in it). */
  public static List<Entry> in(Locale language) {
    Phrases phrases = Phrases.in(language);
    return NAMES.stream().map(name -> new Entry(name, phrases.of("menu." + name))).toList();
  }

  /** What Mynah is, in at most 120 characters. */
  public static String about(Locale language) {
    return Phrases.in(language).of("menu.about");
  }

  static List<String> names() {
    return NAMES;
  }
}
