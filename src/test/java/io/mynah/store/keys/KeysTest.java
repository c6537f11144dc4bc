package io.mynah.store.keys;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OTHER;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.TIM;
import static io.mynah.store.StoreFixture.importChat;
import static io.mynah.store.StoreFixture.message;
import static io.mynah.store.StoreFixture.named;
import static io.mynah.store.StoreFixture.person;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mynah.domain.Address;
import io.mynah.domain.ChatId;
import io.mynah.domain.Correction;
import io.mynah.domain.Group;
import io.mynah.domain.Message;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.domain.VoiceRecord;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.TestOrigin;
import io.mynah.store.TestPostgres;
import io.mynah.store.conversation.Corrections;
import io.mynah.store.conversation.Uploads;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.corpora.Eraser;
import io.mynah.store.corpora.Shares;
import io.mynah.store.database.Database;
import io.mynah.store.database.PendingScrub;
import io.mynah.store.database.SqliteDialect;
import io.mynah.store.inbox.Inbox;
import io.mynah.store.jobs.VoiceRecords;
import io.mynah.vault.BrokenSeal;
import io.mynah.vault.DataKey;
import io.mynah.vault.MasterKey;
import io.mynah.vault.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

@OnEachDatabase
class KeysTest {
  private static final String SECRET = "kingfisher";

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

  private Path file() {
    return folder.resolve("mynah.db");
  }

  /** A chat whose every text says the secret. */
  private Corpora.Imported secretChat() {
    PersonKey nameless = PersonKey.ofName(SECRET + " by name");
    try (Corpora.Import chat =
        corpora.begin(OWNER, "personal_chat:name:" + SECRET, SECRET + " chat", NOW)) {
      for (int i = 0; i < 2_500; i++) {
        chat.add(message(i, i % 2 == 0 ? BELLA : TIM, SECRET + " says " + i));
      }
      chat.add(message(5_000, nameless, SECRET));
      return chat.finish(
          List.of(named(BELLA, SECRET + " Bella", SECRET + " B."), named(TIM, SECRET + " Tim")));
    }
  }

  private boolean anySays(String text) throws Exception {
    String wide = new String(text.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
    return kind.anyHolds(folder, text) || kind.anyHolds(folder, wide);
  }

  @Test
  void nothingThatIsStoredCanBeReadInAnyFile() throws Exception {
    var imported = secretChat();
    Person bella = person(imported, BELLA);
    new VoiceRecords(database).save(new VoiceRecord(bella.id(), "neural", 2, 1, NOW, 1, null));
    new Corrections(database)
        .add(bella, new Correction(SECRET + " asked", SECRET + " said"), TestOrigin.ANY, NOW);
    Uploads uploads = new Uploads(database);
    Address here = new Address("telegram:1");
    uploads.add(
        new Uploads.StoredUpload(0, OWNER, here, "ASKED", SECRET + " file", SECRET, null, NOW));
    Inbox inbox = new Inbox(database, Clock.systemUTC());
    inbox.put(0, 1, "lane", "{\"text\":\"" + SECRET + "\"}");
    long group = new Shares(database).group(new Group(here, SECRET + " group"));

    assertThat(anySays(SECRET)).isFalse();

    assertThat(corpora.chats(OWNER))
        .singleElement()
        .extracting("title")
        .isEqualTo(SECRET + " chat");
    assertThat(corpora.people(OWNER))
        .extracting(Person::name)
        .containsExactly(SECRET + " Bella", SECRET + " Tim", SECRET + " by name");
    assertThat(corpora.people(OWNER).get(0).aliases()).containsExactly(SECRET + " B.");
    assertThat(corpora.messages(imported.chat()))
        .hasSize(2_501)
        .allMatch(m -> m.text().startsWith(SECRET));
    assertThat(new Corrections(database).of(bella))
        .containsExactly(new Correction(SECRET + " asked", SECRET + " said"));
    assertThat(uploads.all()).singleElement().extracting("survey").isEqualTo(SECRET);
    assertThat(inbox.open(inbox.pending().get(0).sequence()))
        .map(Inbox.Update::body)
        .hasValueSatisfying(body -> assertThat(body).contains(SECRET));
    assertThat(new Shares(database).find(group)).map(Group::title).contains(SECRET + " group");
  }

  @Test
  void whileAnImportGoesOnNothingOfItCanBeReadInAnyFile() throws Exception {
    try (Corpora.Import chat = corpora.begin(OWNER, "c", "C", NOW)) {
      for (int i = 0; i < 60_000; i++) {
        chat.add(message(i, BELLA, SECRET + " says " + i));
      }
      assertThat(anySays(SECRET)).isFalse();
    }
  }

  /** A key as it lies in the file. */
  private byte[] wrapped(String select) {
    return database.jdbi().withHandle(h -> h.createQuery(select).mapTo(byte[].class).one());
  }

  private boolean holds(byte[] bytes) {
    if (kind == DatabaseKind.POSTGRES) {
      return TestPostgres.anyFileHolds(folder, bytes);
    }
    String needle = new String(bytes, StandardCharsets.ISO_8859_1);
    try (var files = Files.walk(folder)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(each, StandardCharsets.ISO_8859_1).contains(needle)) {
          return true;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return false;
  }

  @Test
  void aForgottenChatsKeyIsInNoFileAnyMore() throws Exception {
    var imported = secretChat();
    byte[] key = wrapped("select wrapped from chat_keys");
    assertThat(holds(key)).isTrue();
    corpora.forget(OWNER, imported.chat().id());
    assertThat(holds(key)).isFalse();
    assertThat(corpora.key(person(imported, BELLA).id())).isEmpty();
  }

  @Test
  void theKeysOfAnOwnerWhoForgetsEverythingAreInNoFileAnyMore() throws Exception {
    secretChat();
    Person theirs = person(twoPeople(corpora, OTHER), TIM);
    new Uploads(database)
        .add(
            new Uploads.StoredUpload(
                0, OWNER, new Address("telegram:1"), "ASKED", "[]", null, null, NOW));
    List<byte[]> keys =
        List.of(
            wrapped("select wrapped from owner_keys where owner = '" + OWNER.value() + "'"),
            wrapped("select wrapped from upload_keys"),
            wrapped(
                "select wrapped from chat_keys join chats on chats.id = chat_id where owner = '"
                    + OWNER.value()
                    + "'"));
    for (byte[] key : keys) {
      assertThat(holds(key)).isTrue();
    }
    corpora.forgetEverything(OWNER);
    for (byte[] key : keys) {
      assertThat(holds(key)).isFalse();
    }
    assertThat(corpora.person(OTHER, theirs.id())).contains(theirs);
  }

  @Test
  void whoRemainsWhenSomeoneIsForgottenIsSealedWithANewKeyAndTheOldOneIsGone() throws Exception {
    var imported = secretChat();
    Person bella = person(imported, BELLA);
    Person tim = person(imported, TIM);
    new VoiceRecords(database).save(new VoiceRecord(tim.id(), "neural", 2, 1, NOW, 1, null));
    Corrections corrections = new Corrections(database);
    corrections.add(tim, new Correction(null, "mine"), TestOrigin.ANY, NOW);
    DataKey old = corpora.key(tim.id()).orElseThrow();
    byte[] key = wrapped("select wrapped from chat_keys");
    byte[] text = wrapped("select text from messages where source_id = 1");
    List<Message> tims =
        corpora.messages(imported.chat()).stream().filter(m -> !m.sender().equals(BELLA)).toList();

    corpora.forget(OWNER, bella.id());

    assertThat(holds(key)).isFalse();
    if (kind == DatabaseKind.SQLITE) {
      assertThat(holds(text)).isFalse();
    }
    assertThat(corpora.messages(imported.chat())).isEqualTo(tims);
    assertThat(corpora.person(OWNER, tim.id())).contains(tim);
    assertThat(corrections.of(tim)).containsExactly(new Correction(null, "mine"));
    byte[] now = wrapped("select text from messages where source_id = 1");
    String place = AssociatedData.text(1);
    assertThatThrownBy(() -> old.open(now, place)).isInstanceOf(BrokenSeal.class);
    assertThat(corpora.key(tim.id()).orElseThrow().openText(now, place)).startsWith(SECRET);
    assertThat(old.openText(text, place)).as("why the key had to go").startsWith(SECRET);
  }

  @Test
  void anImportThatAnothersForgettingOvertakesIsSealedWithTheNewKey() {
    var imported = secretChat();
    Person tim = person(imported, TIM);
    try (Corpora.Import chat = corpora.begin(OWNER, "personal_chat:name:" + SECRET, "again", NOW)) {
      for (int i = 10_000; i < 12_500; i++) {
        chat.add(message(i, TIM, "later " + i));
      }
      corpora.forget(OWNER, person(imported, BELLA).id());
      assertThat(chat.finish(List.of(named(TIM, "Tim"))).added()).isEqualTo(2_500);
    }
    assertThat(corpora.lastTexts(tim, 1)).containsExactly("later 12499");
    assertThat(corpora.chats(OWNER)).hasSize(1);
  }

  @Test
  void twoFirstImportsOfOneChatAtOnceBecomeOneChatThatOpens() {
    try (Corpora.Import one = corpora.begin(OWNER, "c", "C", NOW);
        Corpora.Import two = corpora.begin(OWNER, "c", "C", NOW)) {
      one.add(message(1, BELLA, "one"));
      two.add(message(2, TIM, "two"));
      one.finish(List.of(named(BELLA, "Bella")));
      two.finish(List.of(named(TIM, "Tim")));
    }
    var chat = corpora.chats(OWNER).get(0);
    assertThat(corpora.chats(OWNER)).hasSize(1);
    assertThat(corpora.messages(chat)).extracting(Message::text).containsExactly("one", "two");
  }

  @Test
  void anImportOfAChatThatWasForgottenMeanwhileIsANewChat() {
    var imported = secretChat();
    try (Corpora.Import chat = corpora.begin(OWNER, "personal_chat:name:" + SECRET, "again", NOW)) {
      chat.add(message(1, TIM, "new"));
      corpora.forget(OWNER, imported.chat().id());
      var again = chat.finish(List.of(named(TIM, "Tim")));
      assertThat(corpora.messages(again.chat())).extracting(Message::text).containsExactly("new");
    }
  }

  @Test
  void withAnotherMasterKeyNothingOpensAndNothingChanges() throws Exception {
    secretChat();
    database.close();
    boolean files = kind == DatabaseKind.SQLITE;
    byte[] before = files ? Files.readAllBytes(file()) : new byte[0];
    assertThat(kind.dialect(folder).holdsKeys()).isTrue();
    assertThatThrownBy(() -> kind.open(folder, MasterKey.random())).isInstanceOf(BrokenSeal.class);
    if (files) {
      assertThat(file()).hasBinaryContent(before);
    }
    open();
    assertThat(corpora.people(OWNER)).hasSize(3);
  }

  @Test
  void aValueMovedToAnotherRowDoesNotOpen() {
    var imported =
        importChat(
            corpora,
            List.of(message(1, BELLA, "yes"), message(2, BELLA, "no")),
            named(BELLA, "Bella"));
    database
        .jdbi()
        .useHandle(
            h ->
                h.execute(
                    "update messages set text = (select text from messages where source_id = 2)"));
    assertThatThrownBy(() -> corpora.messages(imported.chat())).isInstanceOf(BrokenSeal.class);
  }

  @Test
  void whatAKilledProcessErasedAndDidNotScrubIsScrubbedAtTheNextStart() throws Exception {
    var imported = secretChat();
    byte[] key = wrapped("select wrapped from chat_keys");
    assertThat(new Eraser(database).chat(OWNER, imported.chat().id())).isTrue();
    assertThat(holds(key)).as("in the log of changes, or as a dead row").isTrue();
    database.close();
    open();
    assertThat(database.<Boolean>read(PendingScrub::isDue)).isTrue();
    database.scrubIfDue();
    assertThat(database.<Boolean>read(PendingScrub::isDue)).isFalse();
    assertThat(holds(key)).isFalse();
    assertThat(new ArrayList<>(corpora.chats(OWNER))).isEmpty();
  }

  /** Large enough not to be written anew at once. */
  private void openLarge() {
    database.close();
    database = Database.of(new SqliteDialect(file(), 0), TestKeys.MASTER);
    corpora = new Corpora(database);
  }

  @Test
  void keysAreScrubbedThoughTheFileIsNotWrittenAnew() throws Exception {
    kind.isSqlite();
    openLarge();
    List<ChatId> chats =
        new Random(5).ints(400, 10, 1_000_000).distinct().mapToObj(ChatId::new).toList();
    List<byte[]> gone = new ArrayList<>();
    database
        .jdbi()
        .useTransaction(
            h -> {
              Keys keys = database.keys(h);
              DataKey owner = keys.findOrMake(OWNER);
              for (ChatId chat : chats) {
                h.execute(
                    "insert into chats (id, owner, source_key, title, title_at, imported_at)"
                        + " values (?, ?, randomblob(9), x'', 0, 0)",
                    chat.value(),
                    OWNER.value());
                keys.put(chat, owner.newKey());
                if (chat.value() % 2 == 0) {
                  gone.add(keys.wrapped(chat).orElseThrow());
                }
              }
            });
    database
        .jdbi()
        .useTransaction(
            h ->
                chats.stream()
                    .filter(chat -> chat.value() % 2 == 0)
                    .forEach(chat -> database.keys(h).delete(chat)));
    corpora.forget(OWNER, secretChat().chat().id());
    assertThat(database.<Boolean>read(PendingScrub::isDue)).as("not written anew").isTrue();
    assertThat(gone).hasSizeGreaterThan(150).noneMatch(this::holds);
    assertThat(holds(wrapped("select wrapped from owner_keys limit 1"))).isTrue();
  }

  /** Replaces a chat's key, and returns the former one. */
  private byte[] replace(ChatId chat) {
    return database
        .jdbi()
        .inTransaction(
            h -> {
              database.keys(h).beginReplacing(chat);
              return database.keys(h).former(chat).orElseThrow();
            });
  }

  private void endReplacing(ChatId chat, byte[] former) {
    database.jdbi().useTransaction(h -> database.keys(h).endReplacing(chat, former));
  }

  @Test
  void whoEndsAReplacementThatHasEndedDestroysNoOtherKey() {
    ChatId chat = twoPeople(corpora, OWNER).chat().id();
    byte[] first = replace(chat);
    endReplacing(chat, first);
    byte[] second = replace(chat);
    endReplacing(chat, first);
    assertThat(database.<Boolean>read(h -> database.keys(h).isReplacing(chat))).isTrue();
    endReplacing(chat, second);
    assertThat(database.<Boolean>read(h -> database.keys(h).isReplacing(chat))).isFalse();
  }

  @Test
  void theKeyOfADeletedUploadIsInNoFileAnyMore() {
    Uploads uploads = new Uploads(database);
    var upload =
        uploads.add(
            new Uploads.StoredUpload(
                0, OWNER, new Address("telegram:1"), "ASKED", "[]", null, null, NOW));
    byte[] key = wrapped("select wrapped from upload_keys");
    assertThat(holds(key)).isTrue();
    uploads.delete(upload.id());
    await()
        .untilAsserted(
            () -> {
              database.scrubIfQuiet(Duration.ofHours(kind == DatabaseKind.SQLITE ? 1 : 0));
              assertThat(holds(key)).isFalse();
            });
  }

  @Test
  void keysLieOnPagesOfTheirOwn() {
    kind.isSqlite();
    secretChat();
    twoPeople(corpora, OTHER);
    new Uploads(database)
        .add(
            new Uploads.StoredUpload(
                0, OWNER, new Address("telegram:1"), "ASKED", "[]", null, null, NOW));
    for (var keys : Map.of("owner_keys", 2, "chat_keys", 2, "upload_keys", 1).entrySet()) {
      List<String> pages =
          database.read(
              h ->
                  h.createQuery(
                          "select pagetype from dbstat where name = :name and pagetype = 'overflow'")
                      .bind("name", keys.getKey())
                      .mapTo(String.class)
                      .list());
      assertThat(pages).as(keys.getKey()).hasSize(keys.getValue());
    }
  }

  @Test
  void whoReadsForLongIsNotWaitedForAndTheLogIsEmptiedAfterwards() throws Exception {
    var imported = secretChat();
    byte[] key = wrapped("select wrapped from chat_keys");
    CompletableFuture<Void> forgetting = new CompletableFuture<>();
    boolean read =
        database.read(
            h -> {
              assertThat(h.createQuery("select 1 from chats").mapTo(Integer.class).one()).isOne();
              forgetting.completeAsync(
                  () -> {
                    corpora.forget(OWNER, imported.chat().id());
                    return null;
                  });
              assertThat(forgetting).succeedsWithin(Duration.ofSeconds(20));
              return true;
            });
    assertThat(read).isTrue();
    await()
        .untilAsserted(
            () -> {
              database.scrubIfQuiet(Duration.ZERO);
              assertThat(holds(key)).isFalse();
            });
  }

  @Test
  void theFileIsWrittenAnewWhenNobodyHasWrittenForAWhile() {
    kind.isSqlite();
    openLarge();
    corpora.forget(OWNER, secretChat().chat().id());
    database.scrubIfQuiet(Duration.ofHours(1));
    assertThat(database.<Boolean>read(PendingScrub::isDue)).isTrue();
    database.scrubIfQuiet(Duration.ofSeconds(-1));
    assertThat(database.<Boolean>read(PendingScrub::isDue)).isFalse();
  }
}
