package io.mynah.chat.roster;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Person;
import io.mynah.domain.TestPerson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is meant by the beginning of a text, and what is left of it. */
class NameFinderTest {
  private static final List<Person> PEOPLE =
      List.of(
          TestPerson.of(1, "Bella"),
          TestPerson.of(2, "Bella Swan", "Izzy"),
          TestPerson.of(3, "Tim"),
          TestPerson.of(4, "Dr. Müller-Lüdenscheidt"),
          TestPerson.of(5, "Анна К."),
          TestPerson.of(6, "小林"),
          TestPerson.of(7, "Max 🦜"),
          TestPerson.of(8, "O'Brien 3"),
          TestPerson.of(9, "Ben Stone"),
          TestPerson.of(10, "Ben Fuller"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Bella                       | Bella                   | ~~",
        "bella how are you           | Bella                   | how are you",
        "bella swan 2 hi             | Bella Swan              | 2 hi",
        "ben ST 2                    | Ben Stone               | 2",
        "swan                        | Bella Swan              | ~~",
        "izzy what?                  | Bella Swan              | what?",
        "“Bella” Swan is late        | Bella                   | Swan is late",
        "\"bella\"                   | Bella                   | ~~",
        "«Tim» 3                     | Tim                     | 3",
        "'tim' ok                    | Tim                     | ok",
        "Tim, are you there?         | Tim                     | are you there?",
        "@tim hi                     | Tim                     | hi",
        "Tim :-)                     | Tim                     | :-)",
        "muller                      | Dr. Müller-Lüdenscheidt | ~~",
        "dr muller-ludenscheidt  yes | Dr. Müller-Lüdenscheidt | yes",
        "Lüdenscheidt                | Dr. Müller-Lüdenscheidt | ~~",
        "lud hi                      | Dr. Müller-Lüdenscheidt | hi",
        "анна привет                 | Анна К.                 | привет",
        "小林 元気？                    | 小林                     | 元気？",
        "max yo                      | Max 🦜                  | yo",
        "Max 🦜 yo                   | Max 🦜                  | yo",
        "o'brien 3 4                 | O'Brien 3               | 4",
      })
  void findsTheLongestNameThatFitsAndLeavesTheRest(String text, String name, String rest) {
    NameFinder.Found found = NameFinder.find(text, PEOPLE);
    assertThat(found.people()).extracting(Person::name).containsExactly(name);
    assertThat(found.rest()).isEqualTo(rest);
    assertThat(found.sure()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"Blela, Bella", "Tmi, Tim", "'\"Bela Swan\" hi', Bella Swan", "Izyz, Bella Swan"})
  void whatIsASlipOrTwoAwayIsOnlySuggested(String text, String name) {
    NameFinder.Found found = NameFinder.find(text, PEOPLE);
    assertThat(found.people()).extracting(Person::name).contains(name);
    assertThat(found.sure()).isFalse();
  }

  @Test
  void severalWhoFitAreAllReturned() {
    NameFinder.Found found = NameFinder.find("b 3 hello", PEOPLE);
    assertThat(found.people()).extracting(Person::name).contains("Bella", "Bella Swan");
    assertThat(found.rest()).isEqualTo("3 hello");
  }

  @Test
  void nobodyIsFoundByAStrangeNameNorByALongText() {
    assertThat(NameFinder.find("Ferdinand", PEOPLE).people()).isEmpty();
    assertThat(NameFinder.find("x".repeat(4000), PEOPLE).people()).isEmpty();
    assertThat(NameFinder.find("...", PEOPLE).people()).isEmpty();
    assertThat(NameFinder.find("", PEOPLE).people()).isEmpty();
    assertThat(NameFinder.find("Bella", List.of()).people()).isEmpty();
  }
}
