package io.mynah.store.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.store.conversation.Expectation.AwaitedFile;
import io.mynah.store.conversation.Expectation.CorrectionText;
import io.mynah.store.conversation.Expectation.ErasureAnswer;
import io.mynah.store.conversation.Expectation.NewVoiceBot;
import io.mynah.store.conversation.Expectation.SentenceBeginning;
import io.mynah.store.conversation.Expectation.VoicePassphrase;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is waited for, and the text that it is stored as. */
class ExpectationTest {
  /** Rows of earlier versions hold these texts. */
  private static final Map<String, Expectation> STORED =
      Map.of(
          "file", new AwaitedFile(),
          "correct:7:0:42", new CorrectionText(7, CorrectionText.ALWAYS, "42", null),
          "correct:7:12:42:43", new CorrectionText(7, 12, "42", "43"),
          "complete:7", new SentenceBeginning(7),
          "bot:7", new NewVoiceBot(7),
          "export:7", new VoicePassphrase(7),
          "forget:forget-now:7:1700000000000", new ErasureAnswer("forget-now:7:1700000000000"));

  @Test
  void everythingThatIsWaitedForIsReadAsItWasStored() {
    STORED.forEach(
        (text, expectation) -> {
          assertThat(expectation.encode()).isEqualTo(text);
          assertThat(Expectation.parse(text)).contains(expectation);
        });
    assertThat(STORED.values().stream().map(Expectation::kind).collect(Collectors.toSet()))
        .as("every kind is among them")
        .containsExactlyInAnyOrder(Expectation.Kind.values());
  }

  @Test
  void everyKindIsFoundByTheWordThatItIsStoredWith() {
    for (Expectation.Kind kind : Expectation.Kind.values()) {
      assertThat(Expectation.Kind.of(kind.word())).contains(kind);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "files",
        "complete",
        "complete:",
        "complete:Bella",
        "correct:7",
        "correct:7:12",
        "correct:x:12:42",
        "bot:Bella",
        "export:Bella"
      })
  void aTextThatWasNotStoredSoMeansNothing(String text) {
    assertThat(Expectation.parse(text)).isEmpty();
  }
}
