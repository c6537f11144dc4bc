package io.mynah.chat;

import com.ibm.icu.text.ListFormatter;
import io.mynah.domain.Person;
import java.text.Bidi;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Numbers, names, spans of time and bars as people read them. */
final class Wording {
  private static final int BAR = 10;
  private static final int NAME_LENGTH = 48;
  private static final int SUMMARY_PEOPLE = 5;

  private Wording() {}

  /**
   * A name as it can stand in a sentence: on one line, not too long, and kept apart from the text
   * around it when it is written from right to left.
   */
  static String name(String name) {
    String line = name.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
    if (line.codePointCount(0, line.length()) > NAME_LENGTH) {
      line = line.substring(0, line.offsetByCodePoints(0, NAME_LENGTH - 1)) + "…";
    }
    char[] characters = line.toCharArray();
    return Bidi.requiresBidi(characters, 0, characters.length) ? "\u2068" + line + "\u2069" : line;
  }

  /** “Bella, Tim and Zoe”. */
  static String names(Phrases phrases, List<String> names) {
    return ListFormatter.getInstance(phrases.locale())
        .format(names.stream().map(Wording::name).toList());
  }

  /** “Bella 14,213 messages, Tim 14,877, February to October 2019”. */
  static String summary(Phrases phrases, List<Person> people) {
    return counts(
        phrases,
        people.stream()
            .map(p -> new Counted(p.name(), p.messages(), p.first(), p.last()))
            .toList());
  }

  /** The same of anything that has a name, a number of messages and a span of time. */
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
  record Counted(String name, int messages, Instant first, Instant last) {}

  /** “February to October 2019”. */
  static String span(Phrases phrases, Instant first, Instant last) {
    YearMonth from = YearMonth.from(first.atZone(ZoneOffset.UTC));
    YearMonth to = YearMonth.from(last.atZone(ZoneOffset.UTC));
    DateTimeFormatter full = DateTimeFormatter.ofPattern("LLLL uuuu", phrases.locale());
    if (from.equals(to)) {
      return full.format(to);
    }
    DateTimeFormatter start =
        from.getYear() == to.getYear()
            ? DateTimeFormatter.ofPattern("LLLL", phrases.locale())
            : full;
    return phrases.of("dates.range", "from", start.format(from), "to", full.format(to));
  }

  /** “about 4 minutes”. */
  static String left(Phrases phrases, Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 8) {
      return phrases.of("time.moment");
    }
    if (seconds < 55) {
      return phrases.of("time.seconds", "count", (seconds + 9) / 10 * 10);
    }
    if (seconds < 90 * 60) {
      return phrases.of("time.minutes", "count", (seconds + 30) / 60);
    }
    return phrases.of("time.hours", "count", (seconds + 1800) / 3600);
  }

  /** Whole per cent, 100 only when all is done. */
  static int percent(double fraction) {
    return (int) Math.floor(100 * Math.min(1, Math.max(0, fraction)) + 1e-9);
  }

  static String bar(double fraction) {
    int filled = (int) Math.round(BAR * Math.min(1, Math.max(0, fraction)));
    return "▓".repeat(filled) + "░".repeat(BAR - filled);
  }

  /** “34 MB”; megabytes of 2^20 bytes, as Telegram counts its limits. */
  static String size(Phrases phrases, long bytes) {
    double megabytes = bytes / 1048576.0;
    return phrases.of(
        "size.megabytes",
        "count",
        megabytes < 10 ? Math.ceil(megabytes * 10) / 10 : Math.ceil(megabytes));
  }
}
