package io.mynah.store.corpora;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.TIM;
import static io.mynah.store.StoreFixture.message;
import static io.mynah.store.StoreFixture.named;

import io.mynah.store.database.Database;
import io.mynah.store.database.Dialect;
import io.mynah.store.database.SqliteDialect;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.util.List;

/** A store in a folder that fails as soon as a message is written or deleted in a certain way. */
final class FaultyStore implements AutoCloseable {
  static final int MANY = 3_000;

  private final Path folder;
  private Database database;
  private Corpora corpora;

  FaultyStore(Path folder) {
    this.folder = folder;
    database = Database.sqlite(folder.resolve("mynah.db"), TestKeys.MASTER);
    corpora = new Corpora(database);
  }

  @Override
  public void close() {
    database.close();
  }

  Database database() {
    return database;
  }

  Corpora corpora() {
    return corpora;
  }

  /** Closes and opens it as the next start does. */
  void reopen() {
    openBy(new SqliteDialect(folder.resolve("mynah.db")));
    corpora.forgetTheRest();
  }

  /** Closes it and opens it by a dialect. */
  void openBy(Dialect dialect) {
    database.close();
    database = Database.of(dialect, TestKeys.MASTER);
    corpora = new Corpora(database);
  }

  /** Adds {@link #MANY} messages of Bella and Tim, and ends the import. */
  static Corpora.Imported imports(Corpora.Import chat) {
    for (int i = 0; i < MANY; i++) {
      chat.add(message(i, i % 3 == 0 ? BELLA : TIM, "text " + i));
    }
    return chat.finish(List.of(named(BELLA, "Bella", "B."), named(TIM, "Tim")));
  }

  Corpora.Imported imported() {
    try (Corpora.Import chat = corpora.begin(OWNER, "chat", "Chat", NOW)) {
      return imports(chat);
    }
  }

  Corpora.Imported twoPeopleOfTheChat() {
    try (Corpora.Import chat = corpora.begin(OWNER, "chat", "Chat", NOW)) {
      chat.add(message(MANY + 1, BELLA, "later"));
      chat.add(message(MANY + 2, TIM, "too"));
      return chat.finish(List.of(named(BELLA, "Bella"), named(TIM, "Tim")));
    }
  }

  void execute(String sql) {
    database.jdbi().useHandle(h -> h.execute(sql));
  }

  long rows(String table) {
    return database.read(
        h -> h.createQuery("select count(*) from " + table).mapTo(Long.class).one());
  }

  /** From now on the database fails as soon as a message is written or deleted in a certain way. */
  void failsAt(String event) {
    execute("create trigger fault before " + event + " begin select raise(abort, 'full'); end");
  }

  void failsNoMore() {
    for (String trigger : List.of("fault", "unseen", "kept")) {
      execute("drop trigger if exists " + trigger);
    }
  }

  /** From now on an import ends as if its process did, and nothing is deleted after it. */
  void isKilledAt(String event) {
    failsAt(event);
    execute(
        "create trigger unseen before update of owner on chats begin select raise(abort, ''); end");
    execute("create trigger kept before delete on messages begin select raise(abort, ''); end");
  }
}
