package io.mynah.chat.help;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The topics of {@code /help}, each with its commands; every command is in one of them. */
public enum HelpTopic {
  LEARN(1, "train people learn unlearn optout optin status cancel start help"),
  TALK(2, "speak complete chat stop converse guess"),
  SHARE(3, "share unshare bot export"),
  BETTER(4, "why report merge unmerge settings"),
  DATA(5, "mydata forget"),
  ADMINISTER(6, "invite admin");

  private final long number;
  private final String commands;

  /**
   * @param commands with blanks between
   */
  HelpTopic(long number, String commands) {
    this.number = number;
    this.commands = commands;
  }

  /** The number in its buttons, which must keep its meaning; above 0. */
  long number() {
    return number;
  }

  /** Its commands, without the slash, as they are listed. */
  public List<String> commands() {
    return List.of(commands.split(" "));
  }

  /** Whether only administrators of the bot see it. */
  boolean isForAdministrators() {
    return this == ADMINISTER;
  }

  /** The last part of the keys of its texts. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<HelpTopic> of(long number) {
    return Arrays.stream(values()).filter(topic -> topic.number == number).findFirst();
  }

  /** The topic of a command. */
  static Optional<HelpTopic> of(String command) {
    return Arrays.stream(values()).filter(topic -> topic.commands().contains(command)).findFirst();
  }
}
