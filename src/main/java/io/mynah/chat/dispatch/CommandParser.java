package io.mynah.chat.dispatch;

import io.mynah.chat.Incoming;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the command at the start of a message, {@code /name@bot arguments}. */
final class CommandParser {
  private static final Pattern COMMAND =
      Pattern.compile("/([A-Za-z0-9_]{1,32})(?:@\\w+)?(?:\\s+(.*))?", Pattern.DOTALL);

  private CommandParser() {}

  /**
   * A parsed command.
   *
   * @param name in lower case, without the slash
   * @param arguments stripped; may be empty
   */
  record Parsed(String name, String arguments) {}

  /** Parses the command of a message or of a file's caption; empty if there is none. */
  static Optional<Parsed> parse(Incoming incoming) {
    if (incoming instanceof Incoming.Text text) {
      return parse(text.text());
    }
    return incoming instanceof Incoming.File file ? parse(file.caption()) : Optional.empty();
  }

  private static Optional<Parsed> parse(String text) {
    var command = COMMAND.matcher(text.strip());
    if (!command.matches()) {
      return Optional.empty();
    }
    String arguments = command.group(2) == null ? "" : command.group(2).strip();
    return Optional.of(new Parsed(command.group(1).toLowerCase(Locale.ROOT), arguments));
  }
}
