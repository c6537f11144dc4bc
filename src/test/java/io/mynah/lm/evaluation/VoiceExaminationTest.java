package io.mynah.lm.evaluation;

import static io.mynah.lm.Chats.ADA;
import static io.mynah.lm.Chats.BELLA;
import static io.mynah.lm.Chats.bella;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.Favourite;
import io.mynah.domain.Length;
import io.mynah.domain.Recognition;
import io.mynah.domain.VoiceFigures;
import io.mynah.lm.Chats;
import io.mynah.lm.Scripted;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.lm.sampling.GenerationOptions;
import io.mynah.lm.sampling.MessageGenerator;
import io.mynah.lm.sampling.SamplingRule;
import io.mynah.lm.training.TrainingData;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VoiceExaminationTest {
  private final VoiceExamination examination =
      new VoiceExamination(
          new MessageGenerator(),
          new GenerationOptions(1, new SamplingRule(1, 1), Length.NATURAL),
          ZoneId.of("Europe/Berlin"));

  /** Ada shouts, Bella says sentences; Bella's last one is said by nobody else. */
  private static List<Turn> chat() {
    List<Turn> turns = new ArrayList<>(Chats.ofTwo(300, 5));
    turns.add(bella("i was never in that boat 🌙 🌙"));
    turns.add(bella("🌙"));
    return Chats.inTime(turns);
  }

  private VoiceFigures figures(List<Turn> turns, Map<String, Double> says) throws Exception {
    return examination.examine(TrainingData.of(BELLA, turns), Scripted.of(says), 1, () -> false);
  }

  @Test
  void aModelThatWritesLikeThePersonIsRecognisedAndOneThatWritesLikeAnotherIsNot()
      throws Exception {
    Recognition good =
        figures(chat(), Map.of("the cat wants pancakes lol", 0.5, "nobody eats it...", 0.5))
            .recognition();
    assertThat(good.people()).isEqualTo(2);
    assertThat(good.made()).isEqualTo(200);
    assertThat(good.madeRecognised()).isEqualTo(200);
    assertThat(good.real()).isEqualTo(31);
    assertThat(good.realRecognised()).isBetween(29, 31);

    Recognition bad = figures(chat(), Map.of("DID YOU SEE 7 OF THEM?", 1.0)).recognition();
    assertThat(bad.madeRecognised()).isZero();
    assertThat(bad.realRecognised()).isEqualTo(good.realRecognised());
  }

  @Test
  void whereOnlyThePersonWroteEnoughNothingIsSaidOfRecognition() throws Exception {
    List<Turn> turns = new ArrayList<>(chat());
    turns.removeIf(turn -> turn.speaker().equals(ADA));
    turns.add(Chats.ada("hello"));
    assertThat(figures(turns, Map.of("the cat", 1.0)).recognition()).isNull();
  }

  @Test
  void copiesOfLongerMessagesAreCountedAndThoseOfShortOnesAreNot() throws Exception {
    VoiceFigures figures =
        figures(
            chat(),
            Map.of(
                "i was never in that boat 🌙 🌙",
                0.5,
                "i was ever in that boat",
                0.25,
                "🌙",
                0.25));
    assertThat(figures.longer()).isBetween(125, 175);
    assertThat(figures.copied()).isBetween(75, 125);
  }

  @Test
  void habitsAreCountedOfRealAndMadeMessages() throws Exception {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Instant at = Instant.parse("2019-07-01T21:30:00Z").plusSeconds(i);
      turns.add(new Turn(BELLA, at, i % 2 == 0 ? "honestly 😭" : "honestly i like that old cat"));
      turns.add(new Turn(ADA, at, "that is an old cat"));
    }
    VoiceFigures figures = figures(turns, Map.of("honestly", 0.5, "😭", 0.5));
    assertThat(figures.real().messages()).isEqualTo(40);
    assertThat(figures.real().words()).isEqualTo(20 + 6 * 20);
    assertThat(figures.real().lengths()).containsExactly(0, 20, 0, 0, 20, 0, 0);
    assertThat(figures.real().hours().get(23)).as("half past eleven in Berlin").isEqualTo(40);
    assertThat(figures.zone()).isEqualTo("Europe/Berlin");
    assertThat(figures.made().messages()).isEqualTo(200);
    assertThat(figures.made().lengths().get(0)).isBetween(75, 125);
    assertThat(figures.made().hours()).isEmpty();
    Favourite word = figures.words().get(0);
    assertThat(word.text()).as("what Ada does not say").isEqualTo("honestly");
    assertThat(word.real()).isEqualTo(40);
    assertThat(word.made()).isEqualTo(200 - figures.made().lengths().get(0));
    assertThat(figures.words()).extracting(Favourite::text).doesNotContain("old", "cat");
    assertThat(figures.emoji())
        .containsExactly(new Favourite("😭", 20, figures.made().lengths().get(0)));
  }

  @Test
  void whereNobodyElseWritesTheFavouritesAreTheLongerWordsThatAreSaidMost() throws Exception {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      turns.add(bella(i % 4 == 0 ? "is it an old cat, honestly" : "it is an elephant"));
    }
    assertThat(figures(Chats.inTime(turns), Map.of("it", 1.0)).words())
        .extracting(Favourite::text)
        .containsExactly("elephant", "honestly");
  }

  @Test
  void addressesAndTheirPartsAreNoFavouriteWords() throws Exception {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      turns.add(bella("elephant https://www.example.com/photos?of=" + i + " www HTTP https"));
    }
    assertThat(figures(Chats.inTime(turns), Map.of("it", 1.0)).words())
        .extracting(Favourite::text)
        .containsExactly("elephant");
  }

  @Test
  void aWordOfPortugueseMayBeAFavouriteThoughAddressesEndInIt() throws Exception {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      turns.add(bella("vou com ela example.com"));
      turns.add(Chats.ada("vou ela example.com"));
    }
    assertThat(figures(Chats.inTime(turns), Map.of("com", 1.0)).words())
        .extracting(Favourite::text)
        .containsExactly("com");
  }

  @Test
  void messagesAreDrawnAsOftenAsTheModelWouldThoughTheyAreAlike() throws Exception {
    List<String> said =
        new MessageGenerator()
            .speakAlone(
                Scripted.of(Map.of("ok", 0.75, "no", 0.25)),
                BELLA,
                new GenerationOptions(400, new SamplingRule(1, 1), Length.NATURAL),
                new SplittableRandom(3));
    assertThat(said).hasSize(400);
    assertThat(said.stream().filter("ok"::equals).count()).isBetween(270L, 330L);
  }

  @Test
  void anExaminationEndsWhenItIsCancelled() {
    assertThatThrownBy(
            () ->
                examination.examine(
                    TrainingData.of(BELLA, chat()), Scripted.of(Map.of("ok", 1.0)), 1, () -> true))
        .isInstanceOf(TrainingCancelled.class);
  }
}
