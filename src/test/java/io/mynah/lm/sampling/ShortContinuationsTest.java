package io.mynah.lm.sampling;

import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.ada;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Length;
import io.mynah.lm.Chats;
import io.mynah.lm.Scripted;
import io.mynah.lm.ShortMessages;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceParameters.Drawing;
import io.mynah.lm.VoiceParameters.Preference;
import io.mynah.lm.VoiceParameters.Retrieval;
import io.mynah.lm.VoiceParameters.Score;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What continues a message in a burst is one of the person's own short ones, if it fits. */
class ShortContinuationsTest {
  private static final Preference DRAWN =
      new Preference(1, 1, Drawing.ALL, new Score(0, 0, 0, 0, 0));

  private static final Retrieval FITTING = new Retrieval(2, 8, 9, 3, 1, 0, 0, 0);

  private static final Map<String, Double> USUAL =
      Map.of("yes", 0.2, "no", 0.2, "milk", 0.3, "sugar", 0.3);

  /** After a "yes" milk is likelier, and after milk sugar is. */
  private static final Scripted NETWORK =
      new Scripted(
          (heard, out) -> {
            String before = Scripted.text(heard);
            String last = before.contains("milk") ? "sugar" : before.contains("yes") ? "milk" : "";
            Map<String, Double> next = last.isEmpty() ? USUAL : Map.of("no", 0.4, last, 0.6);
            Scripted.write(next, Scripted.message(heard), out);
          });

  /**
   * Short messages that came three times each.
   *
   * @param answers came after somebody else's
   * @param continuations came after one of the person's own
   */
  private static ShortMessages messages(List<String> answers, List<String> continuations) {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      for (String text : answers) {
        turns.add(ada(text));
        turns.add(bella(text));
      }
      for (String text : continuations) {
        turns.add(ada(text));
        turns.add(bella("a message of several words"));
        turns.add(bella(text));
      }
    }
    return ShortMessages.of(Chats.inTime(turns), BELLA, Scripted.BYTES, Duration.ofHours(2));
  }

  private static List<String> burst(
      ShortMessages messages, int most, Length length, String... disliked) {
    CandidateRule rule = new CandidateRule(1, DRAWN, DRAWN, FITTING, FITTING);
    GenerationOptions options =
        new GenerationOptions(
            most, new SamplingRule(1, 1, rule), length, "", List.of(), List.of(disliked));
    return new MessageGenerator()
        .burst(
            new ScriptedPerson(messages, NETWORK),
            BELLA,
            List.of(ada("yes?")),
            options,
            new SplittableRandom(1));
  }

  @Test
  void eachFitsWhatWasSaidTheMessagesBeforeItIncluded() {
    ShortMessages messages = messages(List.of("yes", "no"), List.of("sugar", "milk"));
    assertThat(burst(messages, 3, Length.NATURAL)).containsExactly("no", "milk", "sugar");
  }

  @Test
  void areAmongThoseThatContinuedAMessageOfThePerson() {
    ShortMessages messages = messages(List.of("yes", "milk"), List.of("sugar", "well"));
    assertThat(burst(messages, 3, Length.NATURAL)).containsExactly("milk", "sugar", "well");
  }

  @Test
  void areNotWhatWasDisliked() {
    ShortMessages messages = messages(List.of("yes", "no"), List.of("sugar", "milk"));
    assertThat(burst(messages, 2, Length.NATURAL, "milk")).containsExactly("no", "sugar");
  }

  @Test
  void areDrawnWhereThereAreFew() {
    ShortMessages messages = messages(List.of("yes", "no"), List.of("milk"));
    assertThat(burst(messages, 2, Length.NATURAL)).containsExactly("no", "drawn");
  }

  @Test
  void areDrawnForALongOne() {
    ShortMessages messages = messages(List.of("yes", "no"), List.of("sugar", "milk"));
    assertThat(burst(messages, 2, Length.LONG)).containsOnly("drawn");
  }
}
