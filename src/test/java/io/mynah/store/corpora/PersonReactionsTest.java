package io.mynah.store.corpora;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.TIM;
import static io.mynah.store.StoreFixture.message;
import static io.mynah.store.StoreFixture.named;
import static io.mynah.store.StoreFixture.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.domain.Reactions;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.database.Database;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** How often people reacted to messages of others. */
@OnEachDatabase
class PersonReactionsTest {
  private static final String CHAT = "personal_chat:1";
  private static final Reactions OF_BELLA = counts(40, 10, Map.of("❤", 7, "👍", 3));
  private static final Reactions OF_TIM = counts(60, 2, Map.of("🔥", 2));

  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private Corpora corpora;
  private PersonReactions reactions;

  @BeforeEach
  void open() {
    database = kind.open(folder, TestKeys.MASTER);
    corpora = new Corpora(database);
    reactions = new PersonReactions(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Reactions counts(int messages, int reacted, Map<String, Integer> emoji) {
    return new Reactions(messages, reacted, new TreeMap<>(emoji));
  }

  private Corpora.Imported imports(String chat, Map<PersonKey, Reactions> counted) {
    try (Corpora.Import target = corpora.begin(OWNER, chat, "Bella", NOW)) {
      target.add(message(1, BELLA, "hi"));
      target.add(message(2, TIM, "hello"));
      counted.forEach(target::addReactions);
      return target.finish(List.of(named(BELLA, "Bella"), named(TIM, "Tim")));
    }
  }

  private Corpora.Imported importsBoth(String chat) {
    return imports(chat, Map.of(BELLA, OF_BELLA, TIM, OF_TIM));
  }

  @Test
  void areThoseOfTheExportHoweverOftenItIsRead() {
    Corpora.Imported imported = importsBoth(CHAT);
    importsBoth(CHAT);
    assertThat(reactions.of(person(imported, BELLA))).isEqualTo(OF_BELLA);
    assertThat(reactions.of(person(imported, TIM))).isEqualTo(OF_TIM);
  }

  @Test
  void areNewOnlyWhereTheyDifferFromThoseThatAreKept() {
    assertThat(importsBoth(CHAT).reacted()).isTrue();
    assertThat(importsBoth(CHAT).reacted()).as("the same again").isFalse();
    assertThat(imports(CHAT, Map.of()).reacted()).as("none").isFalse();
    assertThat(imports(CHAT, Map.of(TIM, counts(59, 9, Map.of("🔥", 9)))).reacted())
        .as("of a part of the chat")
        .isFalse();
    assertThat(
            imports(CHAT, Map.of(BELLA, OF_BELLA, TIM, counts(60, 2, Map.of("👎", 2)))).reacted())
        .as("another emoji")
        .isTrue();
  }

  @Test
  void ofALaterExportCountIfItHasNoFewerMessages() {
    Person bella = person(importsBoth(CHAT), BELLA);
    imports(CHAT, Map.of(BELLA, counts(39, 39, Map.of("👎", 39))));
    assertThat(reactions.of(bella)).as("a part of the chat").isEqualTo(OF_BELLA);
    imports(CHAT, Map.of());
    assertThat(reactions.of(bella)).as("an export without reactions").isEqualTo(OF_BELLA);
    Reactions more = counts(50, 11, Map.of("❤", 8, "👍", 3));
    imports(CHAT, Map.of(BELLA, more));
    assertThat(reactions.of(bella)).isEqualTo(more);
  }

  @Test
  void ofSomebodyWhoNeverWroteAreNotKept() {
    Corpora.Imported imported = imports(CHAT, Map.of(new PersonKey("user9"), OF_BELLA));
    assertThat(imported.people()).hasSize(2);
    assertThat(imported.people())
        .allSatisfy(person -> assertThat(reactions.of(person)).isEqualTo(Reactions.NONE));
    assertThat(rows()).isZero();
  }

  @Test
  void areNotKeptOfAnImportThatIsGivenUp() {
    Person bella = person(importsBoth(CHAT), BELLA);
    try (Corpora.Import target = corpora.begin(OWNER, CHAT, "Bella", NOW)) {
      target.add(message(3, BELLA, "more"));
      target.addReactions(BELLA, counts(50, 50, Map.of("👎", 50)));
    }
    assertThat(reactions.of(bella)).isEqualTo(OF_BELLA);
  }

  @Test
  void areThoseOfTheExportThoughSomebodyIsErasedWhileItIsPublished() throws Exception {
    Corpora.Imported imported = importsBoth(CHAT);
    database.close();
    Person bella = person(imported, BELLA);
    database =
        Database.of(
            WatchedDialect.before(
                "count(sent_at)", kind.dialect(folder), () -> corpora.forget(OWNER, bella.id())),
            TestKeys.MASTER);
    corpora = new Corpora(database);
    reactions = new PersonReactions(database);
    Reactions more = counts(70, 3, Map.of("🔥", 3));
    Corpora.Imported again = imports(CHAT, Map.of(BELLA, OF_BELLA, TIM, more));
    assertThat(person(again, BELLA).id()).as("erased in between").isNotEqualTo(bella.id());
    assertThat(again.reacted()).isTrue();
    assertThat(reactions.of(person(again, BELLA))).isEqualTo(OF_BELLA);
    assertThat(reactions.of(person(again, TIM))).isEqualTo(more);
  }

  @Test
  void areSealed() throws Exception {
    Person bella = person(imports(CHAT, Map.of(BELLA, counts(9, 3, Map.of("🦜🦜🦜", 3)))), BELLA);
    assertThat(reactions.of(bella).emoji()).containsKey("🦜🦜🦜");
    assertThat(kind.anyHolds(folder, "🦜🦜🦜")).isFalse();
  }

  @Test
  void goWithThePersonAndStayReadableForTheOthers() {
    Corpora.Imported imported = importsBoth(CHAT);
    Person bella = person(imported, BELLA);
    corpora.forget(OWNER, bella.id());
    assertThat(reactions.of(bella)).isEqualTo(Reactions.NONE);
    assertThat(reactions.of(person(imported, TIM))).isEqualTo(OF_TIM);
    assertThat(rows()).isEqualTo(1);
    corpora.forget(OWNER, imported.chat().id());
    assertThat(rows()).isZero();
  }

  @Test
  void ofPeopleWhoAreJoinedAreThoseOfAllTheirChats() {
    Person bella = person(importsBoth(CHAT), BELLA);
    Person other = person(imports("whatsapp:1", Map.of(BELLA, OF_TIM)), BELLA);
    new JoinedPeople(database).join(OWNER, bella.id(), other.id(), false, NOW);
    Person both = corpora.person(OWNER, bella.id()).orElseThrow();
    assertThat(reactions.of(both)).isEqualTo(counts(100, 12, Map.of("❤", 7, "👍", 3, "🔥", 2)));
  }

  private int rows() {
    return database.read(
        h -> h.createQuery("select count(*) from reactions").mapTo(Integer.class).one());
  }
}
