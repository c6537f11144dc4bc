package io.mynah.lm.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.Habits;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.Scripted;
import io.mynah.lm.SentenceHabits;
import io.mynah.lm.ShortMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageFilterTest {
  private static final List<String> CHAT = List.of("he is alone", "HE ESCAPED", "so late", "ok");

  private final MessageFilter filter = of(Scripted.thatHasSeen(CHAT));

  private static MessageFilter of(LanguageModel model) {
    List<String> messages = new ArrayList<>(List.of("so late", "late", "OK SO", "Ok."));
    IntStream.range(0, 20).forEach(i -> messages.add("ok" + (char) ('a' + i)));
    ShortMessages own = ShortMessages.NONE.with(messages, Scripted.BYTES);
    return new MessageFilter(model, own, List.of("I do not think so at all."), "Bella");
  }

  /** A person who never writes a sentence. */
  private static LanguageModel casual() {
    return new Scripted((heard, out) -> {}) {
      @Override
      public Habits habits() {
        return Habits.PLAIN.with(new SentenceHabits(0, 1, 0));
      }
    };
  }

  @Test
  void refusesWhatNobodyWroteAfterCapitalsUnlessTheMessageMustBeginWithSome() {
    assertThat(filter.of(Said.nothing(), "")).rejects("HE ALONE").accepts("HE ESCAPED");
    assertThat(filter.of(Said.nothing(), "HE ")).accepts("HE ALONE");
    assertThat(filter.of(Said.nothing(), "so ")).rejects("so HE ALONE");
  }

  @Test
  void refusesHalfOfAPairOfSignsUnlessTheMessageMustBeginWithOne() {
    Predicate<String> any = filter.of(Said.nothing(), "");
    assertThat(any).rejects("so (late").accepts("so (late)");
    assertThat(filter.of(Said.nothing(), "so (l")).accepts("so (late");
  }

  @Test
  void letsThePersonsOwnShortMessagesPassWhateverTheirCapitals() {
    assertThat(filter.of(Said.nothing(), "")).accepts("OK SO").rejects("OK HE");
    assertThat(of(casual()).of(Said.nothing(), "")).accepts("Ok.").rejects("Oh.");
  }

  @Test
  void letsWhatWasTaughtPass() {
    assertThat(of(casual()).of(Said.nothing(), ""))
        .accepts("I do not think so at all.")
        .rejects("I do not think so.");
  }

  @Test
  void refusesSentencesOfThoseWhoWriteNoneUnlessTheMessageMustBeginWithOne() {
    MessageFilter ofCasual = of(casual());
    assertThat(ofCasual.of(Said.nothing(), ""))
        .rejects("So it is", "so it is.")
        .accepts("so it is");
    assertThat(ofCasual.of(Said.nothing(), "So")).accepts("So it is");
    assertThat(ofCasual.of(Said.nothing(), "so")).rejects("so it is.");
  }
}
