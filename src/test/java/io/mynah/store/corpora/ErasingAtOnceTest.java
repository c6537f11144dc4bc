package io.mynah.store.corpora;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OTHER;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.TIM;
import static io.mynah.store.StoreFixture.message;
import static io.mynah.store.StoreFixture.named;
import static io.mynah.store.StoreFixture.person;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** Much is erased at once, by one connection, and nobody else waits for it. */
@OnEachDatabase
class ErasingAtOnceTest {
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
  void whoForgetsSomeoneDoesNotWaitForAnotherWhoForgetsSomeoneOfAVeryLongChat() throws Exception {
    Corpora.Imported large;
    try (Corpora.Import chat = store.corpora().begin(OTHER, "large", "Large", NOW)) {
      for (int i = 0; i < 20 * FaultyStore.MANY; i++) {
        chat.add(message(i, i % 3 == 0 ? BELLA : TIM, "text " + i));
      }
      large = chat.finish(List.of(named(BELLA, "Bella"), named(TIM, "Tim")));
    }
    Corpora.Imported small = store.twoPeopleOfTheChat();
    CompletableFuture<Void> forgetting =
        CompletableFuture.runAsync(
            () -> store.corpora().forget(OTHER, person(large, BELLA).id()),
            work -> new Thread(work).start());
    await().until(() -> store.corpora().people(OTHER).size() == 1);
    store.corpora().forget(OWNER, person(small, BELLA).id());
    assertThat(forgetting).isNotDone();
    assertThat(store.corpora().people(OWNER)).hasSize(1);
    forgetting.get(60, TimeUnit.SECONDS);
    assertThat(store.corpora().messages(large.chat())).hasSize(20 * FaultyStore.MANY * 2 / 3);
  }

  @Test
  void allThatIsErasedAtOnceIsErasedOnOneConnection() {
    AtomicInteger connections = new AtomicInteger();
    store.openBy(WatchedDialect.counting(connections, kind.dialect(folder)));
    Corpora.Imported first = store.imported();
    connections.set(0);
    store.corpora().forget(OWNER, person(first, BELLA).id());
    assertThat(store.rows("messages")).isEqualTo(2_000);
    assertThat(connections).as("of a person").hasValue(1);

    store.corpora().forget(OWNER, first.chat().id());
    assertThat(connections).as("of a chat").hasValue(2);

    store.imported();
    twoPeople(store.corpora(), OWNER);
    connections.set(0);
    store.corpora().forgetEverything(OWNER);
    assertThat(connections).as("of two chats").hasValue(1);
    assertThat(store.rows("chats") + store.rows("people") + store.rows("messages")).isZero();
  }
}
