package io.mynah.export.bytes;

import io.mynah.export.Refusal.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a zip that are the export, chosen by name alone: the {@code result.json} nearest
 * to the root; else the HTML pages, those of each folder being a chat; else the JSON file nearest
 * to the root.
 *
 * @param document the entry of the JSON document, if there is one
 * @param chats the pages of each HTML chat in order
 */
public record ZipContents(@Nullable String document, List<List<String>> chats) {
  private static final Pattern PAGE = Pattern.compile("messages(\\d{0,9})\\.html?");
  private static final Pattern WHATSAPP = Pattern.compile("_chat\\.txt|whatsapp chat .*\\.txt");

  /** The entries that are files, by name; of two entries with the same name, the first. */
  public static Map<String, ZipArchiveEntry> files(Collection<ZipArchiveEntry> entries) {
    Map<String, ZipArchiveEntry> files = new LinkedHashMap<>();
    for (ZipArchiveEntry entry : entries) {
      String name = entry.getName().replace('\\', '/');
      // macOS adds a metadata file for each file.
      boolean isMetadata = name.startsWith("__MACOSX/") || fileName(name).startsWith("._");
      if (!entry.isDirectory() && !isMetadata) {
        files.putIfAbsent(name, entry);
      }
    }
    return files;
  }

  public static ZipContents of(Collection<String> names) throws RefusedException {
    String result = shallowest(names, "result.json");
    if (result != null) {
      return new ZipContents(result, List.of());
    }
    List<List<String>> chats = pages(names);
    if (!chats.isEmpty()) {
      return new ZipContents(null, chats);
    }
    String other = shallowest(names, ".json", ".json.gz");
    if (other != null) {
      return new ZipContents(other, List.of());
    }
    throw RefusedException.of(reason(names));
  }

  private static Reason reason(Collection<String> names) {
    for (String name : names) {
      String file = fileName(name);
      if (WHATSAPP.matcher(file).matches()) {
        return Reason.WHATSAPP;
      }
      if (file.equals("export_results.html")) {
        return Reason.OTHER_HTML;
      }
    }
    return Reason.ZIP_WITHOUT_EXPORT;
  }

  private static @Nullable String shallowest(Collection<String> names, String... endings) {
    return names.stream()
        .filter(name -> endsWithAny(fileName(name), endings))
        .min(Comparator.comparingLong(ZipContents::depth).thenComparing(Comparator.naturalOrder()))
        .orElse(null);
  }

  /** Whether a file name has one of some endings; an ending without a dot is a whole name. */
  private static boolean endsWithAny(String file, String... endings) {
    for (String ending : endings) {
      if (ending.startsWith(".") ? file.endsWith(ending) : file.equals(ending)) {
        return true;
      }
    }
    return false;
  }

  private static List<List<String>> pages(Collection<String> names) {
    Map<String, TreeMap<Integer, String>> folders = new TreeMap<>(ZipContents::compareFolders);
    for (String name : names) {
      Matcher page = PAGE.matcher(fileName(name));
      if (page.matches()) {
        String folder = name.substring(0, name.lastIndexOf('/') + 1);
        int number = page.group(1).isEmpty() ? 1 : Integer.parseInt(page.group(1));
        folders.computeIfAbsent(folder, f -> new TreeMap<>()).putIfAbsent(number, name);
      }
    }
    List<List<String>> chats = new ArrayList<>();
    folders.values().forEach(pages -> chats.add(List.copyOf(pages.values())));
    return chats;
  }

  /** Compares folder names so that {@code chat_2} comes before {@code chat_10}. */
  private static int compareFolders(String a, String b) {
    int byLength = Integer.compare(a.length(), b.length());
    return byLength == 0 ? a.compareTo(b) : byLength;
  }

  private static long depth(String name) {
    return name.chars().filter(c -> c == '/').count();
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }
}
