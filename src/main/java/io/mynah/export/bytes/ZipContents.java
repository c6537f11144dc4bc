package io.mynah.export.bytes;

import static java.util.Comparator.naturalOrder;

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
 * The entries of a zip that are Telegram's export, chosen by name alone: the {@code result.json}
 * nearest to the root; else the HTML pages, those of each folder being a chat. If there are none,
 * the entries that may be an export by their ending, which their content decides.
 *
 * @param document the entry of the JSON document, if there is one
 * @param chats the pages of each HTML chat in order
 * @param candidates those nearest to the root first, and of those the texts with WhatsApp's names
 */
public record ZipContents(
    @Nullable String document, List<List<String>> chats, List<String> candidates) {
  private static final Pattern PAGE = Pattern.compile("messages(\\d{0,9})\\.html?");
  private static final Pattern CANDIDATE =
      Pattern.compile(".*\\.(?:json|jsonl|ndjson|csv|tsv|txt)(?:\\.gz)?");

  private static final Pattern WHATSAPP = Pattern.compile("_chat\\.txt|.*whatsapp.*\\.txt");

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

  public static ZipContents of(Collection<String> names) {
    List<String> nearestFirst =
        names.stream()
            .filter(name -> CANDIDATE.matcher(fileName(name)).matches())
            .sorted(
                Comparator.comparingLong(ZipContents::depth)
                    .thenComparing(name -> !isWhatsApp(name))
                    .thenComparing(naturalOrder()))
            .toList();
    String result =
        nearestFirst.stream()
            .filter(name -> fileName(name).equals("result.json"))
            .findFirst()
            .orElse(null);
    return result == null
        ? new ZipContents(null, pages(names), nearestFirst)
        : new ZipContents(result, List.of(), List.of());
  }

  /** Whether it is called like the text of a chat, beside which is what was sent in it. */
  private static boolean isWhatsApp(String name) {
    return WHATSAPP.matcher(fileName(name)).matches();
  }

  /** Why a zip without any of these entries is refused. */
  public static RefusedException refusal(Collection<String> names) {
    boolean index = names.stream().anyMatch(name -> fileName(name).equals("export_results.html"));
    return RefusedException.of(index ? Reason.OTHER_HTML : Reason.ZIP_WITHOUT_EXPORT);
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

  /** In how many folders an entry is. */
  public static long depth(String name) {
    return name.chars().filter(c -> c == '/').count();
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }
}
