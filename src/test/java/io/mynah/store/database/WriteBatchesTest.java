package io.mynah.store.database;

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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mynah.domain.Address;
import io.mynah.domain.Message;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.store.conversation.Uploads;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.corpora.ErasureTransaction;
import io.mynah.store.corpora.IdleChats;
import io.mynah.store.corpora.Shares;
import io.mynah.store.corpora.UnwantedImport;
import io.mynah.store.inbox.Inbox;
import io.mynah.vault.TestKeys;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nobody waits for one who writes much, and what was cut off in between is not seen and goes on.
 */
class WriteBatchesTest {
  private static final int MANY = 3_000;
  private static final int TURNS = 8;

  @TempDir Path folder;
  private Database database;
  private Corpora corpora;

  @BeforeEach
  void open() {
    database = Database.sqlite(folder.resolve("mynah.db"), TestKeys.MASTER);
    corpora = new Corpora(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void reopen() {
    database.close();
    open();
    corpora.forgetTheRest();
  }

  private static Corpora.Imported imports(Corpora.Import chat) {
    for (int i = 0; i < MANY; i++) {
      chat.add(message(i, i % 3 == 0 ? BELLA : TIM, "text " + i));
    }
    return chat.finish(List.of(named(BELLA, "Bella", "B."), named(TIM, "Tim")));
  }

  private Corpora.Imported imported() {
    try (Corpora.Import chat = corpora.begin(OWNER, "chat", "Chat", NOW)) {
      return imports(chat);
    }
  }

  private void execute(String sql) {
    database.jdbi().useHandle(h -> h.execute(sql));
  }

  private long rows(String table) {
    return database.read(
        h -> h.createQuery("select count(*) from " + table).mapTo(Long.class).one());
  }

  /** From now on the database fails as soon as a message is written or deleted in a certain way. */
  private void failsAt(String event) {
    execute("create trigger fault before " + event + " begin select raise(abort, 'full'); end");
  }

  private void failsNoMore() {
    for (String trigger : List.of("fault", "unseen", "kept")) {
      execute("drop trigger if exists " + trigger);
    }
  }

  /** From now on an import ends as if its process did, and nothing is deleted after it. */
  private void isKilledAt(String event) {
    failsAt(event);
    execute(
        "create trigger unseen before update of owner on chats begin select raise(abort, ''); end");
    execute("create trigger kept before delete on messages begin select raise(abort, ''); end");
  }

  @Test
  void whoReadsDoesNotWaitForWhoWrites() throws Exception {
    Person bella = person(twoPeople(corpora, OWNER), BELLA);
    database
        .jdbi()
        .useTransaction(
            h -> {
              h.execute("update chats set title_at = title_at");
              CompletableFuture<List<Person>> reading =
                  CompletableFuture.supplyAsync(
                      () -> {
                        assertThat(corpora.person(OWNER, bella.id())).contains(bella);
                        assertThat(new Shares(database).of(OWNER)).isEmpty();
                        return corpora.people(OWNER);
                      });
              assertThat(reading.get(20, TimeUnit.SECONDS)).hasSize(2);
            });
  }

  private void writesMuch(WriteBatches.Piece piece) {
    database.jdbi().useHandle(h -> new WriteBatches(database.bulkWriteLock(), h).run(piece));
  }

  @Test
  void othersWriteBetweenThePiecesOfMuch() throws Exception {
    Inbox inbox = new Inbox(database, Clock.systemUTC());
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Boolean> other =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                begun.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return inbox.put(0, 1, "lane", "body");
            });
    writesMuch(
        (handle, most) -> {
          begun.countDown();
          handle.execute("update counters set value = value");
          return other.isDone() ? 0 : most;
        });
    assertThat(other.get()).isTrue();
  }

  @Test
  void whoWritesMuchTakesTurnsWithOthersWhoDo() {
    ReentrantLock turn = (ReentrantLock) database.bulkWriteLock();
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Void>> both =
        Stream.of("import", "erasing")
            .map(
                who ->
                    CompletableFuture.runAsync(
                        () ->
                            writesMuch(
                                (handle, most) -> {
                                  awaitTheOther(turn, () -> order.size() - times(order, who));
                                  order.add(who);
                                  return times(order, who) == TURNS ? 0 : most;
                                }),
                        command -> new Thread(command).start()))
            .toList();
    both.forEach(CompletableFuture::join);
    for (int i = 2; i < order.size(); i++) {
      assertThat(order.get(i)).as("%d of %s", i, order).isEqualTo(order.get(i - 2));
    }
    assertThat(order).hasSize(2 * TURNS).contains("import", "erasing");
  }

  private static int times(List<String> order, String who) {
    return Collections.frequency(order, who);
  }

  /** Returns when the other one asks for a turn, or has had all of theirs. */
  private static void awaitTheOther(ReentrantLock turn, IntSupplier turnsOfTheOther) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> turn.hasQueuedThreads() || turnsOfTheOther.getAsInt() == TURNS);
  }

  @Test
  void aNewChatThatIsCutOffInTheMiddleIsNotSeenAndTheSameImportGoesOnWithIt() {
    execute("insert into counters (name, value) values ('unrelated', 1)");
    isKilledAt("insert on messages when new.source_id = 2000");
    assertThatThrownBy(this::imported).isInstanceOf(JdbiException.class);
    assertThat(rows("messages")).as("some pieces").isBetween(1L, 2_000L);
    assertThat(corpora.chats(OWNER)).isEmpty();
    assertThat(corpora.people(OWNER)).isEmpty();
    assertThat(new IdleChats(database).before(NOW.plusSeconds(1))).isEmpty();

    failsNoMore();
    Corpora.Imported whole = imported();
    assertThat(whole.added()).isEqualTo(MANY);
    assertThat(whole.people()).extracting(Person::messages).containsExactly(2_000, 1_000);
    assertThat(corpora.messages(whole.chat())).hasSize(MANY);
    assertThat(rows("chats")).isEqualTo(1);
  }

  @Test
  void aNewChatThatNobodyGoesOnImportingIsErasedAtTheNextStart() {
    isKilledAt("insert on messages when new.source_id = 2000");
    assertThatThrownBy(this::imported).isInstanceOf(JdbiException.class);
    failsNoMore();
    reopen();
    assertThat(rows("chats") + rows("people") + rows("messages") + rows("chat_keys")).isZero();
  }

  @Test
  void aNewChatWhoseUploadWaitsToGoOnIsKeptAtTheNextStart() {
    Uploads uploads = new Uploads(database);
    var upload = uploads.add(upload());
    isKilledAt("insert on messages when new.source_id = 2000");
    assertThatThrownBy(
            () -> {
              try (Corpora.Import chat =
                  corpora.begin(OWNER, upload.id(), () -> false, "chat", "Chat", NOW)) {
                imports(chat);
              }
            })
        .isInstanceOf(JdbiException.class);
    failsNoMore();
    reopen();
    assertThat(rows("messages")).isPositive();
    try (Corpora.Import chat =
        corpora.begin(OWNER, upload.id(), () -> false, "chat", "Chat", NOW)) {
      assertThat(imports(chat).added()).isEqualTo(MANY);
    }
  }

  private static Uploads.StoredUpload upload() {
    return new Uploads.StoredUpload(
        0, OWNER, new Address("telegram:1"), "importing", "[]", null, null, NOW);
  }

  @Test
  void anExportWhosePeopleWereThereIsCutOffAndAllThatItAddedIsCountedInTheEnd() {
    Corpora.Imported first = twoPeopleOfTheChat();
    isKilledAt("insert on messages when new.source_id = 2000");
    assertThatThrownBy(this::imported).isInstanceOf(JdbiException.class);
    assertThat(corpora.people(OWNER))
        .extracting(Person::id)
        .isEqualTo(first.people().stream().map(Person::id).toList());
    assertThat(corpora.people(OWNER)).extracting(Person::messages).containsExactly(1, 1);
    failsNoMore();
    assertThat(imported().added()).isEqualTo(MANY);
    assertThat(corpora.people(OWNER)).extracting(Person::messages).containsExactly(2_001, 1_001);
  }

  private Corpora.Imported twoPeopleOfTheChat() {
    try (Corpora.Import chat = corpora.begin(OWNER, "chat", "Chat", NOW)) {
      chat.add(message(MANY + 1, BELLA, "later"));
      chat.add(message(MANY + 2, TIM, "too"));
      return chat.finish(List.of(named(BELLA, "Bella"), named(TIM, "Tim")));
    }
  }

  @Test
  void anImportThatWaitedWhileItsOwnerForgotEverythingStoresNothing() {
    var upload = new Uploads(database).add(upload());
    try (Corpora.Import chat =
        corpora.begin(OWNER, upload.id(), () -> false, "chat", "Chat", NOW)) {
      chat.add(message(1, BELLA, "hi"));
      corpora.forgetEverything(OWNER);
      assertThatThrownBy(() -> chat.finish(List.of(named(BELLA, "Bella"))))
          .isInstanceOf(UnwantedImport.class);
    }
    assertThat(rows("chats") + rows("people") + rows("messages") + rows("owner_keys")).isZero();
    assertThat(corpora.chats(OWNER)).isEmpty();
  }

  @Test
  void anImportWhoseUploadIsDeletedInTheMiddleLeavesNothingOfANewChat() {
    twoPeople(corpora, OTHER);
    var upload = new Uploads(database).add(upload());
    // The upload goes as soon as a certain message comes.
    execute(
        "create trigger fault after insert on messages when new.source_id = 2000"
            + " begin delete from uploads; end");
    try (Corpora.Import chat =
        corpora.begin(OWNER, upload.id(), () -> false, "chat", "Chat", NOW)) {
      assertThatThrownBy(() -> imports(chat)).isInstanceOf(UnwantedImport.class);
    }
    assertThat(rows("messages")).as("the other owner's").isEqualTo(2);
    assertThat(rows("chats")).isEqualTo(1);
  }

  @Test
  void anImportThatIsStoppedInTheMiddleLeavesTheChatAsItWas() {
    Corpora.Imported before = twoPeopleOfTheChat();
    var upload = new Uploads(database).add(upload());
    AtomicInteger pieces = new AtomicInteger();
    try (Corpora.Import chat =
        corpora.begin(
            OWNER, upload.id(), () -> pieces.incrementAndGet() > 8, "chat", "Chat", NOW)) {
      for (int i = 0; i < MANY; i++) {
        chat.add(message(i, i % 2 == 0 ? BELLA : PersonKey.ofName("new"), "text " + i));
      }
      assertThatThrownBy(() -> chat.finish(List.of(named(BELLA, "Bella"))))
          .isInstanceOf(UnwantedImport.class);
    }
    assertThat(pieces.get()).isGreaterThan(8);
    assertThat(rows("messages")).isEqualTo(2);
    assertThat(rows("people")).isEqualTo(2);
    assertThat(corpora.people(OWNER)).isEqualTo(before.people());
    assertThat(rows("chats where added > 0")).isZero();
  }

  @Test
  void aNewChatThatDoesNotFitIsDeletedAtOnce() {
    failsAt("insert on messages when new.source_id = 2000");
    assertThatThrownBy(this::imported).isInstanceOf(JdbiException.class);
    assertThat(rows("chats") + rows("people") + rows("messages") + rows("chat_keys")).isZero();
  }

  @Test
  void whatAKilledImportLeftGoesWhenItIsTakenUpAgainAndNotEnded() {
    isKilledAt("insert on messages when new.source_id = 2000");
    assertThatThrownBy(this::imported).isInstanceOf(JdbiException.class);
    failsNoMore();
    assertThat(rows("messages")).isPositive();
    corpora.begin(OWNER, "chat", "Chat", NOW).close();
    assertThat(rows("chats") + rows("people") + rows("messages") + rows("chat_keys")).isZero();
  }

  @Test
  void aDamagedMessageKeepsNobodyFromForgettingAndNoStartFromEnding() {
    Corpora.Imported imported = imported();
    execute("update messages set text = x'00' where source_id = 2002");
    corpora.forget(OWNER, person(imported, BELLA).id());
    reopen();
    assertThat(rows("former_chat_keys")).isZero();
    assertThat(rows("messages")).isEqualTo(2_000);
    assertThat(corpora.lastTexts(person(imported, TIM), 1)).containsExactly("text 2999");
  }

  @Test
  void aStartGoesOnThoughWhatIsToBeErasedCannotBe() {
    Corpora.Imported imported = imported();
    failsAt("delete on messages");
    assertThatThrownBy(() -> corpora.forget(OWNER, imported.chat().id()))
        .isInstanceOf(JdbiException.class);
    reopen();
    assertThat(rows("messages")).isEqualTo(MANY);
    failsNoMore();
    reopen();
    assertThat(rows("messages")).isZero();
  }

  @Test
  void whoIsBeingForgottenIsSeenByNobodyAndTheNextStartDoesTheRest() {
    Corpora.Imported imported = imported();
    Person bella = person(imported, BELLA);
    Person tim = person(imported, TIM);
    List<Message> tims =
        corpora.messages(imported.chat()).stream().filter(m -> m.sender().equals(TIM)).toList();
    failsAt("delete on messages when old.source_id = 2001");
    assertThatThrownBy(() -> corpora.forget(OWNER, bella.id())).isInstanceOf(JdbiException.class);
    assertThat(rows("messages")).as("some are deleted").isBetween(2_001L, MANY - 1L);
    assertThat(corpora.people(OWNER)).containsExactly(tim);
    assertThat(corpora.person(OWNER, bella.id())).isEmpty();
    assertThat(corpora.messages(imported.chat())).isEqualTo(tims);
    assertThat(corpora.latest(tim, 1 << 20, 1 << 20)).isEqualTo(tims);

    failsNoMore();
    reopen();
    assertThat(rows("messages")).isEqualTo(2_000);
    assertThat(rows("people")).isEqualTo(1);
    assertThat(rows("former_chat_keys")).isZero();
    assertThat(corpora.messages(imported.chat())).isEqualTo(tims);
  }

  @Test
  void whoForgetsSomeoneDoesNotWaitForAnotherWhoForgetsSomeoneOfAVeryLongChat() throws Exception {
    Corpora.Imported large;
    try (Corpora.Import chat = corpora.begin(OTHER, "large", "Large", NOW)) {
      for (int i = 0; i < 20 * MANY; i++) {
        chat.add(message(i, i % 3 == 0 ? BELLA : TIM, "text " + i));
      }
      large = chat.finish(List.of(named(BELLA, "Bella"), named(TIM, "Tim")));
    }
    Corpora.Imported small = twoPeopleOfTheChat();
    CompletableFuture<Void> forgetting =
        CompletableFuture.runAsync(
            () -> corpora.forget(OTHER, person(large, BELLA).id()),
            work -> new Thread(work).start());
    await().until(() -> corpora.people(OTHER).size() == 1);
    corpora.forget(OWNER, person(small, BELLA).id());
    assertThat(forgetting).isNotDone();
    assertThat(corpora.people(OWNER)).hasSize(1);
    forgetting.get(60, TimeUnit.SECONDS);
    assertThat(corpora.messages(large.chat())).hasSize(20 * MANY * 2 / 3);
  }

  @Test
  void allThatIsErasedAtOnceIsErasedOnOneConnection() {
    AtomicInteger connections = new AtomicInteger();
    database.close();
    database = Database.of(counting(connections), TestKeys.MASTER);
    corpora = new Corpora(database);
    Corpora.Imported first = imported();
    connections.set(0);
    corpora.forget(OWNER, person(first, BELLA).id());
    assertThat(rows("messages")).isEqualTo(2_000);
    assertThat(connections).as("of a person").hasValue(1);

    corpora.forget(OWNER, first.chat().id());
    assertThat(connections).as("of a chat").hasValue(2);

    imported();
    twoPeople(corpora, OWNER);
    connections.set(0);
    corpora.forgetEverything(OWNER);
    assertThat(connections).as("of two chats").hasValue(1);
    assertThat(rows("chats") + rows("people") + rows("messages")).isZero();
  }

  /** Counts the connections that are opened to write much. */
  private Dialect counting(AtomicInteger connections) {
    Dialect dialect = new SqliteDialect(folder.resolve("mynah.db"));
    DataSource bulk = dialect.bulk();
    DataSource counted =
        proxy(
            DataSource.class,
            (method, arguments) -> {
              connections.incrementAndGet();
              return method.invoke(bulk, arguments);
            });
    return proxy(
        Dialect.class,
        (method, arguments) ->
            method.getName().equals("bulk") ? counted : method.invoke(dialect, arguments));
  }

  private interface Answer {
    @Nullable Object to(Method method, Object @Nullable [] arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer.to(method, arguments)));
  }

  @Test
  void whileMessagesAreSealedAnewAllOfThemAreReadAndTheNextImportDoesTheRest() {
    Corpora.Imported imported = imported();
    Person tim = person(imported, TIM);
    failsAt("update on messages when new.source_id = 2002");
    assertThatThrownBy(() -> corpora.forget(OWNER, person(imported, BELLA).id()))
        .isInstanceOf(JdbiException.class);
    failsNoMore();
    assertThat(rows("former_chat_keys")).isEqualTo(1);
    assertThat(corpora.messages(imported.chat())).hasSize(2_000);
    assertThat(corpora.lastTexts(tim, 1)).containsExactly("text 2999");
    try (Corpora.Import chat = corpora.begin(OWNER, "chat", "Chat", NOW)) {
      chat.add(message(5_000, TIM, "later"));
      assertThat(chat.finish(List.of(named(TIM, "Tim"))).added()).isEqualTo(1);
    }
    assertThat(corpora.messages(imported.chat())).hasSize(2_001);
    assertThat(rows("former_chat_keys")).isZero();
  }

  @Test
  void anotherOfTheSameChatMayBeForgottenAfterOneWasCutOff() {
    Corpora.Imported imported = imported();
    failsAt("update on messages when new.source_id = 2002");
    assertThatThrownBy(() -> corpora.forget(OWNER, person(imported, BELLA).id()))
        .isInstanceOf(JdbiException.class);
    failsNoMore();
    corpora.forget(OWNER, person(imported, TIM).id());
    reopen();
    assertThat(rows("messages") + rows("people") + rows("former_chat_keys")).isZero();
  }

  @Test
  void aChatThatIsBeingErasedIsSeenByNobodyAndTheNextStartDoesTheRest() {
    Corpora.Imported imported = imported();
    failsAt("delete on messages when old.source_id = 2001");
    assertThatThrownBy(() -> corpora.forget(OWNER, imported.chat().id()))
        .isInstanceOf(JdbiException.class);
    failsNoMore();
    assertThat(corpora.chats(OWNER)).isEmpty();
    assertThat(corpora.people(OWNER)).isEmpty();
    assertThat(corpora.key(person(imported, TIM).id())).isEmpty();
    assertThat(rows("chat_keys")).isZero();
    Corpora.Imported again = imported();
    assertThat(again.chat().id()).isNotEqualTo(imported.chat().id());
    reopen();
    assertThat(rows("chats")).isEqualTo(1);
    assertThat(rows("messages")).isEqualTo(MANY);
  }

  @Test
  void allThatHangsOnAPersonIsKnownToForgetting() {
    List<String> referring =
        database.read(
            h ->
                h.createQuery(
                        """
                        select distinct tables.name from sqlite_master tables
                        join pragma_foreign_key_list(tables.name) keys
                        where tables.type = 'table' and keys."table" = 'people'""")
                    .mapTo(String.class)
                    .list());
    assertThat(referring).contains("messages");
    assertThat(ErasureTransaction.OF_PEOPLE)
        .containsExactlyInAnyOrderElementsOf(
            referring.stream().filter(table -> !table.equals("messages")).toList());
  }
}
