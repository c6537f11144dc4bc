package io.mynah.export.whatsapp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the name of a chat: in the names of files, and in what WhatsApp writes at its beginning.
 */
final class ChatNames {
  /** {@code WhatsApp Chat with Bella.txt}, {@code WhatsApp-Chat mit Bella.zip}. */
  private static final Pattern FILE =
      Pattern.compile(
          "(?iu).*whatsapp.*?[ -](?:with|mit|con|com|avec|met|с контактом|с|-) (.+?)"
              + "(?: ?\\(\\d{1,3}\\))?(?:\\.(?:txt|zip|gz))*+");

  private static final Pattern QUOTED = Pattern.compile("[\"“”„«»「]([^\"“”„«»「」]{1,100})[\"“”«»」]");

  private static final int LONGEST = 200;

  private ChatNames() {}

  /**
   * The chat's name in the name of a file, or of one of the archive and folders around it.
   *
   * @return {@code null} if there is none
   */
  static @Nullable String inPath(String path) {
    String[] parts = path.split("/", -1);
    for (int i = parts.length - 1; i >= 0; i--) {
      String part = parts[i].replace('_', ' ');
      Matcher file = FILE.matcher(part);
      if (part.length() <= LONGEST && file.matches()) {
        return file.group(1).strip();
      }
    }
    return null;
  }

  /** The last words in quotation marks: {@code Bella created group “The flat”}. */
  static @Nullable String quoted(String notice) {
    String last = null;
    if (notice.length() <= 2 * LONGEST) {
      Matcher quoted = QUOTED.matcher(notice);
      while (quoted.find()) {
        last = quoted.group(1).strip();
      }
    }
    return last;
  }
}
