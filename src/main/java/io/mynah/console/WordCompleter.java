package io.mynah.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes commands, and after them the names of people; where an export is wanted, its path. */
final class WordCompleter implements Completer {
  private static final String TRAIN = "/train";

  /** What names the chat to try Mynah with. */
  private static final String SAMPLE = "sample";

  /** The beginning of a path, which no command is. */
  private static final Pattern PATH = Pattern.compile("~/|/[^/]+/");

  private final Map<String, String> commands;
  private final Supplier<List<String>> names;

  /**
   * @param commands what each does, by their names without the slash
   * @param names of people, as of now
   */
  WordCompleter(Map<String, String> commands, Supplier<List<String>> names) {
    this.commands = commands;
    this.names = names;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    List<String> words = line.words();
    String word = words.get(words.size() - 1);
    if (PATH.matcher(words.get(0)).lookingAt()) {
      PathCompleter.complete(String.join(" ", words), word, candidates);
    } else if (line.wordIndex() == 0) {
      commands.forEach((name, does) -> candidates.add(command(name, does)));
    } else if (words.get(0).equals(TRAIN)) {
      if (line.wordIndex() == 1) {
        candidates.add(new Candidate(SAMPLE));
      }
      PathCompleter.complete(String.join(" ", words.subList(1, words.size())), word, candidates);
    } else if (words.get(0).startsWith("/")) {
      names.get().forEach(name -> name(name, line, candidates));
    }
  }

  private static Candidate command(String name, String does) {
    String word = "/" + name;
    return new Candidate(word, word, null, does, null, null, true);
  }

  /** Of a name of several words the first may stand there already. */
  private static void name(String name, ParsedLine line, List<Candidate> candidates) {
    List<String> words = line.words();
    for (int first = 1; first < words.size(); first++) {
      String before = String.join(" ", words.subList(first, words.size() - 1));
      String begun = before.isEmpty() ? "" : before + " ";
      if (name.toLowerCase(Locale.ROOT).startsWith(begun.toLowerCase(Locale.ROOT))) {
        String rest = name.substring(begun.length());
        candidates.add(new Candidate(rest, name, null, null, null, null, true));
        return;
      }
    }
  }
}
