package io.mynah.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder on this machine's disk as Telegram Desktop leaves it after an export. Thread-safe. */
public final class ExportFolder {
  private static final Pattern PAGE = Pattern.compile("messages\\d*\\.html?");

  private ExportFolder() {}

  /**
   * The files in a folder, not in folders below it, that are the export: {@code result.json}, else
   * the pages of HTML; none if there is no export.
   *
   * @throws IOException if the folder cannot be listed
   */
  public static List<Path> files(Path folder) throws IOException {
    Path document = folder.resolve("result.json");
    if (Files.isRegularFile(document)) {
      return List.of(document);
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(ExportFolder::isPage).sorted().toList();
    }
  }

  private static boolean isPage(Path file) {
    return PAGE.matcher(String.valueOf(file.getFileName())).matches() && Files.isRegularFile(file);
  }
}
