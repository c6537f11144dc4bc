package io.mynah.store.corpora;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.store.DatabaseKind;
import java.nio.file.Path;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where several processes use one database, nobody deletes in a chat but on the connection that
 * keeps out all others who do: if it breaks, nothing more is deleted.
 */
class ErasingAloneTest {
  @TempDir Path folder;
  private FaultyStore store;

  @BeforeEach
  void open() {
    store = new FaultyStore(DatabaseKind.POSTGRES, folder);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** From now on rows are deleted only by a session that holds the name of their chat. */
  private void allowsOnlyAlone(String table, String chat) {
    store.trigger(
        "alone_" + table,
        "before delete on " + table,
        """
        if not exists (select 1 from pg_locks where locktype = ''advisory'' and granted
            and pid = pg_backend_pid() and ((classid::bigint << 32) | objid::bigint)
              = hashtextextended(''people of '' || old.%s, 0)) then
          raise exception ''others may delete meanwhile'';
        end if;
        return old;"""
            .formatted(chat));
  }

  private void allowsOnlyAlone() {
    allowsOnlyAlone("messages", "chat_id");
    allowsOnlyAlone("people", "chat_id");
    allowsOnlyAlone("chats", "id");
  }

  private long rows() {
    return store.rows("chats") + store.rows("people") + store.rows("messages");
  }

  @Test
  void aPersonAndTheFormerKeyOfTheChatAreDeletedByOneWhoIsAlone() {
    Corpora.Imported imported = store.imported();
    allowsOnlyAlone();
    allowsOnlyAlone("former_chat_keys", "chat_id");
    store.corpora().forget(OWNER, person(imported, BELLA).id());
    assertThat(store.rows("messages")).isEqualTo(2_000);
    assertThat(store.rows("former_chat_keys")).isZero();
  }

  @Test
  void aChatIsDeletedByOneWhoIsAlone() {
    Corpora.Imported imported = store.imported();
    allowsOnlyAlone();
    store.corpora().forget(OWNER, imported.chat().id());
    assertThat(rows()).isZero();
  }

  @Test
  void everythingIsDeletedByOneWhoIsAlone() {
    store.imported();
    allowsOnlyAlone();
    store.corpora().forgetEverything(OWNER);
    assertThat(rows()).isZero();
  }

  @Test
  void whatAFailedImportAddedIsDeletedByOneWhoIsAlone() {
    store.twoPeopleOfTheChat();
    allowsOnlyAlone();
    store.failsAt("insert on messages when new.source_id = 2000");
    assertThatThrownBy(store::imported).isInstanceOf(JdbiException.class);
    assertThat(store.rows("messages")).isEqualTo(2);
  }

  @Test
  void aFirstImportThatFailedIsDeletedByOneWhoIsAlone() {
    allowsOnlyAlone();
    store.failsAt("insert on messages when new.source_id = 2000");
    assertThatThrownBy(store::imported).isInstanceOf(JdbiException.class);
    assertThat(rows()).isZero();
  }
}
