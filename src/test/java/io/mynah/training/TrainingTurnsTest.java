package io.mynah.training;

import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.START;
import static io.mynah.store.StoreFixture.named;
import static io.mynah.store.StoreFixture.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Message;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.lm.Turn;
import io.mynah.store.DatabaseKind;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.corpora.JoinedPeople;
import io.mynah.store.database.Database;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The turns of a person of two chats. */
class TrainingTurnsTest {
  private static final PersonKey BELLA = new PersonKey("user1");
  private static final PersonKey BELLA_B = PersonKey.ofName("Bella");
  private static final PersonKey TIM = new PersonKey("user2");

  @TempDir Path folder;
  private Database database;
  private Corpora corpora;

  @BeforeEach
  void open() {
    database = DatabaseKind.SQLITE.open(folder, TestKeys.MASTER);
    corpora = new Corpora(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** A message at a minute. */
  private static Message at(long minute, PersonKey sender, String text) {
    return new Message(minute, sender, START.plus(Duration.ofMinutes(minute)), null, text);
  }

  private Corpora.Imported imports(String chat, List<Message> messages, PersonKey bella) {
    try (Corpora.Import target = corpora.begin(OWNER, chat, "Bella", NOW)) {
      messages.forEach(target::add);
      return target.finish(List.of(named(bella, "Bella"), named(TIM, "Tim")));
    }
  }

  private Person joined(List<Message> first, List<Message> second) {
    Person bella = person(imports("personal_chat:1", first, BELLA), BELLA);
    Person other = person(imports("whatsapp:1", second, BELLA_B), BELLA_B);
    assertThat(new JoinedPeople(database).join(OWNER, bella.id(), other.id(), false, NOW))
        .isEqualTo(JoinedPeople.Outcome.JOINED);
    return corpora.person(OWNER, bella.id()).orElseThrow();
  }

  private List<Turn> turns(Person person) {
    return TrainingTurns.of(corpora, person, 1 << 20, 1 << 20);
  }

  @Test
  void areInOrderOfTimeConversationByConversation() {
    Person bella =
        joined(
            List.of(at(0, TIM, "a"), at(10, BELLA, "b"), at(300, TIM, "e"), at(310, BELLA, "f")),
            List.of(at(5, TIM, "c"), at(20, BELLA_B, "d"), at(400, BELLA_B, "g")));
    List<Turn> turns = turns(bella);
    assertThat(turns.stream().map(Turn::text)).containsExactly("a", "b", "c", "d", "e", "f", "g");
    assertThat(turns.stream().map(Turn::chat)).containsExactly(0, 0, 1, 1, 0, 0, 1);
    assertThat(turns.stream().filter(t -> t.speaker().equals(bella.key())).map(Turn::text))
        .containsExactly("b", "d", "f", "g");
  }

  @Test
  void othersOfAnotherChatAreNobodyOfTheFirst() {
    // Somebody of the second chat has the key that Bella has in the first.
    Person bella =
        joined(
            List.of(at(0, TIM, "tim"), at(1, BELLA, "bella")),
            List.of(at(200, BELLA, "not bella"), at(201, BELLA_B, "bella b"), at(202, TIM, "tom")));
    Map<String, PersonKey> speakers =
        turns(bella).stream().collect(java.util.stream.Collectors.toMap(Turn::text, Turn::speaker));
    assertThat(speakers.get("bella b")).isEqualTo(bella.key()).isEqualTo(speakers.get("bella"));
    assertThat(speakers.get("not bella")).isNotEqualTo(bella.key());
    assertThat(speakers.get("tom")).isNotEqualTo(speakers.get("tim"));
  }

  @Test
  void aConversationWithoutAnEndDoesNotHoldUpTheOtherChat() {
    List<Message> endless =
        java.util.stream.LongStream.range(0, 1_000).mapToObj(i -> at(i, BELLA, "x" + i)).toList();
    List<Turn> turns = turns(joined(endless, List.of(at(500, BELLA_B, "between"))));
    int place = turns.stream().map(Turn::text).toList().indexOf("between");
    assertThat(place).isBetween(400, 700);
  }
}
