package io.mynah.export.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.mynah.export.ExportSource;
import io.mynah.export.Refusal.Reason;
import io.mynah.export.bytes.FileKind;
import io.mynah.export.bytes.FileKindDetector;
import io.mynah.export.bytes.RefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of an HTML export that was uploaded as a single file. Its name may be anything, so pages
 * are ordered by the id of their first message, and a page that was sent twice is read once.
 */
record HtmlPage(ExportSource file, long firstMessage, String title) {
  private static final int HEAD = 1 << 20;
  private static final Pattern MESSAGE = Pattern.compile("id=\"message(\\d{1,18})\"");
  private static final String HEADER = "class=\"page_header";
  private static final String TITLE = "class=\"text bold\">";

  static HtmlPage look(ExportSource file) throws RefusedException {
    FileKind kind = FileKindDetector.sniff(ExportOpener.head(file));
    if (kind != FileKind.HTML) {
      throw RefusedException.of(Reason.MIXED_FILES);
    }
    String head = head(file);
    Matcher message = MESSAGE.matcher(head);
    return new HtmlPage(
        file, message.find() ? Long.parseLong(message.group(1)) : Long.MAX_VALUE, title(head));
  }

  private static String title(String head) {
    int header = head.indexOf(HEADER);
    int title = header < 0 ? -1 : head.indexOf(TITLE, header);
    int end = title < 0 ? -1 : head.indexOf('<', title);
    return end < 0 ? "" : head.substring(title + TITLE.length(), end).strip();
  }

  static List<ExportSource> inOrder(List<HtmlPage> pages) throws RefusedException {
    TreeMap<Long, ExportSource> ordered = new TreeMap<>(Comparator.naturalOrder());
    for (HtmlPage page : pages) {
      if (!page.title().equals(pages.get(0).title())) {
        throw RefusedException.of(Reason.MIXED_FILES);
      }
      ordered.putIfAbsent(page.firstMessage(), page.file());
    }
    return List.copyOf(ordered.values());
  }

  private static String head(ExportSource file) throws RefusedException {
    char[] head = new char[HEAD];
    int length = 0;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(file.open()), ISO_8859_1))) {
      for (int n = 0; n >= 0 && length < HEAD; length += Math.max(0, n)) {
        n = reader.read(head, length, HEAD - length);
      }
    } catch (IOException e) {
      throw RefusedException.of(Reason.IO);
    }
    return new String(head, 0, length);
  }
}
