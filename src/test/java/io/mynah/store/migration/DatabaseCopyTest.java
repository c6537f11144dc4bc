package io.mynah.store.migration;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OTHER;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.bellaReacts;
import static io.mynah.store.StoreFixture.message;
import static io.mynah.store.StoreFixture.named;
import static io.mynah.store.StoreFixture.person;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.domain.Chat;
import io.mynah.domain.Effort;
import io.mynah.domain.JobId;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.Reactions;
import io.mynah.domain.VoiceRecord;
import io.mynah.store.DatabaseKind;
import io.mynah.store.StoreFixture;
import io.mynah.store.blobs.BlobChange;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.blobs.BlobStore;
import io.mynah.store.conversation.AdmittedUsers;
import io.mynah.store.conversation.Uploads;
import io.mynah.store.conversation.Uploads.StoredUpload;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.corpora.PersonReactions;
import io.mynah.store.database.Change;
import io.mynah.store.database.Database;
import io.mynah.store.jobs.Jobs;
import io.mynah.store.jobs.VoiceRecords;
import io.mynah.store.jobs.VoiceVersions;
import io.mynah.vault.TestKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseCopyTest {
  private static final Reactions REACTIONS =
      new Reactions(9, 3, new TreeMap<>(Map.of("❤", 2, "👍", 1)));

  @TempDir Path folder;
  private final List<Database> opened = new ArrayList<>();
  private DatabaseCopy.Place sqlite;
  private DatabaseCopy.Place postgres;
  private Person bella;

  @BeforeEach
  void fill() throws Exception {
    sqlite = open(DatabaseKind.SQLITE, "before");
    postgres = open(DatabaseKind.POSTGRES, "server");
    Corpora corpora = new Corpora(sqlite.database());
    bella = person(twoPeople(corpora, OWNER), BELLA);
    bellaReacts(corpora, OWNER, REACTIONS);
    StoreFixture.importChat(
        corpora,
        OTHER,
        IntStream.range(0, 2_500).mapToObj(i -> message(i, BELLA, "text " + i)).toList(),
        named(BELLA, "Bella", "Bee"));
    AdmittedUsers admitted = new AdmittedUsers(sqlite.database(), Bot.ONLY);
    for (String each : List.of("telegram:9", "telegram:1", "telegram:5")) {
      admitted.admit(new OwnerId(each), NOW);
    }
    MessageRef notice = new MessageRef(new Address("telegram:1"), "77");
    new Jobs(sqlite.database()).enqueue(OWNER, bella.id(), Effort.GOOD, notice, NOW);
    StoredUpload upload =
        new Uploads(sqlite.database())
            .add(
                new StoredUpload(
                    0, OWNER, new Address("telegram:1"), "Asking", "{}", null, notice, NOW));
    put(BlobName.model(bella.id()), 600_000);
    VoiceVersions versions = new VoiceRecords(sqlite.database()).versions();
    for (long training = 1; training <= 2; training++) {
      VoiceRecord voice = new VoiceRecord(bella.id(), "neural", 2, 31, NOW, 1, null);
      BlobChange change = versions.publishing(voice, new JobId(training));
      assertThat(sqlite.blobs().write(BlobName.model(bella.id()), this::model, change)).isTrue();
    }
    put(BlobName.upload(upload.id(), 0), 10);
  }

  @AfterEach
  void close() {
    opened.forEach(Database::close);
  }

  private DatabaseCopy.Place open(DatabaseKind kind, String name) {
    Database database = kind.open(folder.resolve(name), TestKeys.MASTER);
    opened.add(database);
    return new DatabaseCopy.Place(
        database, BlobStore.of(database, folder.resolve(name).resolve("blobs")));
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private void put(BlobName name, int count) throws Exception {
    assertThat(sqlite.blobs().write(name, out -> out.write(bytes(count)), Change.NOTHING)).isTrue();
  }

  private void model(OutputStream out) throws IOException {
    out.write(bytes(600_000));
  }

  private static byte[] read(DatabaseCopy.Place place, BlobName name) throws Exception {
    try (InputStream in = place.blobs().find(name).orElseThrow().stream()) {
      return in.readAllBytes();
    }
  }

  /** All rows of all tables, spelt alike whatever the kind of database. */
  private static Map<String, List<String>> rows(Database database, Database like) {
    Map<String, List<String>> rows = new TreeMap<>();
    Tables.of(like)
        .forEach(
            (table, columns) -> {
              List<String> names =
                  columns.keySet().stream().filter(name -> !name.equals("rowid")).sorted().toList();
              rows.put(
                  table,
                  database.read(
                      h ->
                          h
                              .createQuery("select " + String.join(", ", names) + " from " + table)
                              .map((row, context) -> spelt(row, names.size()))
                              .list()
                              .stream()
                              .sorted()
                              .toList()));
            });
    return rows;
  }

  /** Who was let in, in that order. */
  private static List<String> admitted(DatabaseCopy.Place place) {
    return place
        .database()
        .read(
            h ->
                h.createQuery("select owner from admitted_users order by rowid")
                    .mapTo(String.class)
                    .list());
  }

  private static String spelt(ResultSet row, int columns) throws java.sql.SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      Object value = row.getObject(i);
      values.add(
          value instanceof byte[] bytes
              ? Arrays.toString(bytes)
              : value instanceof Boolean flag ? flag ? "1" : "0" : String.valueOf(value));
    }
    return values.toString();
  }

  @Test
  void allRowsAndBlobsGoThereAndBack() throws Exception {
    DatabaseCopy.Copied there = new DatabaseCopy(sqlite, postgres).run();
    DatabaseCopy.Place back = open(DatabaseKind.SQLITE, "after");
    DatabaseCopy.Copied again = new DatabaseCopy(postgres, back).run();

    assertThat(there.rows()).isGreaterThan(2_500);
    assertThat(there.blobs()).isEqualTo(3);
    assertThat(there.blobBytes()).isEqualTo(1_200_010);
    assertThat(again).isEqualTo(there);
    Map<String, List<String>> rows = rows(sqlite.database(), postgres.database());
    assertThat(rows(postgres.database(), postgres.database())).isEqualTo(rows);
    assertThat(rows(back.database(), postgres.database())).isEqualTo(rows);
    for (DatabaseCopy.Place place : List.of(postgres, back)) {
      assertThat(read(place, BlobName.model(bella.id()))).isEqualTo(bytes(600_000));
      assertThat(read(place, BlobName.version(bella.id(), 1))).isEqualTo(bytes(600_000));
      Corpora corpora = new Corpora(place.database());
      Chat chat = corpora.chats(OTHER).get(0);
      assertThat(corpora.messages(chat)).hasSize(2_500);
      assertThat(corpora.person(OWNER, bella.id()).orElseThrow().name()).isEqualTo("Bella");
      assertThat(new PersonReactions(place.database()).of(bella)).isEqualTo(REACTIONS);
      assertThat(admitted(place)).containsExactly("telegram:9", "telegram:1", "telegram:5");
    }
  }

  @Test
  void numbersThatWereUsedAreNotUsedAgain() throws Exception {
    Corpora corpora = new Corpora(sqlite.database());
    Chat last = corpora.chats(OTHER).get(0);
    corpora.forgetEverything(OTHER);
    new DatabaseCopy(sqlite, postgres).run();
    DatabaseCopy.Place back = open(DatabaseKind.SQLITE, "after");
    new DatabaseCopy(postgres, back).run();

    for (DatabaseCopy.Place place : List.of(postgres, back)) {
      Corpora copied = new Corpora(place.database());
      twoPeople(copied, OTHER);
      assertThat(copied.chats(OTHER).get(0).id().value()).isGreaterThan(last.id().value());
    }
  }

  @Test
  void nothingIsCopiedToWhereDataIs() throws Exception {
    twoPeople(new Corpora(postgres.database()), OTHER);
    Map<String, List<String>> before = rows(postgres.database(), postgres.database());
    assertThatThrownBy(() -> new DatabaseCopy(sqlite, postgres).run())
        .isInstanceOf(TargetNotEmpty.class);
    assertThat(rows(postgres.database(), postgres.database())).isEqualTo(before);
  }

  @Test
  void aCopyThatFailsLeavesNothing() throws Exception {
    postgres
        .database()
        .jdbi()
        .useHandle(h -> h.execute("alter table voices add constraint none check (stage = 'none')"));
    Map<String, List<String>> before = rows(postgres.database(), postgres.database());
    assertThatThrownBy(() -> new DatabaseCopy(sqlite, postgres).run())
        .isInstanceOf(RuntimeException.class);

    assertThat(rows(postgres.database(), postgres.database())).isEqualTo(before);
    int chunks =
        postgres
            .database()
            .read(
                h -> h.createQuery("select count(*) from blob_chunks").mapTo(Integer.class).one());
    assertThat(chunks).isZero();
    assertThat(Files.exists(folder.resolve("before/mynah.db"))).isTrue();
  }
}
