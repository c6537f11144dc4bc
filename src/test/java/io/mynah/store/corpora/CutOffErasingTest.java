package io.mynah.store.corpora;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.TIM;
import static io.mynah.store.StoreFixture.message;
import static io.mynah.store.StoreFixture.named;
import static io.mynah.store.StoreFixture.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.Message;
import io.mynah.domain.Person;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** What is to be erased is seen by nobody, and erased though it was cut off in between. */
@OnEachDatabase
class CutOffErasingTest {
  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private FaultyStore store;

  @BeforeEach
  void open() {
    store = new FaultyStore(kind, folder);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aDamagedMessageKeepsNobodyFromForgettingAndNoStartFromEnding() {
    Corpora.Imported imported = store.imported();
    store.execute("update messages set text = '' where source_id = 2002");
    store.corpora().forget(OWNER, person(imported, BELLA).id());
    store.reopen();
    assertThat(store.rows("former_chat_keys")).isZero();
    assertThat(store.rows("messages")).isEqualTo(2_000);
    assertThat(store.corpora().lastTexts(person(imported, TIM), 1)).containsExactly("text 2999");
  }

  @Test
  void aStartGoesOnThoughWhatIsToBeErasedCannotBe() {
    Corpora.Imported imported = store.imported();
    store.failsAt("delete on messages");
    assertThatThrownBy(() -> store.corpora().forget(OWNER, imported.chat().id()))
        .isInstanceOf(JdbiException.class);
    store.reopen();
    assertThat(store.rows("messages")).isEqualTo(FaultyStore.MANY);
    store.failsNoMore();
    store.reopen();
    assertThat(store.rows("messages")).isZero();
  }

  @Test
  void whoIsBeingForgottenIsSeenByNobodyAndTheNextStartDoesTheRest() {
    Corpora.Imported imported = store.imported();
    Person bella = person(imported, BELLA);
    Person tim = person(imported, TIM);
    List<Message> tims =
        store.corpora().messages(imported.chat()).stream()
            .filter(m -> m.sender().equals(TIM))
            .toList();
    store.failsAt("delete on messages when old.source_id = 2001");
    assertThatThrownBy(() -> store.corpora().forget(OWNER, bella.id()))
        .isInstanceOf(JdbiException.class);
    assertThat(store.rows("messages"))
        .as("some are deleted")
        .isBetween(2_001L, FaultyStore.MANY - 1L);
    assertThat(store.corpora().people(OWNER)).containsExactly(tim);
    assertThat(store.corpora().person(OWNER, bella.id())).isEmpty();
    assertThat(store.corpora().messages(imported.chat())).isEqualTo(tims);
    assertThat(store.corpora().latest(tim, 1 << 20, 1 << 20)).isEqualTo(tims);

    store.failsNoMore();
    store.reopen();
    assertThat(store.rows("messages")).isEqualTo(2_000);
    assertThat(store.rows("people")).isEqualTo(1);
    assertThat(store.rows("former_chat_keys")).isZero();
    assertThat(store.corpora().messages(imported.chat())).isEqualTo(tims);
  }

  @Test
  void whileMessagesAreSealedAnewAllOfThemAreReadAndTheNextImportDoesTheRest() {
    Corpora.Imported imported = store.imported();
    Person tim = person(imported, TIM);
    store.failsAt("update on messages when new.source_id = 2002");
    assertThatThrownBy(() -> store.corpora().forget(OWNER, person(imported, BELLA).id()))
        .isInstanceOf(JdbiException.class);
    store.failsNoMore();
    assertThat(store.rows("former_chat_keys")).isEqualTo(1);
    assertThat(store.corpora().messages(imported.chat())).hasSize(2_000);
    assertThat(store.corpora().lastTexts(tim, 1)).containsExactly("text 2999");
    try (Corpora.Import chat = store.corpora().begin(OWNER, "chat", "Chat", NOW)) {
      chat.add(message(5_000, TIM, "later"));
      assertThat(chat.finish(List.of(named(TIM, "Tim"))).added()).isEqualTo(1);
    }
    assertThat(store.corpora().messages(imported.chat())).hasSize(2_001);
    assertThat(store.rows("former_chat_keys")).isZero();
  }

  @Test
  void anotherOfTheSameChatMayBeForgottenAfterOneWasCutOff() {
    Corpora.Imported imported = store.imported();
    store.failsAt("update on messages when new.source_id = 2002");
    assertThatThrownBy(() -> store.corpora().forget(OWNER, person(imported, BELLA).id()))
        .isInstanceOf(JdbiException.class);
    store.failsNoMore();
    store.corpora().forget(OWNER, person(imported, TIM).id());
    store.reopen();
    assertThat(store.rows("messages") + store.rows("people") + store.rows("former_chat_keys"))
        .isZero();
  }

  @Test
  void aChatThatIsBeingErasedIsSeenByNobodyAndTheNextStartDoesTheRest() {
    Corpora.Imported imported = store.imported();
    store.failsAt("delete on messages when old.source_id = 2001");
    assertThatThrownBy(() -> store.corpora().forget(OWNER, imported.chat().id()))
        .isInstanceOf(JdbiException.class);
    store.failsNoMore();
    assertThat(store.corpora().chats(OWNER)).isEmpty();
    assertThat(store.corpora().people(OWNER)).isEmpty();
    assertThat(store.corpora().key(person(imported, TIM).id())).isEmpty();
    assertThat(store.rows("chat_keys")).isZero();
    Corpora.Imported again = store.imported();
    assertThat(again.chat().id()).isNotEqualTo(imported.chat().id());
    store.reopen();
    assertThat(store.rows("chats")).isEqualTo(1);
    assertThat(store.rows("messages")).isEqualTo(FaultyStore.MANY);
  }
}
