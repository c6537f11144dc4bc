package io.mynah.chat;

import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.text.PluralRules;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The texts of one language, and what is wrong with them. */
final class Translation {
  static final Path FOLDER = Path.of("src/main/resources/io/mynah/chat");

  /** Numbers that take different plurals in one language or another. */
  private static final int[] COUNTS = {0, 1, 2, 5, 11, 21, 1_234_567};

  private static final String LONG_NAME = "ẞ".repeat(300);

  private final Locale language;
  private final Properties texts;

  Translation(Locale language, Properties texts) {
    this.language = language;
    this.texts = texts;
  }

  static Translation english() {
    return read(FOLDER.resolve("texts.properties"));
  }

  /** All but the English one. */
  static List<Translation> others() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.getFileName().toString().matches("texts_\\w+\\.properties"))
          .sorted()
          .map(Translation::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Translation read(Path file) {
    String tag =
        file.getFileName().toString().replaceFirst("texts_?", "").replace(".properties", "");
    Properties texts = new Properties();
    try (var in = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
      texts.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Translation(
        tag.isEmpty() ? Locale.ENGLISH : Locale.forLanguageTag(tag.replace('_', '-')), texts);
  }

  @Override
  public String toString() {
    return language.toLanguageTag();
  }

  Locale language() {
    return language;
  }

  Set<String> keys() {
    return texts.stringPropertyNames();
  }

  /**
   * What is wrong with the texts by themselves and beside the English ones; empty if nothing is.
   */
  List<String> faults(Translation english) {
    List<String> faults = new ArrayList<>();
    Set<String> missing = new TreeSet<>(english.keys());
    missing.removeAll(keys());
    missing.forEach(key -> faults.add(key + " is missing"));
    Set<String> superfluous = new TreeSet<>(keys());
    superfluous.removeAll(english.keys());
    superfluous.forEach(key -> faults.add(key + " is superfluous"));
    for (String key : new TreeSet<>(keys())) {
      if (!superfluous.contains(key)) {
        faults(key, english, faults);
      }
    }
    return faults;
  }

  private void faults(String key, Translation english, List<String> faults) {
    MessagePattern pattern;
    try {
      pattern = new MessagePattern(texts.getProperty(key));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      faults.add(key + " is no message pattern");
      return;
    }
    Map<String, String> arguments = arguments(pattern);
    Map<String, String> expected = arguments(new MessagePattern(english.texts.getProperty(key)));
    if (!arguments.equals(expected)) {
      faults.add(key + " has the arguments " + arguments + " in place of " + expected);
      return;
    }
    plurals(key, pattern, faults);
    for (int count : COUNTS) {
      String said = said(key, arguments, count, LONG_NAME);
      if (said.isBlank()) {
        faults.add(key + " says nothing");
      } else if (said.contains("{") || said.contains("}") || said.contains("''")) {
        faults.add(key + " shows braces or apostrophes of the pattern");
      } else if (said.length() > 4096) {
        faults.add(key + " is too long for a message");
      }
      String brief = said(key, arguments, Math.min(count, 9_999), "Bella");
      if (brief.length() > limit(key)) {
        faults.add(key + " has more than " + limit(key) + " characters");
      }
    }
  }

  /** Telegram's limits, and on buttons what can be read on a telephone. */
  private static int limit(String key) {
    if (key.equals("menu.about")) {
      return 120;
    }
    if (key.equals("menu.description")) {
      return 512;
    }
    if (key.startsWith("menu.")) {
      return 256;
    }
    if (key.matches("card.(speak|chat|report|train|train-again|forget|share|back)")) {
      return 32;
    }
    if (key.startsWith("button.") || key.startsWith("length.") || key.startsWith("effort.")) {
      return 32;
    }
    return key.startsWith("answer.") ? 200 : 4096;
  }

  private String said(String key, Map<String, String> arguments, int count, String name) {
    Map<String, Object> values = new HashMap<>();
    arguments.forEach((argument, type) -> values.put(argument, type.equals("text") ? name : count));
    return new MessageFormat(texts.getProperty(key), language).format(values);
  }

  /** Every argument, also those within the branches of others, and whether it is a number. */
  private static Map<String, String> arguments(MessagePattern pattern) {
    Map<String, String> arguments = new TreeMap<>();
    for (int i = 0; i < pattern.countParts() - 1; i++) {
      MessagePattern.Part part = pattern.getPart(i);
      if (part.getType() == MessagePattern.Part.Type.ARG_START) {
        String name = pattern.getSubstring(pattern.getPart(i + 1));
        boolean number = part.getArgType() != MessagePattern.ArgType.NONE;
        arguments.merge(name, number ? "number" : "text", (a, b) -> a.equals(b) ? a : "both");
      }
    }
    return arguments;
  }

  /** Every plural must have the forms of the language that whole numbers take. */
  private void plurals(String key, MessagePattern pattern, List<String> faults) {
    Set<String> needed = new TreeSet<>();
    PluralRules rules = PluralRules.forLocale(language);
    IntStream.range(0, 200).mapToObj(rules::select).forEach(needed::add);
    for (int i = 0; i < pattern.countParts(); i++) {
      if (pattern.getPart(i).getType() == MessagePattern.Part.Type.ARG_START
          && pattern.getPart(i).getArgType() == MessagePattern.ArgType.PLURAL) {
        Set<String> forms = forms(pattern, i);
        if (!forms.containsAll(needed) && !isExplicit(forms)) {
          faults.add(key + " has the plurals " + forms + " in place of " + needed);
        }
      }
    }
  }

  /** A plural that tells nothing from something, or one from more, by the number itself. */
  private static boolean isExplicit(Set<String> forms) {
    return forms.stream().allMatch(form -> form.startsWith("=") || form.equals("other"))
        && forms.size() > 1;
  }

  private static Set<String> forms(MessagePattern pattern, int start) {
    Set<String> forms = new HashSet<>();
    int end = pattern.getLimitPartIndex(start);
    for (int i = start + 1; i < end; i++) {
      MessagePattern.Part part = pattern.getPart(i);
      if (part.getType() == MessagePattern.Part.Type.ARG_SELECTOR) {
        forms.add(pattern.getSubstring(part));
      } else if (part.getType() == MessagePattern.Part.Type.MSG_START) {
        i = pattern.getLimitPartIndex(i);
      }
    }
    return new TreeSet<>(forms);
  }
}
