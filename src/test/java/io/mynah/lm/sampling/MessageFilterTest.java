package io.mynah.lm.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.Scripted;
import io.mynah.lm.ShortMessages;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class MessageFilterTest {
  private final MessageFilter filter =
      new MessageFilter(
          Scripted.thatHasSeen(List.of("he is alone", "HE ESCAPED", "so late")),
          ShortMessages.NONE.with(List.of("so late", "ok"), Scripted.BYTES),
          "Bella");

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
}
