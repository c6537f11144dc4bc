package io.mynah.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.Emphasis.Span;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Names stand out where they can, and leave no trace where they cannot. */
class EmphasisTest {
  private static final Phrases ENGLISH = Phrases.in(Locale.ENGLISH);

  @Test
  void namesInSentencesStandOut() {
    String text = ENGLISH.of("correct.kept", "name", "Bella 😀 Stone");
    assertThat(Emphasis.off(text))
        .isEqualTo("Thank you. I'll learn it in Bella 😀 Stone's next training.");
    assertThat(Emphasis.spans(text)).containsExactly(new Span(28, "Bella 😀 Stone".length()));
    assertThat(Emphasis.spans(Wording.names(ENGLISH, List.of("Bo", "Al"))))
        .containsExactly(new Span(0, 2), new Span(7, 2));
  }

  @Test
  void idsOfUsersAreMarkedApartAndLeaveNoTraceEither() {
    String text = Emphasis.on("Bo") + " and " + Emphasis.user("123") + " " + Emphasis.on("Al");
    assertThat(Emphasis.off(text)).isEqualTo("Bo and 123 Al");
    assertThat(Emphasis.users(text)).containsExactly(new Span(7, 3));
    assertThat(Emphasis.spans(text)).containsExactly(new Span(0, 2), new Span(11, 2));
  }

  @Test
  void buttonsAndPicturesSpellThemAsTheyAre() {
    assertThat(ENGLISH.plain("correct.kept", "name", "Bella"))
        .isEqualTo("Thank you. I'll learn it in Bella's next training.");
    assertThat(
            new Button(
                    ENGLISH.of("button.train", "name", "Bella"),
                    Action.of(Verb.TRAIN_PERSON, 1L).encode())
                .label())
        .isEqualTo("Train Bella");
  }

  @Test
  void nobodyMarksAnythingWithWhatTheyWrite() {
    String forged = Emphasis.user("123") + Emphasis.on("Bo");
    Address here = new Address("telegram:7");
    Envelope envelope =
        new Envelope(
            OwnerId.telegram(7), null, here, new MessageRef(here, "1"), null, Locale.ENGLISH);
    Incoming.Answered answered = new Incoming.Answered(null, forged, List.of());
    Incoming.Text written = new Incoming.Text(envelope, "/complete Bo " + forged, answered);
    assertThat(written.text()).isEqualTo("/complete Bo \uFFFD123\uFFFD\uFFFDBo\uFFFD");
    assertThat(answered.text()).isEqualTo("\uFFFD123\uFFFD\uFFFDBo\uFFFD");
    assertThat(new Incoming.Query(envelope, forged).text()).doesNotContain(Emphasis.on("Bo"));
    assertThat(new Incoming.Other(envelope, "photo", forged).caption()).startsWith("\uFFFD123");

    String quoted = ENGLISH.of("why.line", "date", "May 1", "text", forged);
    assertThat(quoted).isEqualTo("• May 1: “123Bo”");
    assertThat(Emphasis.users(ENGLISH.of("correct.kept", "name", Wording.name(forged)))).isEmpty();
    assertThat(Wording.name(forged)).isEqualTo("123Bo");
  }

  @Test
  void whatIsCutOffStandsOutToTheEndAndALoneEndSaysNothing() {
    String marked = Emphasis.on("Bella");
    assertThat(Emphasis.spans("I am " + marked.substring(0, 4))).containsExactly(new Span(5, 3));
    assertThat(Emphasis.spans(marked.substring(3) + " is here")).isEmpty();
    assertThat(Emphasis.on(marked)).as("twice").isEqualTo(marked);
    assertThat(Emphasis.on(" ")).isEqualTo(" ");
  }
}
