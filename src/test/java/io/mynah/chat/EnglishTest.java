package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.MissingResourceException;
import org.junit.jupiter.api.Test;

/** What other tests expect of the conversation is what it would say. */
class EnglishTest {
  @Test
  void aTextIsReadWithItsArguments() {
    assertThat(text("speak.whom")).isEqualTo("Who should speak?");
    assertThat(text("notice.done", "Bella")).isEqualTo("Bella is ready.");
    assertThat(text("group.conversed")).isNotEqualTo(text("group.stopped"));
    assertThat(text("notice.few", "name", "Tim", "count", 1))
        .startsWith("I have only 1 message from Tim.");
  }

  @Test
  void aKeyThatThereIsNotAndArgumentsOfAnotherTextAreFaults() {
    assertThatThrownBy(() -> text("speak.whoever")).isInstanceOf(MissingResourceException.class);
    assertThatThrownBy(() -> anyText("speak.whoever")).isInstanceOf(MissingResourceException.class);
    assertThatThrownBy(() -> text("notice.done")).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> text("notice.few", "Tim")).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> text("notice.done", "title", "Bella", "name", "Bella"))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> anyText("notice.done", "title", "Bella", "count", 1))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void anyTextIsFoundWithWhateverArgumentsItWasSaid() {
    for (int count : new int[] {0, 1, 2, 1_000}) {
      String said = "Well. " + text("converse.circles", count) + " Bye.";
      assertThat(said).containsPattern(anyText("converse.circles"));
      assertThat(said).doesNotContainPattern(anyText("converse.stopped"));
      assertThat(text("notice.few", "name", "Tim\nof two lines", "count", count))
          .matches(anyText("notice.few"));
    }
  }

  @Test
  void whatIsGivenOfAnyTextHasToBeThere() {
    String said = text("guess.score", "told", 3, "count", 5);
    assertThat(said)
        .matches(anyText("guess.score", "count", 5))
        .matches(anyText("guess.score", "told", 3, "count", 5))
        .doesNotContainPattern(anyText("guess.score", "told", 4));
    assertThat(text("notice.few", "name", "Tim", "count", 999))
        .matches(anyText("notice.few", "name", "Tim", "count", 999))
        .doesNotContainPattern(anyText("notice.few", "name", "Bella"))
        .doesNotContainPattern(anyText("notice.few", "name", "Tim", "count", 998));
    assertThatThrownBy(() -> anyText("notice.few", "count", 999))
        .isInstanceOf(AssertionError.class);
  }
}
