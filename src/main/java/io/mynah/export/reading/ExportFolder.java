package io.mynah.export.reading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the export in a folder on this machine's disk, mostly as Telegram Desktop writes it.
 * Thread-safe.
 */
public final class ExportFolder {
  private static final List<String> DOCUMENTS = List.of("result.json", "result.json.gz");
  private static final Pattern PAGE = Pattern.compile("messages\\d*\\.html?");

  /** The texts of other places that are known by their names. */
  private static final Pattern TEXT =
      Pattern.compile("(?i)_chat\\.txt|[^.].*whatsapp.*\\.txt|whatsapp.*\\.txt|main\\.jsonl");

  private static final Pattern PACKED = Pattern.compile("(?i)[^.].*(?:\\.zip|\\.json\\.gz)");

  private ExportFolder() {}

  /**
   * The files of the export in a folder, without its subfolders: {@code result.json}, else {@code
   * result.json.gz}, else the HTML pages, else the only text of WhatsApp or of Signal, else the
   * only zip or gzipped JSON file; none if there is no export.
   *
   * @throws IOException if the folder cannot be listed
   */
  public static List<Path> files(Path folder) throws IOException {
    for (String name : DOCUMENTS) {
      Path document = folder.resolve(name);
      if (Files.isRegularFile(document)) {
        return List.of(document);
      }
    }
    List<Path> pages = files(folder, PAGE);
    if (!pages.isEmpty()) {
      return pages;
    }
    List<Path> texts = files(folder, TEXT);
    if (texts.size() == 1) {
      return texts;
    }
    List<Path> packed = files(folder, PACKED);
    return packed.size() == 1 ? packed : List.of();
  }

  private static List<Path> files(Path folder, Pattern name) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(
              file ->
                  name.matcher(String.valueOf(file.getFileName())).matches()
                      && Files.isRegularFile(file))
          .sorted()
          .toList();
    }
  }
}
