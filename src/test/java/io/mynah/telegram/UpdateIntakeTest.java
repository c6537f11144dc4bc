package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.store.database.Database;
import io.mynah.store.inbox.Inbox;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.vault.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class UpdateIntakeTest extends BotOnFakeServer {
  @Test
  void anUpdateIsOnDiskBeforeTelegramHearsThatItArrived() throws Exception {
    FakeUser ann = telegram.user("Ann");
    start();
    ann.says("first");
    ann.sees("You said: first");
    int id;
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("mynah.db"));
        Statement statement = other.createStatement()) {
      statement.execute("begin immediate");
      id = ann.says("second");
      await()
          .during(Duration.ofMillis(700))
          .untilAsserted(() -> assertThat(telegram.acknowledged()).isLessThan(id));
      statement.execute("rollback");
    }
    ann.sees("You said: second");
    await().until(() -> telegram.acknowledged() >= id);
  }

  @Test
  void whatWasStoredWhenTheProcessDiedIsHandledOnceAfterTheRestart() throws Exception {
    FakeUser ann = telegram.user("Ann");
    CountDownLatch never = new CountDownLatch(1);
    start().does((incoming, channel) -> never.await());
    ann.says("before the crash");
    int last = ann.says("waiting behind it");
    await().until(() -> listener.heard().size() == 1 && telegram.acknowledged() >= last);
    Path image = copyOfTheDatabase();
    bot.close(Duration.ofMillis(200));

    try (Database restored = Database.sqlite(image, TestKeys.MASTER)) {
      start(config(), List.of(), new Inbox(restored, clock));
      ann.sees("You said: waiting behind it");
      ann.says("after it");
      ann.sees("You said: after it");
      bot.close(Duration.ofSeconds(2));
    }

    assertThat(ann.texts())
        .containsExactly(
            "You said: before the crash", "You said: waiting behind it", "You said: after it");
  }

  @Test
  void anUpdateThatTelegramRepeatsAfterARestartIsHandledOnce() {
    FakeUser ann = telegram.user("Ann");
    start();
    int id = ann.says("once");
    ann.sees("You said: once");
    await().until(() -> inbox.pending().isEmpty() && telegram.acknowledged() >= id);
    bot.close(Duration.ofSeconds(2));

    telegram.deliverAs(id, ann, "once");
    start();
    ann.says("next");
    ann.sees("You said: next");

    assertThat(ann.texts()).containsExactly("You said: once", "You said: next");
  }

  @Test
  void aHandledUpdateIsNotHandledAgainAfterARestart() {
    FakeUser ann = telegram.user("Ann");
    start();
    ann.says("once");
    ann.sees("You said: once");
    await().until(() -> inbox.pending().isEmpty());
    bot.close(Duration.ofSeconds(2));

    start();
    ann.says("next");
    ann.sees("You said: next");

    assertThat(listener.words()).containsExactly("next");
  }

  @Test
  void idsThatBeginLowerAfterALongSilenceAreTakenUp() {
    FakeUser ann = telegram.user("Ann");
    start();
    ann.says("before the silence");
    ann.sees("before the silence");
    int polls = telegram.calls("getUpdates").size();

    clock.advance(Duration.ofDays(7));
    await().until(() -> inbox.epoch() == 1);
    telegram.awaitCalls(
        "getUpdates",
        calls ->
            calls.size() > polls && calls.get(calls.size() - 1).argument("offset").equals("1"));
    telegram.countIdsFrom(50);
    ann.says("after the silence");
    ann.sees("after the silence");
    ann.says("and on");
    ann.sees("and on");

    assertThat(ann.texts()).hasSize(3);
    assertThat(inbox.epoch()).as("one new epoch, not more").isEqualTo(1);
  }

  @Test
  void idsThatBeginLowerWhileTheBotWasOffAreTakenUp() {
    FakeUser ann = telegram.user("Ann");
    start();
    int id = ann.says("before");
    ann.sees("You said: before");
    await().until(() -> inbox.pending().isEmpty() && telegram.acknowledged() >= id);
    bot.close(Duration.ofSeconds(2));

    clock.advance(Duration.ofDays(20));
    telegram.countIdsFrom(50);
    ann.says("while it was off");
    start();
    ann.sees("while it was off");
  }

  @Test
  void lowerIdsWithoutASilenceAreRepeatsAndStayDropped() {
    FakeUser ann = telegram.user("Ann");
    start();
    int id = ann.says("one");
    ann.sees("one");
    telegram.deliverAs(id - 5, ann, "an old one");
    ann.says("two");
    ann.sees("two");

    assertThat(listener.words()).containsExactly("one", "two");
  }

  @Test
  void updatesThatCannotBeReadHoldUpNothing() {
    FakeUser ann = telegram.user("Ann");
    ann.says("first");
    for (String shape :
        new String[] {
          "{\"message\":\"words\"}",
          "{\"message\":{\"chat\":17,\"text\":{\"a\":[1]}}}",
          "{\"message\":{\"message_id\":\"x\",\"from\":{\"id\":\"y\"},\"chat\":{\"id\":1.5}}}",
          "{\"callback_query\":[]}",
          "{\"a_kind_to_come\":{\"id\":1}}",
          "{\"message\":{\"from\":{\"id\":1},\"chat\":{\"id\":1},\"message_id\":1,\"text\":7}}",
          "{\"message\":{\"from\":{\"id\":99999999999999999999},\"chat\":{\"id\":-0.0}}}",
          "{}"
        }) {
      telegram.deliverRaw(shape);
      ann.says("after " + shape.length());
    }
    int last = ann.says("last");
    start();

    ann.sees("You said: last");
    await().until(() -> inbox.pending().isEmpty() && telegram.acknowledged() >= last);
    assertThat(ann.texts()).hasSize(10);
    ann.says("still there");
    ann.sees("still there");
  }

  @Test
  void partsOfAMessageThatAreNewerThanTheLibraryDoNotHideItsWords() {
    FakeUser ann = telegram.user("Ann");
    start();
    telegram.deliverRaw(
        """
        {"message":{"message_id":1,"date":0,"from":{"id":%1$d,"is_bot":false,"first_name":"Ann"},
        "chat":{"id":%1$d,"type":"a kind to come"},"text":"hello",
        "forward_origin":{"type":"a kind to come"},"entities":[{"type":17}],
        "reply_markup":"none"}}"""
            .formatted(ann.id()));
    ann.sees("You said: hello");
  }

  private Path copyOfTheDatabase() throws Exception {
    Path to = Files.createDirectory(folder.resolve("after-the-crash"));
    for (String name : new String[] {"mynah.db", "mynah.db-wal"}) {
      if (Files.exists(folder.resolve(name))) {
        Files.copy(folder.resolve(name), to.resolve(name));
      }
    }
    return to.resolve("mynah.db");
  }

  @Test
  void anotherBotOnTheSameFolderHearsWhatItIsTold() {
    FakeUser ann = telegram.user("Ann");
    inbox.belongsTo(1);
    start();
    assertThat(inbox.epoch()).isEqualTo(1);
    ann.says("hello");
    ann.sees("You said: hello");
  }

  @Test
  void anUpdateThatIsDamagedHoldsUpNoOther() throws Exception {
    FakeUser ann = telegram.user("Ann");
    CountDownLatch never = new CountDownLatch(1);
    start().does((incoming, channel) -> never.await());
    ann.says("first");
    ann.says("second");
    int last = ann.says("third");
    await().until(() -> telegram.acknowledged() >= last);
    bot.close(Duration.ofMillis(200));
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("mynah.db"));
        Statement statement = other.createStatement()) {
      statement.execute("update inbox set body = x'0102' where sequence = 2");
    }

    start();
    ann.sees("You said: third");
    ann.says("fourth");
    ann.sees("You said: fourth");
    assertThat(ann.texts())
        .containsExactly("You said: first", "You said: third", "You said: fourth");
    await().until(() -> inbox.pending().isEmpty());
    assertThat(warnings("Update 2 is damaged and cannot be opened; it is set aside.")).isEqualTo(1);
  }
}
