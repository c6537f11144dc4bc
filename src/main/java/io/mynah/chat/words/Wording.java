package io.mynah.chat.words;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.text.ListFormatter;
import com.ibm.icu.text.RelativeDateTimeFormatter;
import com.ibm.icu.text.RelativeDateTimeFormatter.RelativeDateTimeUnit;
import io.mynah.chat.Emphasis;
import io.mynah.domain.Person;
import java.text.Bidi;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Formats numbers, names, time spans and progress bars for readers. */
public final class Wording {
  private static final int BAR = 10;
  private static final int NAME_LENGTH = 48;
  private static final int SUMMARY_PEOPLE = 5;

  /** Characters that change the direction of the text after them. */
  private static final String DIRECTIONS = "[\\u202A-\\u202E\\u2066-\\u2069]+";

  private Wording() {}

  /**
   * Formats a name for a sentence or a button: on one line, never empty, not too long, and isolated
   * from the surrounding text if it is written from right to left.
   */
  public static String name(String name) {
    String line =
        Emphasis.off(name)
            .replaceAll(DIRECTIONS, "")
            .replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}\\s]+", " ")
            .strip();
    if (!line.codePoints().anyMatch(Wording::shows)) {
      return "?";
    }
    if (line.codePointCount(0, line.length()) > NAME_LENGTH) {
      line = line.substring(0, wholeCharacters(line, NAME_LENGTH - 1)) + "…";
    }
    char[] characters = line.toCharArray();
    return Bidi.requiresBidi(characters, 0, characters.length) ? "\u2068" + line + "\u2069" : line;
  }

  private static boolean shows(int codePoint) {
    return !UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
        && !UCharacter.isUWhiteSpace(codePoint);
  }

  /**
   * The index at which to cut a text that has more code points, without splitting a user-perceived
   * character.
   */
  private static int wholeCharacters(String text, int codePoints) {
    int end = text.offsetByCodePoints(0, codePoints);
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text);
    int whole = characters.isBoundary(end) ? end : characters.preceding(end);
    return whole > 0 ? whole : end;
  }

  /** “Bella, Tim and Zoe”; the names are emphasized. */
  public static String names(Phrases phrases, List<String> names) {
    return ListFormatter.getInstance(phrases.locale())
        .format(names.stream().map(Wording::name).map(Emphasis::on).toList());
  }

  /** “Bella 14,213 messages, Tim 14,877, February to October 2019”. */
  public static String summary(Phrases phrases, List<Person> people) {
    return counts(
        phrases,
        people.stream()
            .map(p -> new Counted(p.name(), p.messages(), p.first(), p.last()))
            .toList());
  }

  /** The same for anything that has a name, a number of messages and a time span. */
  static String counts(Phrases phrases, List<Counted> people) {
    List<String> parts = new ArrayList<>();
    people.stream()
        .limit(SUMMARY_PEOPLE)
        .forEach(
            person ->
                parts.add(
                    phrases.of(
                        parts.isEmpty() ? "people.first" : "people.next",
                        "name",
                        name(person.name()),
                        "count",
                        person.messages())));
    if (people.size() > SUMMARY_PEOPLE) {
      parts.add(phrases.of("people.more", "count", people.size() - SUMMARY_PEOPLE));
    }
    Instant first =
        people.stream().map(Counted::first).min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    Instant last =
        people.stream().map(Counted::last).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    parts.add(span(phrases, first, last));
    return String.join(", ", parts);
  }

  /** How much someone wrote, and when. */
  public record Counted(String name, int messages, Instant first, Instant last) {}

  /** “February to October 2019”. */
  public static String span(Phrases phrases, Instant first, Instant last) {
    YearMonth from = YearMonth.from(first.atZone(ZoneOffset.UTC));
    YearMonth to = YearMonth.from(last.atZone(ZoneOffset.UTC));
    DateTimeFormatter full =
        DateTimeFormatter.ofPattern(phrases.of("dates.month"), phrases.locale());
    if (from.equals(to)) {
      return full.format(to);
    }
    DateTimeFormatter start =
        from.getYear() == to.getYear()
            ? DateTimeFormatter.ofPattern("LLLL", phrases.locale())
            : full;
    return phrases.of("dates.range", "from", start.format(from), "to", full.format(to));
  }

  /** “12 Nov 2026”, in UTC. */
  public static String date(Phrases phrases, Instant time) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
        .withLocale(phrases.locale())
        .format(time.atZone(ZoneOffset.UTC));
  }

  /** “about 4 minutes”. */
  public static String left(Phrases phrases, Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 8) {
      return phrases.of("time.moment");
    }
    if (seconds <= 50) {
      return phrases.of("time.seconds", "count", (seconds + 9) / 10 * 10);
    }
    if (seconds < 90 * 60) {
      return phrases.of("time.minutes", "count", (seconds + 30) / 60);
    }
    return phrases.of("time.hours", "count", (seconds + 1800) / 3600);
  }

  /** “3 days ago”, “yesterday”. */
  public static String ago(Phrases phrases, Duration age) {
    long minutes = Math.max(0, age.toMinutes());
    long hours = minutes / 60;
    long days = hours / 24;
    if (hours < 1) {
      return ago(phrases, minutes, RelativeDateTimeUnit.MINUTE);
    }
    if (days < 1) {
      return ago(phrases, hours, RelativeDateTimeUnit.HOUR);
    }
    if (days < 14) {
      return ago(phrases, days, RelativeDateTimeUnit.DAY);
    }
    return days < 60
        ? ago(phrases, days / 7, RelativeDateTimeUnit.WEEK)
        : ago(phrases, days / 30, RelativeDateTimeUnit.MONTH);
  }

  private static String ago(Phrases phrases, long count, RelativeDateTimeUnit unit) {
    return RelativeDateTimeFormatter.getInstance(phrases.locale()).format(-(double) count, unit);
  }

  /** A whole percentage; 100 only when all is done. */
  public static int percent(double fraction) {
    return (int) Math.floor(100 * Math.min(1, Math.max(0, fraction)) + 1e-9);
  }

  /** A bar of ten characters; values below 0 give an empty one, values above 1 a full one. */
  public static String bar(double fraction) {
    int filled = (int) Math.round(BAR * Math.min(1, Math.max(0, fraction)));
    return "▓".repeat(filled) + "░".repeat(BAR - filled);
  }

  /** “34 MB”; megabytes of 2^20 bytes, as Telegram counts its limits. */
  public static String size(Phrases phrases, long bytes) {
    double megabytes = bytes / 1048576.0;
    return phrases.of(
        "size.megabytes",
        "count",
        megabytes < 10 ? Math.ceil(megabytes * 10) / 10 : Math.ceil(megabytes));
  }
}
