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
import io.mynah.lm.VoiceParameters.Preference;
import io.mynah.lm.VoiceParameters.Retrieval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What continues a message in a burst is one of the person's own short ones, if it fits. */
class ShortContinuationsTest {
  private static final Preference DRAWN = CandidateRule.FIRST.message();

  private static final Retrieval FITTING = new Retrieval(2, 8, 9, 3, 0, 0, 0);

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
    return burst(
        new ScriptedPerson(messages, NETWORK), List.of(ada("yes?")), most, length, disliked);
  }

  private static List<String> burst(
      ScriptedPerson person, List<Turn> context, int most, Length length, String... disliked) {
    CandidateRule rule = new CandidateRule(1, DRAWN, DRAWN, FITTING, FITTING);
    GenerationOptions options =
        new GenerationOptions(
            most,
            new SamplingRule(1, 1, rule),
            length,
            "",
            List.of(),
            List.of(disliked),
            List.of());
    return new MessageGenerator().burst(person, BELLA, context, options, new SplittableRandom(1));
  }

  @Test
  void eachFitsWhatWasSaidTheMessagesBeforeItIncluded() {
    ShortMessages messages = messages(List.of("yes", "no"), List.of("sugar", "milk"));
    assertThat(burst(messages, 3, Length.NATURAL)).containsExactly("no", "milk", "sugar");
  }

  @Test
  void areAmongThoseThatCameOtherwiseThanAsAnswers() {
    ShortMessages messages = messages(List.of("yes", "milk"), List.of("sugar", "well"));
    assertThat(burst(messages, 3, Length.NATURAL)).containsExactly("milk", "sugar", "well");
  }

  @Test
  void areComparedWithWhatIsUsualAfterOnesOwnMessages() {
    // After one's own messages sugar always is as likely, milk only now.
    Map<String, Double> goingOn = Map.of("sugar", 0.8, "milk", 0.1, "no", 0.1);
    Map<String, Double> now = Map.of("sugar", 0.8, "milk", 0.15, "no", 0.05);
    Scripted network =
        new Scripted(
            (heard, out) -> {
              String before = Scripted.text(heard);
              Map<String, Double> next =
                  before.contains("tea") ? now : before.contains("so") ? goingOn : USUAL;
              Scripted.write(next, Scripted.message(heard), out);
            });
    ScriptedPerson person =
        new ScriptedPerson(messages(List.of("yes", "no"), List.of("sugar", "milk")), network);
    assertThat(burst(person, List.of(ada("tea?")), 2, Length.NATURAL).get(1)).isEqualTo("milk");
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

  @Test
  void doNotSayTheSameWordsAgainInAnotherForm() {
    ShortMessages messages = messages(List.of("yes", "no"), List.of("No!", "no.", "well"));
    Map<String, Double> no = Map.of("no", 0.1, "No!", 0.4, "no.", 0.4, "well", 0.1);
    Scripted network = ScriptedPerson.network(USUAL, "yes", no);
    ScriptedPerson person = new ScriptedPerson(messages, network);
    assertThat(burst(person, List.of(ada("yes?")), 2, Length.NATURAL))
        .containsExactly("no", "well");
  }

  @Test
  void followAlsoWhatAnswersNothing() {
    ShortMessages messages = messages(List.of("yes", "no"), List.of("sugar", "milk"));
    Scripted network = ScriptedPerson.network(USUAL, "drawn", Map.of("milk", 0.2, "sugar", 0.8));
    ScriptedPerson person = new ScriptedPerson(messages, network);
    assertThat(burst(person, List.of(), 2, Length.NATURAL)).containsExactly("drawn", "sugar");
  }

  @Test
  void areDrawnByAModelWithoutNetworks() {
    ShortMessages messages = messages(List.of("yes", "no"), List.of("sugar", "milk"));
    assertThat(burst(new ScriptedPerson(messages), List.of(ada("yes?")), 2, Length.NATURAL))
        .containsOnly("drawn");
  }
}
