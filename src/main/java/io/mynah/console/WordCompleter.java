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

/** Completes commands, names of people after them, and paths where an export is expected. */
final class WordCompleter implements Completer {
  private static final String TRAIN = "/train";

  /** The argument that means the sample chat. */
  private static final String SAMPLE = "sample";

  /** The beginning of a path, as opposed to a command. */
  private static final Pattern PATH = Pattern.compile("~/|/[^/]+/");

  private final Map<String, String> commands;
  private final Supplier<List<String>> names;

  /**
   * @param commands descriptions by command name without the slash
   * @param names supplies the current names of people
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
      commands.forEach((name, description) -> candidates.add(command(name, description)));
    } else if (words.get(0).equals(TRAIN)) {
      if (line.wordIndex() == 1) {
        candidates.add(new Candidate(SAMPLE));
      }
      PathCompleter.complete(String.join(" ", words.subList(1, words.size())), word, candidates);
    } else if (words.get(0).startsWith("/")) {
      names.get().forEach(name -> name(name, line, candidates));
    }
  }

  private static Candidate command(String name, String description) {
    String word = "/" + name;
    return new Candidate(word, word, null, description, null, null, true);
  }

  /** Adds a name as a candidate. The first words of the name may be typed already. */
  private static void name(String name, ParsedLine line, List<Candidate> candidates) {
    List<String> words = line.words();
    for (int first = 1; first < words.size(); first++) {
      String before = String.join(" ", words.subList(first, words.size() - 1));
      String typedWords = before.isEmpty() ? "" : before + " ";
      if (name.toLowerCase(Locale.ROOT).startsWith(typedWords.toLowerCase(Locale.ROOT))) {
        String rest = name.substring(typedWords.length());
        candidates.add(new Candidate(rest, name, null, null, null, null, true));
        return;
      }
    }
  }
}
