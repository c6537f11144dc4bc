package io.mynah.store.corpora;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OTHER;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.message;
import static io.mynah.store.StoreFixture.named;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.Address;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.conversation.Uploads;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** What of an import is cut off in between is not seen, and goes on or goes. */
@OnEachDatabase
class CutOffImportTest {
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
  void aNewChatThatIsCutOffInTheMiddleIsNotSeenAndTheSameImportGoesOnWithIt() {
    store.execute("insert into counters (name, value) values ('unrelated', 1)");
    store.isKilledAt("insert on messages when new.source_id = 2000");
    assertThatThrownBy(store::imported).isInstanceOf(JdbiException.class);
    assertThat(store.rows("messages")).as("some pieces").isBetween(1L, 2_000L);
    assertThat(store.corpora().chats(OWNER)).isEmpty();
    assertThat(store.corpora().people(OWNER)).isEmpty();
    assertThat(new IdleChats(store.database()).before(NOW.plusSeconds(1))).isEmpty();

    store.failsNoMore();
    Corpora.Imported whole = store.imported();
    assertThat(whole.added()).isEqualTo(FaultyStore.MANY);
    assertThat(whole.people()).extracting(Person::messages).containsExactly(2_000, 1_000);
    assertThat(store.corpora().messages(whole.chat())).hasSize(FaultyStore.MANY);
    assertThat(store.rows("chats")).isEqualTo(1);
  }

  @Test
  void aNewChatThatNobodyGoesOnImportingIsErasedAtTheNextStart() {
    store.isKilledAt("insert on messages when new.source_id = 2000");
    assertThatThrownBy(store::imported).isInstanceOf(JdbiException.class);
    store.failsNoMore();
    store.reopen();
    assertThat(
            store.rows("chats")
                + store.rows("people")
                + store.rows("messages")
                + store.rows("chat_keys"))
        .isZero();
  }

  @Test
  void aNewChatWhoseUploadWaitsToGoOnIsKeptAtTheNextStart() {
    Uploads uploads = new Uploads(store.database());
    var upload = uploads.add(upload());
    store.isKilledAt("insert on messages when new.source_id = 2000");
    assertThatThrownBy(
            () -> {
              try (Corpora.Import chat =
                  store.corpora().begin(OWNER, upload.id(), () -> false, "chat", "Chat", NOW)) {
                FaultyStore.imports(chat);
              }
            })
        .isInstanceOf(JdbiException.class);
    store.failsNoMore();
    store.reopen();
    assertThat(store.rows("messages")).isPositive();
    try (Corpora.Import chat =
        store.corpora().begin(OWNER, upload.id(), () -> false, "chat", "Chat", NOW)) {
      assertThat(FaultyStore.imports(chat).added()).isEqualTo(FaultyStore.MANY);
    }
  }

  private static Uploads.StoredUpload upload() {
    return new Uploads.StoredUpload(
        0, OWNER, new Address("telegram:1"), "importing", "[]", null, null, NOW);
  }

  @Test
  void anExportWhosePeopleWereThereIsCutOffAndAllThatItAddedIsCountedInTheEnd() {
    Corpora.Imported first = store.twoPeopleOfTheChat();
    store.isKilledAt("insert on messages when new.source_id = 2000");
    assertThatThrownBy(store::imported).isInstanceOf(JdbiException.class);
    assertThat(store.corpora().people(OWNER))
        .extracting(Person::id)
        .isEqualTo(first.people().stream().map(Person::id).toList());
    assertThat(store.corpora().people(OWNER)).extracting(Person::messages).containsExactly(1, 1);
    store.failsNoMore();
    assertThat(store.imported().added()).isEqualTo(FaultyStore.MANY);
    assertThat(store.corpora().people(OWNER))
        .extracting(Person::messages)
        .containsExactly(2_001, 1_001);
  }

  @Test
  void anImportThatWaitedWhileItsOwnerForgotEverythingStoresNothing() {
    var upload = new Uploads(store.database()).add(upload());
    try (Corpora.Import chat =
        store.corpora().begin(OWNER, upload.id(), () -> false, "chat", "Chat", NOW)) {
      chat.add(message(1, BELLA, "hi"));
      store.corpora().forgetEverything(OWNER);
      assertThatThrownBy(() -> chat.finish(List.of(named(BELLA, "Bella"))))
          .isInstanceOf(UnwantedImport.class);
    }
    assertThat(
            store.rows("chats")
                + store.rows("people")
                + store.rows("messages")
                + store.rows("owner_keys"))
        .isZero();
    assertThat(store.corpora().chats(OWNER)).isEmpty();
  }

  @Test
  void anImportWhoseUploadIsDeletedInTheMiddleLeavesNothingOfANewChat() {
    twoPeople(store.corpora(), OTHER);
    var upload = new Uploads(store.database()).add(upload());
    // The upload goes as soon as a certain message comes.
    store.trigger(
        "fault", "after insert on messages when new.source_id = 2000", "delete from uploads;");
    try (Corpora.Import chat =
        store.corpora().begin(OWNER, upload.id(), () -> false, "chat", "Chat", NOW)) {
      assertThatThrownBy(() -> FaultyStore.imports(chat)).isInstanceOf(UnwantedImport.class);
    }
    assertThat(store.rows("messages")).as("the other owner's").isEqualTo(2);
    assertThat(store.rows("chats")).isEqualTo(1);
  }

  @Test
  void anImportThatIsStoppedInTheMiddleLeavesTheChatAsItWas() {
    Corpora.Imported before = store.twoPeopleOfTheChat();
    var upload = new Uploads(store.database()).add(upload());
    AtomicInteger pieces = new AtomicInteger();
    try (Corpora.Import chat =
        store
            .corpora()
            .begin(OWNER, upload.id(), () -> pieces.incrementAndGet() > 8, "chat", "Chat", NOW)) {
      for (int i = 0; i < FaultyStore.MANY; i++) {
        chat.add(message(i, i % 2 == 0 ? BELLA : PersonKey.ofName("new"), "text " + i));
      }
      assertThatThrownBy(() -> chat.finish(List.of(named(BELLA, "Bella"))))
          .isInstanceOf(UnwantedImport.class);
    }
    assertThat(pieces.get()).isGreaterThan(8);
    assertThat(store.rows("messages")).isEqualTo(2);
    assertThat(store.rows("people")).isEqualTo(2);
    assertThat(store.corpora().people(OWNER)).isEqualTo(before.people());
    assertThat(store.rows("chats where added > 0")).isZero();
  }

  @Test
  void aNewChatThatDoesNotFitIsDeletedAtOnce() {
    store.failsAt("insert on messages when new.source_id = 2000");
    assertThatThrownBy(store::imported).isInstanceOf(JdbiException.class);
    assertThat(
            store.rows("chats")
                + store.rows("people")
                + store.rows("messages")
                + store.rows("chat_keys"))
        .isZero();
  }

  @Test
  void whatAKilledImportLeftGoesWhenItIsTakenUpAgainAndNotEnded() {
    store.isKilledAt("insert on messages when new.source_id = 2000");
    assertThatThrownBy(store::imported).isInstanceOf(JdbiException.class);
    store.failsNoMore();
    assertThat(store.rows("messages")).isPositive();
    store.corpora().begin(OWNER, "chat", "Chat", NOW).close();
    assertThat(
            store.rows("chats")
                + store.rows("people")
                + store.rows("messages")
                + store.rows("chat_keys"))
        .isZero();
  }
}
