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
        Instant.EPOCH);
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
}
