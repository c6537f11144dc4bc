package io.mynah.chat.converse;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.lm.Turn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConverseHistoryTest {
  private static final OwnerId OWNER = new OwnerId("1");

  private final ConverseHistory history =
      new ConverseHistory(
          1,
          OWNER,
          new ConversePair(
              ConversePair.Role.of(person(1, "Bella"), OWNER),
              ConversePair.Role.of(person(2, "Tim"), OWNER)));

  private static Person person(int number, String name) {
    return new Person(
        new PersonId(number),
        new ChatId(1),
        new PersonKey("user" + number),
        name,
        List.of(),
        10,
        Instant.EPOCH,
        Instant.EPOCH,
        List.of());
  }

  private List<String> heardBy(int index) {
    return history.contextFor(index).stream().map(Turn::text).toList();
  }

  @Test
  void theTopicStandsBeforeWhatIsToBeAnswered() {
    history.begin("the beach", Instant.EPOCH);
    assertThat(heardBy(0)).containsExactly("the beach");

    history.add(0, "hi", Instant.EPOCH);
    assertThat(heardBy(1)).containsExactly("the beach", "hi");

    history.add(1, "hello", Instant.EPOCH);
    history.add(1, "where are u", Instant.EPOCH);
    assertThat(heardBy(0)).containsExactly("hi", "the beach", "hello", "where are u");
    assertThat(history.contextFor(0))
        .extracting(Turn::speaker)
        .containsExactly(
            new PersonKey("user1"),
            PersonKey.STRANGER,
            new PersonKey("user2"),
            new PersonKey("user2"));
  }

  @Test
  void withoutATopicOnlyTheTwoSpeak() {
    history.add(0, "hi", Instant.EPOCH);
    history.add(1, "hello", Instant.EPOCH);
    assertThat(heardBy(0)).containsExactly("hi", "hello");
  }

  private static final ConverseHistory.Listener ANN =
      new ConverseHistory.Listener(
          new OwnerId("5"), List.of(new PersonKey("user5"), PersonKey.STRANGER));

  private void hear(String text, Instant at) {
    history.hear(ANN, text, Optional.empty(), at);
  }

  @Test
  void whatSomebodyElseSaysIsHeardOnceThroughHoweverManyBots() {
    history.add(0, "hi", Instant.EPOCH);
    hear("hello you two", Instant.EPOCH);
    hear("hello you two", Instant.EPOCH.plusSeconds(30));
    assertThat(heardBy(1)).containsExactly("hi", "hello you two");
    assertThat(history.contextFor(0))
        .extracting(Turn::speaker)
        .containsExactly(new PersonKey("user1"), new PersonKey("user5"));
    assertThat(history.contextFor(1))
        .extracting(Turn::speaker)
        .containsExactly(new PersonKey("user1"), PersonKey.STRANGER);
    assertThat(history.size()).as("of the two").isEqualTo(1);
    hear("hello you two", Instant.EPOCH.plusSeconds(90));
    assertThat(heardBy(1)).as("said again").hasSize(3);
  }

  @Test
  void whoeverIsAskedHasTheNextTurn() {
    history.turn();
    assertThat(history.next()).isEqualTo(1);
    history.hear(ANN, "tim?", Optional.of(new PersonId(2)), Instant.EPOCH);
    history.add(1, "night", Instant.EPOCH);
    history.turn();
    assertThat(history.next()).isEqualTo(1);
    assertThat(heardBy(1)).as("the question last").containsExactly("night", "tim?");
    history.hear(ANN, "zoe?", Optional.of(new PersonId(3)), Instant.EPOCH);
    history.turn();
    assertThat(history.next()).isZero();
  }

  @Test
  void whatManySayDoesNotPileUp() {
    history.begin("the beach", Instant.EPOCH);
    for (int i = 0; i < 100; i++) {
      hear("word " + i, Instant.EPOCH);
    }
    history.add(1, "hello", Instant.EPOCH);
    assertThat(heardBy(0)).hasSize(32).contains("the beach", "word 99", "hello");
  }
}
