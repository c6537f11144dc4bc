package io.mynah.store.corpora;

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
import static org.awaitility.Awaitility.await;

import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.domain.Effort;
import io.mynah.domain.Length;
import io.mynah.domain.Message;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.domain.Settings;
import io.mynah.domain.VoiceRecord;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.conversation.AdmittedUsers;
import io.mynah.store.conversation.Expectation.ErasureAnswer;
import io.mynah.store.conversation.Expectations;
import io.mynah.store.conversation.OwnerPreferences;
import io.mynah.store.conversation.Uploads;
import io.mynah.store.database.Database;
import io.mynah.store.database.PendingScrub;
import io.mynah.store.database.SqliteDialect;
import io.mynah.store.inbox.PendingEdits;
import io.mynah.store.inbox.PersonalMenus;
import io.mynah.store.jobs.Jobs;
import io.mynah.store.jobs.VoiceRecords;
import io.mynah.vault.PlainKeys;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

@OnEachDatabase
class EraserTest {
  private static final String SECRET = "kingfisher";

  /**
   * What is not forgotten, or not yet: who may use the bot, how much, and who is still to be told.
   */
  private static final List<String> KEPT =
      List.of("admitted_users", "user_limits", "removals", "erasure_notices");

  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private Corpora corpora;

  @BeforeEach
  void open() {
    database = kind.open(folder, new PlainKeys());
    corpora = new Corpora(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** Several imports, in any order, of messages of any length: pages split and cells move. */
  private Corpora.Imported interleavedImports(long seed) {
    Random random = new Random(seed);
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      boolean bella = random.nextInt(3) == 0;
      String filler = "x".repeat(random.nextInt(random.nextInt(50) == 0 ? 9_000 : 200));
      messages.add(
          bella
              ? message(i, BELLA, SECRET + " " + i + filler)
              : message(i, TIM, "harmless " + i + filler));
    }
    Collections.shuffle(messages, random);
    for (int from = 0; from < messages.size(); from += 500) {
      importChat(
          corpora,
          messages.subList(from, from + 500),
          named(BELLA, "Bella Blackbird", "Belladonna"),
          named(TIM, "Tim"));
    }
    return importChat(corpora, List.of(message(9_999, TIM, "bye")), named(TIM, "Tim"));
  }

  @Test
  void nothingOfAForgottenPersonIsLeftInAnyFile() throws Exception {
    for (long seed = 0; seed < 3; seed++) {
      var imported = interleavedImports(seed);
      Person bella = person(imported, BELLA);
      assertThat(kind.anyHolds(folder, SECRET)).isTrue();
      assertThat(kind.anyHolds(folder, "Blackbird")).isTrue();

      corpora.forget(OWNER, bella.id());

      await().untilAsserted(() -> assertThat(kind.anyHolds(folder, SECRET)).isFalse());
      await().untilAsserted(() -> assertThat(kind.anyHolds(folder, "Blackbird")).isFalse());
      await().untilAsserted(() -> assertThat(kind.anyHolds(folder, "Belladonna")).isFalse());
      assertThat(kind.anyHolds(folder, "harmless")).isTrue();
      assertThat(corpora.messages(imported.chat()))
          .isNotEmpty()
          .allSatisfy(m -> assertThat(m.sender()).isEqualTo(TIM));
    }
  }

  @Test
  void aForgottenChatLeavesNothingInAnyFile() throws Exception {
    var imported = interleavedImports(7);
    corpora.forget(OWNER, imported.chat().id());

    await().untilAsserted(() -> assertThat(kind.anyHolds(folder, SECRET)).isFalse());
    await().untilAsserted(() -> assertThat(kind.anyHolds(folder, "harmless")).isFalse());
    await().untilAsserted(() -> assertThat(kind.anyHolds(folder, "Blackbird")).isFalse());
    assertThat(corpora.people(OWNER)).isEmpty();
    assertThat(corpora.chats(OWNER)).isEmpty();
  }

  @Test
  void whatHangsOnAPersonGoesWithThem() throws Exception {
    var imported = twoPeople(corpora, OWNER);
    Person bella = person(imported, BELLA);
    Person tim = person(imported, TIM);
    Jobs jobs = new Jobs(database);
    VoiceRecords voiceRecords = new VoiceRecords(database);
    var job = jobs.enqueue(OWNER, bella.id(), Effort.GOOD, null, NOW);
    var other = jobs.enqueue(OWNER, tim.id(), Effort.GOOD, null, NOW);
    insertToken(job.id().value());
    insertToken(other.id().value());
    assertThat(voiceRecords.save(new VoiceRecord(bella.id(), "n-gram", 2.5, 1, NOW, 1, null)))
        .isTrue();

    corpora.forget(OWNER, bella.id());

    assertThat(jobs.find(OWNER, job.id())).isEmpty();
    assertThat(jobs.find(OWNER, other.id())).isPresent();
    assertThat(tokens()).containsExactly(other.id().value() + "/0");
    assertThat(voiceRecords.find(bella)).isEmpty();
    assertThat(voiceRecords.save(new VoiceRecord(bella.id(), "n-gram", 2.5, 1, NOW, 1, null)))
        .isFalse();
    assertThat(corpora.people(OWNER)).containsExactly(tim);
  }

  @Test
  void aChatNamedAfterTheForgottenPersonIsRenamedAndStillKnownAsTheSameChat() throws Exception {
    List<Message> messages = List.of(message(1, BELLA, "hi"), message(2, TIM, "yo"));
    Corpora.Imported first;
    try (var chat = corpora.begin(OWNER, "personal_chat:name:Bellatrix", "Bellatrix", NOW)) {
      messages.forEach(chat::add);
      first = chat.finish(List.of(named(BELLA, "Bellatrix"), named(TIM, "Tim")));
    }
    corpora.forget(OWNER, person(first, BELLA).id());

    await().untilAsserted(() -> assertThat(kind.anyHolds(folder, "Bellatrix")).isFalse());
    assertThat(corpora.chats(OWNER)).singleElement().extracting("title").isEqualTo("Tim");

    Corpora.Imported again;
    try (var chat = corpora.begin(OWNER, "personal_chat:name:Bellatrix", "Bellatrix", NOW)) {
      messages.forEach(chat::add);
      again = chat.finish(List.of(named(BELLA, "Bellatrix"), named(TIM, "Tim")));
    }
    assertThat(again.chat()).isEqualTo(first.chat());
    assertThat(again.added()).isEqualTo(1);
    assertThat(person(again, BELLA).messages()).isEqualTo(1);
    assertThat(person(again, BELLA).id()).isNotEqualTo(person(first, BELLA).id());
  }

  @Test
  void forgettingEverythingLeavesTheAdmissionAndOtherOwners() throws Exception {
    var mine = twoPeople(corpora, OWNER);
    var theirs = twoPeople(corpora, OTHER);
    importChat(corpora, List.of(message(50, PersonKey.NOBODY, SECRET)), named(BELLA, "Bella"));
    AdmittedUsers admittedUsers = new AdmittedUsers(database, Bot.ONLY);
    PersonalMenus menus = new PersonalMenus(database);
    OwnerPreferences preferences = new OwnerPreferences(database);
    Expectations expectations = new Expectations(database);
    Uploads uploads = new Uploads(database);
    Jobs jobs = new Jobs(database);
    Address here = new Address("telegram:1");
    Settings settings = new Settings(0.7, Length.LONG, Effort.BEST, true, false, true, "de");
    for (var owner : List.of(OWNER, OTHER)) {
      admittedUsers.admit(owner, NOW);
      menus.add(owner);
      preferences.save(owner, settings);
      expectations.expect(
          owner, here, new ErasureAnswer(SECRET + " of " + owner.value()), NOW.plusSeconds(60));
      uploads.add(
          new Uploads.StoredUpload(
              0, owner, here, "ASKED", "[]", SECRET, new MessageRef(here, "5"), NOW));
    }
    var job = jobs.enqueue(OWNER, person(mine, BELLA).id(), Effort.GOOD, null, NOW);
    insertToken(job.id().value());
    PendingEdits edits = new PendingEdits(database, Bot.ONLY);
    assertThat(edits.put(new MessageRef(here, "6"), OWNER, SECRET + " is ready")).isPositive();

    corpora.forgetEverything(OWNER);

    await()
        .untilAsserted(
            () -> assertThat(kind.anyHolds(folder, SECRET + " of " + OWNER.value())).isFalse());
    assertThat(edits.waiting()).isEmpty();
    await().untilAsserted(() -> assertThat(kind.anyHolds(folder, SECRET + " is ready")).isFalse());
    assertThat(corpora.chats(OWNER)).isEmpty();
    assertThat(corpora.people(OWNER)).isEmpty();
    assertThat(corpora.messages(mine.chat())).isEmpty();
    assertThat(preferences.find(OWNER)).isEmpty();
    assertThat(expectations.expected(OWNER, here, NOW)).isEmpty();
    assertThat(jobs.queue()).isEmpty();
    assertThat(tokens()).isEmpty();
    assertThat(admittedUsers.admitted(OWNER)).isTrue();
    assertThat(menus.owners()).containsExactly(OTHER);
    assertThat(tablesOfOwners()).noneMatch(table -> !KEPT.contains(table) && names(table, OWNER));
    assertThat(uploads.all()).singleElement().extracting("owner").isEqualTo(OTHER);
    assertThat(corpora.people(OTHER)).isEqualTo(theirs.people());
    assertThat(preferences.find(OTHER)).contains(settings);
    assertThat(expectations.expected(OTHER, here, NOW)).isPresent();

    corpora.forgetEverything(OTHER);
    await().untilAsserted(() -> assertThat(kind.anyHolds(folder, SECRET)).isFalse());
  }

  private void insertToken(long job) {
    database
        .jdbi()
        .useHandle(
            h ->
                h.execute(
                    "insert into scheduled_tasks (task_name, task_instance, execution_time, picked,"
                        + " version) values ('train', ?, ?, false, 1)",
                    job + "/0",
                    new Timestamp(0)));
  }

  private List<String> tokens() {
    return database
        .jdbi()
        .withHandle(
            h ->
                h.createQuery("select task_instance from scheduled_tasks")
                    .mapTo(String.class)
                    .list());
  }

  @Test
  void whatMessagesWereToBeChangedToGoesWithAPersonAndWithAChat() throws Exception {
    var imported = twoPeople(corpora, OWNER);
    PendingEdits edits = new PendingEdits(database, Bot.ONLY);
    MessageRef notice = new MessageRef(new Address("telegram:1"), "6");
    assertThat(edits.put(notice, OWNER, SECRET)).isPositive();
    corpora.forget(OWNER, person(imported, BELLA).id());
    assertThat(edits.waiting()).isEmpty();
    assertThat(edits.put(notice, OWNER, SECRET)).isPositive();
    corpora.forget(OWNER, imported.chat().id());
    assertThat(edits.waiting()).isEmpty();
    await().untilAsserted(() -> assertThat(kind.anyHolds(folder, SECRET)).isFalse());
  }

  @Test
  void whatMessagesOfOtherOwnersAreToBeChangedToStays() {
    var imported = twoPeople(corpora, OWNER);
    PendingEdits edits = new PendingEdits(database, Bot.ONLY);
    MessageRef theirs = new MessageRef(new Address("telegram:2"), "6");
    MessageRef inAGroup = new MessageRef(new Address("telegram:-1"), "6");
    assertThat(edits.put(theirs, OTHER, "100 %")).isPositive();
    List<Runnable> ways =
        List.of(
            () -> corpora.forget(OWNER, person(imported, BELLA).id()),
            () -> corpora.forget(OWNER, imported.chat().id()),
            () -> corpora.forgetEverything(OWNER));
    for (Runnable forgets : ways) {
      assertThat(edits.put(inAGroup, null, "Bella wrote A.")).isPositive();
      forgets.run();
      assertThat(edits.waiting())
          .as("of groups nobody knows whose people are named there")
          .extracting(PendingEdits.Edit::message)
          .containsExactly(theirs);
    }
    corpora.forgetEverything(OTHER);
    assertThat(edits.waiting()).isEmpty();
  }

  @Test
  void aLargeFileIsWrittenAnewByWhoeverWorksOnItAloneNext() {
    kind.isSqlite();
    database.close();
    Path file = folder.resolve("mynah.db");
    database = Database.of(new SqliteDialect(file, 0), new PlainKeys());
    corpora = new Corpora(database);
    var imported = twoPeople(corpora, OWNER);
    corpora.forget(OWNER, imported.chat().id());
    assertThat(database.jdbi().<Boolean, RuntimeException>withHandle(PendingScrub::isDue)).isTrue();
    database.close();
    database = Database.of(new SqliteDialect(file, 0), new PlainKeys());
    assertThat(database.jdbi().<Boolean, RuntimeException>withHandle(PendingScrub::isDue)).isTrue();
    database.scrubIfDue();
    assertThat(database.jdbi().<Boolean, RuntimeException>withHandle(PendingScrub::isDue))
        .isFalse();
  }

  /** All tables with a column for an owner. */
  private List<String> tablesOfOwners() {
    return database.read(
        h ->
            h.createQuery(
                    kind == DatabaseKind.SQLITE
                        ? """
                        select tables.name from sqlite_master tables
                        join pragma_table_info(tables.name) columns
                        where tables.type = 'table' and columns.name = 'owner'"""
                        : """
                        select table_name from information_schema.columns
                        where table_schema = current_schema() and column_name = 'owner'""")
                .mapTo(String.class)
                .list());
  }

  private boolean names(String table, OwnerId owner) {
    return database.read(
        h ->
            h.createQuery("select count(*) from " + table + " where owner = :owner")
                    .bind("owner", owner.value())
                    .mapTo(Integer.class)
                    .one()
                > 0);
  }

  @Test
  void allThatAnOwnerHasIsKnownToForgetting() {
    List<String> goWithMore =
        List.of("owner_keys", "chats", "pending_edits", "share_questions", "job_turns");
    assertThat(tablesOfOwners())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(
                    ErasureTransaction.OF_OWNERS,
                    goWithMore,
                    List.of("chat_sessions", "spoken_messages"),
                    KEPT)
                .flatMap(List::stream)
                .toList());
    assertThat(ErasureTransaction.OF_PEOPLE).contains("chat_sessions", "spoken_messages");
  }

  @Test
  void allThatHangsOnAPersonIsKnownToForgetting() {
    List<String> referring =
        database.read(
            h ->
                h.createQuery(
                        kind == DatabaseKind.SQLITE
                            ? """
                            select distinct tables.name from sqlite_master tables
                            join pragma_foreign_key_list(tables.name) keys
                            where tables.type = 'table' and keys."table" = 'people'"""
                            : """
                            select distinct relname from pg_constraint
                            join pg_class on pg_class.oid = conrelid
                            where contype = 'f' and confrelid = to_regclass('people')""")
                    .mapTo(String.class)
                    .list());
    assertThat(referring).contains("messages");
    assertThat(ErasureTransaction.OF_PEOPLE)
        .containsExactlyInAnyOrderElementsOf(
            referring.stream().filter(table -> !table.equals("messages")).toList());
  }
}
