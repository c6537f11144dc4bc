package io.mynah.store.corpora;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.TIM;
import static io.mynah.store.StoreFixture.importChat;
import static io.mynah.store.StoreFixture.message;
import static io.mynah.store.StoreFixture.named;
import static io.mynah.store.StoreFixture.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.database.Database;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

@OnEachDatabase
class ImportedNamesTest {
  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private Corpora corpora;

  @BeforeEach
  void open() {
    database = kind.open(folder, TestKeys.MASTER);
    corpora = new Corpora(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** An export that ends with a message of Bella's, in which she has these names. */
  private Person bellaIn(long lastMessage, String name, String... aliases) {
    var imported =
        importChat(
            corpora, List.of(message(lastMessage, BELLA, "hi")), named(BELLA, name, aliases));
    assertThat(imported.people()).hasSize(1);
    return person(imported, BELLA);
  }

  @Test
  void aNameThatComesBackIsNoAliasOfItself() {
    bellaIn(1, "Bella");
    assertThat(bellaIn(2, "Mrs Tim").aliases()).containsExactly("Bella");
    Person back = bellaIn(3, "Bella", "Bella", "Mrs Tim");

    assertThat(back.name()).isEqualTo("Bella");
    assertThat(back.aliases()).containsExactly("Mrs Tim");
  }

  @Test
  void theSameExportTwiceChangesNoName() {
    Person first = bellaIn(2, "Bella", "Belle", "Bee");
    assertThat(bellaIn(2, "Bella", "Belle", "Bee")).isEqualTo(first);
    assertThat(first.aliases()).containsExactly("Belle", "Bee");
  }

  @Test
  void namesThatDifferOnlyInCaseOrScriptAreAllKept() {
    bellaIn(1, "bella");
    bellaIn(2, "Bella");
    Person last = bellaIn(3, "Белла 💃", "BELLA");
    assertThat(last.aliases()).containsExactly("BELLA", "Bella", "bella");
  }

  @Test
  void aNewNameInAnExportWhereThePersonWroteNothingIsAnAlias() {
    bellaIn(5, "Bella");
    var imported =
        importChat(
            corpora,
            List.of(message(9, TIM, "alone")),
            named(BELLA, "Isabella"),
            named(TIM, "Tim"));
    assertThat(person(imported, BELLA).name()).isEqualTo("Bella");
    assertThat(person(imported, BELLA).aliases()).containsExactly("Isabella");
  }

  @Test
  void nobodyIsNoPersonEvenIfTheExportNamesThem() {
    var imported =
        importChat(
            corpora,
            List.of(message(1, PersonKey.NOBODY, "gone"), message(2, TIM, "hm")),
            named(PersonKey.NOBODY, "Deleted Account"),
            named(TIM, "Tim"));
    assertThat(imported.people()).extracting(Person::key).containsExactly(TIM);
    assertThat(corpora.messages(imported.chat())).hasSize(2);
  }

  @Test
  void theSamePersonInTwoChatsIsTwoPeopleWithNamesOfTheirOwn() {
    Person here = bellaIn(1, "Bella");
    try (Corpora.Import other = corpora.begin(OWNER, "private_group:7", "Group", NOW)) {
      other.add(message(1, BELLA, "hello all"));
      Person there = other.finish(List.of(named(BELLA, "Bella from work"))).people().get(0);
      assertThat(there.id()).isNotEqualTo(here.id());
      assertThat(there.aliases()).isEmpty();
    }
    assertThat(corpora.person(OWNER, here.id())).contains(here);
    assertThat(corpora.people(OWNER)).hasSize(2);
  }
}
