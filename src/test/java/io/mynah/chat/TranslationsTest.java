package io.mynah.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.words.Languages;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every language says the same things, in its own grammar and within Telegram's limits. */
class TranslationsTest {
  private static final Translation ENGLISH = Translation.english();

  static Stream<Translation> languages() {
    return Stream.concat(Stream.of(ENGLISH), Translation.others().stream());
  }

  @ParameterizedTest
  @MethodSource("languages")
  void nothingIsWrongWithTheTextsOf(Translation language) {
    assertThat(language.faults(ENGLISH)).isEmpty();
  }

  @Test
  void everyLanguageThatHasTextsCanBeChosen() {
    List<String> texts = languages().map(each -> each.language().toLanguageTag()).toList();
    assertThat(Languages.spoken())
        .extracting(Locale::toLanguageTag)
        .containsExactlyInAnyOrderElementsOf(texts);
  }

  @Test
  void aTextThatIsMissingSuperfluousOrHasOtherArgumentsIsFound() {
    Translation english =
        texts("en", "a=Hi {name}", "b=Bye", "c={count, plural, one {#} other {#}}");
    assertThat(
            texts("de", "a=Hallo {nahme}", "c={count, plural, one {#} other {#}}", "d=Was?")
                .faults(english))
        .containsExactly(
            "b is missing",
            "d is superfluous",
            "a has the arguments {nahme=text} in place of {name=text}");
    assertThat(texts("de", "a=Hallo {name}", "b=Ade", "c={count}").faults(english))
        .containsExactly("c has the arguments {count=text} in place of {count=number}");
    assertThat(
            texts("de", "a=Hallo {name", "b= ", "c={count, plural, one {#} other {#}}")
                .faults(english))
        .contains("a is no message pattern", "b says nothing");
  }

  @Test
  void aPluralThatLacksAFormOfTheLanguageIsFound() {
    Translation english = texts("en", "a={n, plural, one {# hour} other {# hours}}");
    assertThat(texts("ru", "a={n, plural, one {# час} other {# часов}}").faults(english))
        .containsExactly("a has the plurals [one, other] in place of [few, many, one]");
    assertThat(
            texts("ru", "a={n, plural, one {# час} few {# часа} many {# часов} other {# часа}}")
                .faults(english))
        .isEmpty();
    assertThat(texts("de", "a={n, plural, =0 {Nichts} other {# Stunden}}").faults(english))
        .as("by the number itself")
        .isEmpty();
  }

  @Test
  void aTextThatIsTooLongForItsPlaceIsFound() {
    for (String each :
        List.of("button.a 33", "menu.about 121", "menu.a 257", "answer.a 201", "a 4097")) {
      String[] keyAndLength = each.split(" ", 2);
      int length = Integer.parseInt(keyAndLength[1]);
      Translation fits = texts("de", keyAndLength[0] + "=" + "x".repeat(length - 1));
      Translation longer = texts("de", keyAndLength[0] + "=" + "x".repeat(length));
      assertThat(fits.faults(fits)).isEmpty();
      assertThat(longer.faults(longer)).as(each).isNotEmpty();
    }
  }

  private static Translation texts(String language, String... lines) {
    Properties texts = new Properties();
    for (String line : lines) {
      String[] sides = line.split("=", 2);
      texts.setProperty(sides[0], sides[1]);
    }
    return new Translation(Locale.forLanguageTag(language), texts);
  }
}
