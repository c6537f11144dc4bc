package io.mynah.chat.dispatch;

import io.mynah.chat.words.Languages;
import io.mynah.chat.words.Phrases;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The commands as a channel lists them to its users, and the bot's description. */
public final class CommandMenu {
  private static final List<String> NAMES =
      List.of(
          "start",
          "help",
          "train",
          "people",
          "merge",
          "unmerge",
          "speak",
          "complete",
          "chat",
          "stop",
          "why",
          "report",
          "guess",
          "converse",
          "share",
          "unshare",
          "learn",
          "unlearn",
          "optout",
          "optin",
          "bot",
          "export",
          "status",
          "cancel",
          "mydata",
          "forget",
          "settings");

  /** The commands that can be used in groups. */
  private static final List<String> GROUP_NAMES =
      List.of(
          "speak",
          "converse",
          "guess",
          "stop",
          "share",
          "unshare",
          "learn",
          "unlearn",
          "optout",
          "optin");

  /** The commands that only administrators of the bot can use. */
  private static final List<String> ADMINISTRATOR_NAMES = List.of("invite", "admin");

  private CommandMenu() {}

  /**
   * A command in the menu.
   *
   * @param name without the slash
   * @param description a few words on what it does
   */
  public record Entry(String name, String description) {}

  /** All commands, described in a language (in English where there are no texts in it). */
  public static List<Entry> in(Locale language) {
    return described(NAMES, language);
  }

  /** The commands of groups, described in a language. */
  public static List<Entry> inGroups(Locale language) {
    return described(GROUP_NAMES, language);
  }

  /** The commands for administrators of the bot: all others and their own. */
  public static List<Entry> forAdministrators(Locale language) {
    List<String> names = new ArrayList<>(NAMES);
    names.addAll(ADMINISTRATOR_NAMES);
    return described(names, language);
  }

  private static List<Entry> described(List<String> names, Locale language) {
    Phrases phrases = Phrases.in(language);
    return names.stream().map(name -> new Entry(name, phrases.of("menu." + name))).toList();
  }

  /** The description of the command that leaves a channel, where it has one. */
  public static String quitting(Locale language) {
    return Phrases.in(language).of("start.quit");
  }

  /** The languages that have texts, including English. */
  public static List<Locale> languages() {
    return Languages.spoken();
  }

  /** What Mynah is, in at most 120 characters. */
  public static String about(Locale language) {
    return Phrases.in(language).of("menu.about");
  }

  /** What Mynah does, for someone who does not know it, in at most 512 characters. */
  public static String description(Locale language) {
    return Phrases.in(language).of("menu.description");
  }

  /** All commands, without the slash, as they are listed. */
  public static List<String> names() {
    return NAMES;
  }

  /** The commands of administrators, which are not shown to anybody else. */
  public static List<String> administratorNames() {
    return ADMINISTRATOR_NAMES;
  }
}
