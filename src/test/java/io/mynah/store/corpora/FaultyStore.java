package io.mynah.store.corpora;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.TIM;
import static io.mynah.store.StoreFixture.message;
import static io.mynah.store.StoreFixture.named;

import io.mynah.store.DatabaseKind;
import io.mynah.store.database.Database;
import io.mynah.store.database.Dialect;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A store in a folder that fails as soon as a message is written or deleted in a certain way. */
final class FaultyStore implements AutoCloseable {
  static final int MANY = 3_000;

  private final DatabaseKind kind;
  private final Path folder;
  private Database database;
  private Corpora corpora;

  FaultyStore(DatabaseKind kind, Path folder) {
    this.kind = kind;
    this.folder = folder;
    database = kind.open(folder, TestKeys.MASTER);
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
    openBy(kind.dialect(folder));
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
    fails("fault", event);
  }

  private void fails(String trigger, String event) {
    trigger(
        trigger,
        "before " + event,
        kind == DatabaseKind.SQLITE ? "select raise(abort, 'full');" : "raise exception ''full'';");
  }

  /**
   * Runs statements when something happens.
   *
   * @param event such as {@code after insert on TABLE when CONDITION}
   */
  void trigger(String name, String event, String statements) {
    if (kind == DatabaseKind.SQLITE) {
      execute("create trigger " + name + " " + event + " begin " + statements + " end");
      return;
    }
    execute(
        "create or replace function "
            + name
            + "() returns trigger language plpgsql as 'begin "
            + statements
            + " return null; end'");
    String[] parts = event.split(" when ", 2);
    execute(
        "create trigger "
            + name
            + " "
            + parts[0]
            + " for each row "
            + (parts.length == 1 ? "" : "when (" + parts[1] + ") ")
            + "execute function "
            + name
            + "()");
  }

  void failsNoMore() {
    Map.of("fault", "messages", "unseen", "chats", "kept", "messages")
        .forEach(
            (trigger, table) ->
                execute(
                    "drop trigger if exists "
                        + trigger
                        + (kind == DatabaseKind.SQLITE ? "" : " on " + table)));
  }

  /** From now on an import ends as if its process did, and nothing is deleted after it. */
  void isKilledAt(String event) {
    failsAt(event);
    fails("unseen", "update of owner on chats");
    fails("kept", "delete on messages");
  }
}
