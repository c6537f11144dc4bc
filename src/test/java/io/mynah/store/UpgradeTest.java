package io.mynah.store;

import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.anyFileHolds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.Address;
import io.mynah.domain.Chat;
import io.mynah.domain.Correction;
import io.mynah.domain.Message;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.vault.TestKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database as the release before sealing left it. */
class UpgradeTest {
  private static final String SECRET = "kingfisher";

  @TempDir Path folder;

  @BeforeEach
  void leave() {
    SqliteDialect dialect = new SqliteDialect(folder.resolve("mynah.db"));
    dialect.prepare();
    Flyway.configure()
        .dataSource(dialect.unpooled())
        .locations(dialect.migrations())
        .target("4")
        .load()
        .migrate();
    Jdbi.create(dialect.unpooled())
        .useHandle(
            h -> {
              h.execute(
                  "insert into chats (id, owner, source_key, title, title_at, imported_at)"
                      + " values (3, ?, 'private_chat:kingfisher', 'kingfisher chat', 5, 6)",
                  OWNER.value());
              h.execute(
                  "insert into people (id, chat_id, person_key, name, name_at, messages, first_at,"
                      + " last_at) values (7, 3, 'name:kingfisher', 'kingfisher', 5, 2500, 1, 2500),"
                      + " (8, 3, 'user2', 'Tim', 5, 0, 1, 1)");
              h.execute(
                  "insert into aliases (person_id, position, alias) values (7, 0, 'kingfisher K.')");
              h.execute(
                  "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2500)"
                      + " insert into messages (chat_id, source_id, person_id, sent_at, text)"
                      + " select 3, i, 7, i, 'kingfisher says ' || i from n");
              h.execute(
                  "insert into corrections (person_id, said_to, text, made_at)"
                      + " values (7, 'kingfisher?', 'kingfisher!', 5), (7, null, 'ÄÖ kingfisher', 6)");
              h.execute(
                  "insert into personas (person_id, stage, validation_bits, trained_messages,"
                      + " trained_at) values (7, 'neural', 2, 3, 4)");
              h.execute(
                  "insert into report_cards (person_id, card, due)"
                      + " values (7, '{\"kingfisher\":1}', false)");
              h.execute(
                  "insert into uploads (id, owner, address, state, files, survey, expires_at)"
                      + " values (4, ?, 'telegram:1', 'ASKING_CHAT', 'kingfisher', 'kingfisher', 9)",
                  OWNER.value());
              h.execute(
                  "insert into inbox (epoch, update_id, lane, body, received_at)"
                      + " values (0, 11, 'lane', 'kingfisher', 5), (0, 12, '', null, 5)");
              h.execute(
                  "insert into groups (id, address, title) values (2, 'telegram:-1', 'kingfisher')");
              h.execute("insert into shares (group_id, person_id, shared_at) values (2, 7, 5)");
            });
  }

  private boolean anySays(String text) throws Exception {
    String wide = new String(text.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
    return anyFileHolds(folder, text) || anyFileHolds(folder, wide);
  }

  @Test
  void isSealedAndSaysWhatItSaidBefore() throws Exception {
    assertThat(anySays(SECRET)).isTrue();
    assertThat(Database.holdsKeys(folder.resolve("mynah.db"))).isFalse();
    try (Database database = Database.sqlite(folder.resolve("mynah.db"), TestKeys.MASTER)) {
      assertThat(anySays(SECRET)).isFalse();
      Corpora corpora = new Corpora(database);
      Chat chat = corpora.chats(OWNER).get(0);
      assertThat(chat.title()).isEqualTo("kingfisher chat");
      assertThat(chat.sourceKey()).isEqualTo("private_chat:kingfisher");
      List<Person> people = corpora.people(OWNER);
      Person person = people.get(0);
      assertThat(person.name()).isEqualTo(SECRET);
      assertThat(person.key()).isEqualTo(PersonKey.ofName(SECRET));
      assertThat(person.aliases()).containsExactly("kingfisher K.");
      assertThat(people).hasSize(2);
      List<Message> messages = corpora.messages(chat);
      assertThat(messages).hasSize(2_500).allMatch(m -> m.sender().equals(person.key()));
      assertThat(messages.get(9).text()).isEqualTo("kingfisher says 10");
      assertThat(new Corrections(database).of(person))
          .containsExactly(
              new Correction("kingfisher?", "kingfisher!"), new Correction(null, "ÄÖ kingfisher"));
      assertThat(new Uploads(database).all())
          .singleElement()
          .satisfies(
              upload -> assertThat(upload.files() + upload.survey()).isEqualTo(SECRET + SECRET));
      Inbox inbox = new Inbox(database, Clock.systemUTC());
      assertThat(inbox.pending()).hasSize(1);
      assertThat(inbox.open(inbox.pending().get(0).sequence()))
          .map(Inbox.Update::body)
          .contains(SECRET);
      assertThat(new Shares(database).at(new Address("telegram:-1")))
          .singleElement()
          .satisfies(share -> assertThat(share.group().title()).isEqualTo(SECRET));
      try (Corpora.Import more =
          corpora.begin(OWNER, "private_chat:kingfisher", "C", StoreFixture.NOW)) {
        more.add(StoreFixture.message(1, person.key(), "known"));
        more.add(StoreFixture.message(9_000, person.key(), "new"));
        assertThat(more.finish(List.of()).added()).isEqualTo(1);
      }
    }
    assertThat(Database.holdsKeys(folder.resolve("mynah.db"))).isTrue();
  }

  @Test
  void isLeftAsItWasWhenItCannotBeSealed() throws Exception {
    Jdbi.create(new SqliteDialect(folder.resolve("mynah.db")).unpooled())
        .useHandle(
            h ->
                h.execute(
                    "create trigger no before update on groups begin select raise(abort, 'x'); end"));
    assertThatThrownBy(() -> Database.sqlite(folder.resolve("mynah.db"), TestKeys.MASTER))
        .isInstanceOf(RuntimeException.class);
    assertThat(Database.holdsKeys(folder.resolve("mynah.db"))).isFalse();
    assertThat(anySays("kingfisher says 10")).isTrue();
  }
}
