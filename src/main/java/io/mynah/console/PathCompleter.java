package io.mynah.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jline.reader.Candidate;

/** Completes paths of folders and of files that may be exports. Stateless. */
final class PathCompleter {
  private static final Pattern EXPORT = Pattern.compile("(?i).*\\.(?:json|zip|gz|html?)");

  private PathCompleter() {}

  /**
   * Adds the possible continuations of a path.
   *
   * @param path the typed part; may contain spaces
   * @param word its last word, which candidates replace
   */
  static void complete(String path, String word, List<Candidate> candidates) {
    String before = path.substring(0, path.length() - word.length());
    String parent = path.substring(0, path.lastIndexOf('/') + 1);
    String prefix = path.substring(parent.length()).toLowerCase(Locale.ROOT);
    try (Stream<Path> entries = Files.list(folder(parent))) {
      for (Path entry : entries.sorted().toList()) {
        String name = String.valueOf(entry.getFileName());
        boolean folder = Files.isDirectory(entry);
        boolean hidden = name.startsWith(".") && prefix.isEmpty();
        String whole = parent + name + (folder ? "/" : "");
        if ((folder || EXPORT.matcher(name).matches())
            && !hidden
            && name.toLowerCase(Locale.ROOT).startsWith(prefix)
            && whole.startsWith(before)) {
          String rest = whole.substring(before.length());
          candidates.add(new Candidate(rest, name, null, null, null, null, !folder));
        }
      }
    } catch (IOException | InvalidPathException | SecurityException e) {
      // The folder cannot be read, so there are no completions.
    }
  }

  private static Path folder(String parent) {
    String home = System.getProperty("user.home");
    return Path.of(parent.startsWith("~/") ? home + parent.substring(1) : parent);
  }
}
