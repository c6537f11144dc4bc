package io.mynah.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.dispatch.CommandMenu;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.export.Refusal;
import io.mynah.training.TrainingFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The texts and the code that says them belong together. */
class TextsTest {
  private static final Path CODE = Path.of("src/main/java/io/mynah/chat");

  /** A key in quotes, as a whole. */
  private static final Pattern KEY = Pattern.compile("\"([a-z]+(?:\\.[a-z-]+)*)\"");

  /** The beginning of a key that the code completes by a name of its own. */
  private static final Pattern BEGINNING = Pattern.compile("\"((?:[a-z-]+\\.)+)\"");

  private final Properties texts = texts();

  private static Properties texts() {
    Properties texts = new Properties();
    try (InputStream in = Conversation.class.getResourceAsStream("texts.properties")) {
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }

  private static String code() throws IOException {
    try (Stream<Path> files = Files.walk(CODE)) {
      StringBuilder code = new StringBuilder();
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        code.append(Files.readString(file));
      }
      return code.toString();
    }
  }

  private static Set<String> found(Pattern pattern, String code) {
    return pattern.matcher(code).results().map(r -> r.group(1)).collect(Collectors.toSet());
  }

  @Test
  void everyKeyInTheCodeHasAText() throws IOException {
    Set<String> groups =
        texts.stringPropertyNames().stream()
            .map(key -> key.replaceFirst("\\..*", ""))
            .collect(Collectors.toSet());
    Set<String> keys =
        found(KEY, code()).stream()
            .filter(key -> key.contains(".") && groups.contains(key.replaceFirst("\\..*", "")))
            .filter(key -> !key.endsWith(".json") && !key.endsWith(".html"))
            .collect(Collectors.toSet());
    assertThat(keys).hasSizeGreaterThan(80);
    assertThat(texts.stringPropertyNames()).containsAll(keys);
  }

  @Test
  void whatIsAboutAMinuteIsNoNumberOfSeconds() {
    Phrases phrases = Phrases.in(Locale.ENGLISH);
    assertThat(Wording.left(phrases, Duration.ofSeconds(50))).isEqualTo("about 50 seconds");
    for (int seconds = 51; seconds < 90; seconds++) {
      assertThat(Wording.left(phrases, Duration.ofSeconds(seconds))).isEqualTo("about 1 minute");
    }
    assertThat(Wording.left(phrases, Duration.ofSeconds(90))).isEqualTo("about 2 minutes");
  }

  @Test
  void everyTextIsSaidByTheCode() throws IOException {
    String code = code();
    Set<String> beginnings = found(BEGINNING, code);
    Set<String> said = new HashSet<>(found(KEY, code));
    texts.stringPropertyNames().stream()
        .filter(key -> beginnings.contains(key.substring(0, key.lastIndexOf('.') + 1)))
        .forEach(said::add);
    texts.stringPropertyNames().stream()
        .filter(key -> said.contains(key.replaceFirst("\\.typed$", "")))
        .toList()
        .forEach(said::add);
    Set<String> unsaid = new TreeSet<>(texts.stringPropertyNames());
    unsaid.removeAll(said);
    assertThat(unsaid).isEmpty();
  }

  @Test
  void everyRefusalFailureCommandAndChoiceHasItsText() {
    Stream<String> refusals = names("refusal.", Refusal.Reason.values());
    Stream<String> failures = names("failure.", TrainingFailure.values());
    Stream<String> commands =
        Stream.concat(CommandMenu.names().stream(), CommandMenu.administratorNames().stream())
            .flatMap(n -> Stream.of("menu." + n, "usage." + n));
    Set<String> needed =
        Stream.of(refusals, failures, commands).flatMap(s -> s).collect(Collectors.toSet());
    assertThat(texts.stringPropertyNames()).containsAll(needed);
    Set<String> prefixed =
        texts.stringPropertyNames().stream()
            .filter(
                k ->
                    k.matches("(refusal|menu|usage)\\..*")
                        && !k.matches("menu\\.(about|description)"))
            .collect(Collectors.toSet());
    assertThat(needed).as("no text of a kind that there is not").containsAll(prefixed);
  }

  private static Stream<String> names(String prefix, Enum<?>[] values) {
    return Arrays.stream(values)
        .map(v -> prefix + v.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  @Test
  void aLanguageWithoutTextsOfItsOwnGetsEnglishWithEnglishNumbers() {
    Phrases phrases = Phrases.in(Locale.forLanguageTag("ar-EG"));
    assertThat(phrases.plain("people.first", "name", "Bella", "count", 14213))
        .isEqualTo("Bella 14,213 messages");
  }

  @Test
  void aSpanOfTimeIsWrittenAsTheLanguageWritesIt() {
    Instant first = Instant.parse("2019-02-03T10:00:00Z");
    Instant last = Instant.parse("2019-10-03T10:00:00Z");
    assertThat(Wording.span(Phrases.in(Locale.ENGLISH), first, last))
        .isEqualTo("February to October 2019");
    assertThat(Wording.span(Phrases.in(Locale.forLanguageTag("es")), first, last))
        .isEqualTo("febrero – octubre de 2019");
    assertThat(Wording.span(Phrases.in(Locale.forLanguageTag("pt")), first, first))
        .isEqualTo("fevereiro de 2019");
  }

  @Test
  void everyButtonsActionFitsIntoTheSixtyFourBytesOfTelegram() {
    for (Verb verb : Verb.values()) {
      long[] ids = new long[verb.ids()];
      Arrays.fill(ids, 999_999_999_999_999_999L);
      Action action = Action.of(verb, ids);
      assertThat(action.encode().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(64);
      assertThat(Action.parse(action.encode())).contains(action);
    }
  }
}
