package io.mynah.lm.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepetitionFilterTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "I don't know. I don't know.",
        "the beginning of the beginning of the story",
        "it's a little bit of a little bit of a cat",
        "und dann und dann gehen wir"
      })
  void aPhraseThatComesTwiceIsRepetition(String message) {
    assertThat(new RepetitionFilter(List.of(), List.of()).repeats(message)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no",
        "no no no no",
        "hahaha haha haha haha",
        "wait, wait, what?",
        "the cat and the dog and the bird",
        "you know that I know that"
      })
  void aWordThatComesAgainIsNone(String message) {
    assertThat(new RepetitionFilter(List.of(), List.of()).repeats(message)).isFalse();
  }

  @Test
  void fourWordsOfWhatWasJustSaidAreAnEcho() {
    RepetitionFilter filter =
        new RepetitionFilter(List.of("hi", "You should write those down!"), List.of());
    assertThat(filter.repeats("you should write those letters")).isTrue();
    assertThat(filter.repeats("well, should write those down")).isTrue();
    assertThat(filter.repeats("should I write those down?")).isFalse();
    assertThat(filter.repeats("hi")).isFalse();
  }

  @Test
  void halfOfTheWordsOfOnesOwnMessageAreTheSameAgain() {
    RepetitionFilter filter =
        new RepetitionFilter(List.of(), List.of("im gonna be at the end", "hi there"));
    assertThat(filter.repeats("im gonna be there at the end")).isTrue();
    assertThat(filter.repeats("im gonna be there for the whole of the night")).isFalse();
    assertThat(filter.repeats("hi there")).isFalse();
  }
}
