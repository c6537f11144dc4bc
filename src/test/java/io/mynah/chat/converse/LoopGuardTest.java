package io.mynah.chat.converse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopGuardTest {
  /** What is left of some messages. */
  private static List<String> kept(String... messages) {
    LoopGuard guard = new LoopGuard();
    List<String> kept = new ArrayList<>();
    for (String message : messages) {
      if (!guard.refuses(message)) {
        kept.add(message);
      }
    }
    return kept;
  }

  @Test
  void theSameAgainIsRefusedWhateverItsCaseAndPunctuation() {
    assertThat(kept("ok", "OK!", "ok ...")).containsExactly("ok");
    assertThat(kept("at 7", "at 8")).containsExactly("at 7", "at 8");
    assertThat(kept("😭", "😭", "🌙")).containsExactly("😭", "🌙");
  }

  @Test
  void shortMessagesMayComeAgainLaterAndLongOnesMayNot() {
    assertThat(kept("ok", "no", "see you there at eight", "ok", "hm", "See you there at eight."))
        .containsExactly("ok", "no", "see you there at eight", "ok", "hm");
  }

  @Test
  void aSequenceThatComesASecondTimeInARowIsRefused() {
    assertThat(kept("ok", "no", "ok", "no")).containsExactly("ok", "no", "ok");
    assertThat(kept("a b", "c", "d", "e", "f", "a b", "c", "d", "e", "f"))
        .containsExactly("a b", "c", "d", "e", "f", "a b", "c", "d", "e");
  }
}
