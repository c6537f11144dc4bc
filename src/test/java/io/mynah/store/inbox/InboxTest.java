package io.mynah.store.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.domain.MessageRef;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.database.Database;
import io.mynah.vault.PlainKeys;
import io.mynah.vault.TestKeys;
import io.mynah.vault.WrappingKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

@OnEachDatabase
class InboxTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private Inbox inbox;

  @BeforeEach
  void open() {
    openAt(NOW);
  }

  private void openAt(Instant now) {
    openAt(now, new PlainKeys());
  }

  private void openAt(Instant now, WrappingKey master) {
    database = kind.open(folder.resolve(master.getClass().getSimpleName()), master);
    inbox = new Inbox(database, Clock.fixed(now, ZoneOffset.UTC));
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** What the updates say that are not done. */
  private List<String> bodies() {
    return inbox.pending().stream()
        .flatMap(update -> inbox.open(update.sequence()).stream())
        .map(Inbox.Update::body)
        .toList();
  }

  @Test
  void anUpdateIsKeptOnceAnEpoch() {
    assertThat(inbox.put(0, 10, "a", "one")).isTrue();
    assertThat(inbox.put(0, 10, "a", "one")).isFalse();
    assertThat(inbox.put(1, 10, "a", "two")).isTrue();
    assertThat(bodies()).containsExactly("one", "two");
  }

  @Test
  void whatIsNotDoneIsThereAgainInOrderAfterTheProcessEnds() {
    inbox.put(0, 12, "a", "first");
    inbox.put(0, 11, "b", "second");
    inbox.put(0, 13, "a", "third");
    inbox.done(inbox.pending().get(0).sequence());
    database.close();
    open();

    assertThat(bodies()).containsExactly("second", "third");
    assertThat(inbox.pending()).extracting(Inbox.Waiting::lane).containsExactly("b", "a");
    assertThat(inbox.put(0, 12, "a", "first")).as("handled, still known").isFalse();
  }

  @Test
  void epochsOutliveTheProcessAndHaveTheirOwnLastUpdate() {
    assertThat(inbox.epoch()).isZero();
    assertThat(inbox.last()).isEmpty();
    inbox.put(0, 900, "a", "old");
    assertThat(inbox.last()).contains(new Inbox.LastUpdate(900, NOW));
    assertThat(inbox.newEpoch()).isEqualTo(1);
    assertThat(inbox.last()).isEmpty();
    database.close();
    open();

    assertThat(inbox.epoch()).isEqualTo(1);
    inbox.put(1, 5, "a", "new");
    assertThat(inbox.last()).contains(new Inbox.LastUpdate(5, NOW));
  }

  @Test
  void anotherBotCountsItsUpdatesForItself() {
    inbox.belongsTo(1);
    inbox.put(inbox.epoch(), 10, "a", "of the first bot");
    inbox.belongsTo(1);
    assertThat(inbox.put(inbox.epoch(), 10, "a", "again")).isFalse();
    assertThat(inbox.edits().put(new MessageRef(new Address("telegram:7"), "1"), null, "{}"))
        .isPositive();
    inbox.belongsTo(1);
    assertThat(inbox.edits().waiting()).hasSize(1);
    inbox.belongsTo(2);
    assertThat(inbox.edits().waiting()).as("of messages of the first bot").isEmpty();
    assertThat(inbox.put(inbox.epoch(), 10, "a", "of the second bot")).isTrue();
  }

  @Test
  void botsThatShareADatabaseSeeNothingOfEachOther() {
    Inbox second = new Inbox(database, new Bot("second", false), Clock.fixed(NOW, ZoneOffset.UTC));
    Inbox third = new Inbox(database, new Bot("third", true), Clock.fixed(NOW, ZoneOffset.UTC));
    inbox.belongsTo(1);
    second.belongsTo(2);
    third.belongsTo(3);
    for (Inbox each : List.of(inbox, second, third)) {
      assertThat(each.put(each.epoch(), 10, "a", "for " + each.epoch())).isTrue();
    }
    assertThat(Set.of(inbox.epoch(), second.epoch(), third.epoch())).hasSize(3);
    assertThat(bodies()).containsExactly("for " + inbox.epoch());
    assertThat(second.pending()).hasSize(1).doesNotContainAnyElementsOf(inbox.pending());
    second.done(second.pending().get(0).sequence());
    assertThat(third.pending()).hasSize(1);

    long unused = inbox.edits().put(message("telegram:7"), null, "{}");
    unused = second.edits().put(message("telegram/second:7"), null, "{}");
    assertThat(inbox.edits().waiting()).hasSize(1);
    second.belongsTo(22);
    assertThat(second.edits().waiting()).as("of the bot that it was").isEmpty();
    assertThat(inbox.edits().waiting()).hasSize(1);
    assertThat(second.epoch()).isGreaterThan(third.epoch());
    assertThat(inbox.last()).contains(new Inbox.LastUpdate(10, NOW));
  }

  private static MessageRef message(String address) {
    return new MessageRef(new Address(address), "1");
  }

  @Test
  void idsAreForgottenAfterTwoWeeksExceptTheHighest() {
    inbox.put(0, 1, "a", "one");
    inbox.put(0, 2, "a", "two");
    inbox.put(0, 3, "a", "three, still to do");
    inbox.put(0, 4, "a", "four");
    for (int i : new int[] {3, 1, 0}) {
      inbox.done(inbox.pending().get(i).sequence());
    }
    database.close();
    openAt(NOW.plus(Inbox.REMEMBERED).plus(Duration.ofDays(1)));

    assertThat(inbox.last()).contains(new Inbox.LastUpdate(4, NOW));
    assertThat(bodies()).containsExactly("three, still to do");
    assertThat(inbox.put(0, 1, "a", "one")).isTrue();
    assertThat(inbox.put(0, 4, "a", "four")).isFalse();
  }

  private static final int UPDATES_BETWEEN_PRUNINGS = 1_000;

  /** An update that was handled long ago. */
  private void addOld() {
    database
        .jdbi()
        .useHandle(
            h ->
                h.execute(
                    "insert into inbox (epoch, update_id, lane, received_at) values (0, 0, '', 0)"));
  }

  private boolean isOldThere() {
    return !inbox.put(0, 0, "a", "again");
  }

  private void putMany() {
    inbox.together(
        () -> {
          for (int i = 1; i <= UPDATES_BETWEEN_PRUNINGS; i++) {
            inbox.put(0, i, "a", "many");
          }
        });
  }

  @Test
  void idsAreForgottenAlsoByAProcessThatRunsForWeeks() {
    putMany();
    addOld();
    List<Inbox.Waiting> waiting = inbox.pending();
    waiting.subList(1, waiting.size()).forEach(update -> inbox.done(update.sequence()));
    assertThat(isOldThere()).isTrue();
    inbox.done(waiting.get(0).sequence());
    assertThat(isOldThere()).isFalse();
  }

  @Test
  void whoStoresUpdatesDoesNotWaitForIdsToBeForgotten() {
    assumeThat(kind).as("on SQLite only one writes at a time").isEqualTo(DatabaseKind.POSTGRES);
    addOld();
    database
        .jdbi()
        .useTransaction(
            h -> {
              h.execute("select 1 from inbox for update");
              assertThat(
                      CompletableFuture.runAsync(this::putMany, work -> new Thread(work).start()))
                  .succeedsWithin(Duration.ofSeconds(20));
            });
    assertThat(inbox.pending()).hasSize(UPDATES_BETWEEN_PRUNINGS);
  }

  @Test
  void theBodyOfAHandledUpdateIsGoneFromTheFile() throws Exception {
    inbox.put(0, 1, "telegram:4711", "{\"text\":\"kingfisher\"}");
    inbox.done(inbox.pending().get(0).sequence());
    database.close();

    await().untilAsserted(() -> assertThat(kind.anyHolds(folder, "kingfisher")).isFalse());
    await().untilAsserted(() -> assertThat(kind.anyHolds(folder, "4711")).isFalse());
    open();
  }

  @Test
  void whatIsDamagedIsSetAsideAndForgottenInItsTimeAndTheRestIsOpened() {
    database.close();
    openAt(NOW, TestKeys.MASTER);
    for (int i = 1; i <= 3; i++) {
      inbox.put(0, i, "lane", "update " + i);
    }
    inbox.put(0, 4, "lane", "the newest");
    long second = inbox.pending().get(1).sequence();
    damage(second);
    assertThat(bodies()).containsExactly("update 1", "update 3", "the newest");
    assertThat(inbox.pending()).hasSize(3);
    assertThat(inbox.open(second)).isEmpty();
    assertThat(inbox.put(0, 2, "lane", "update 2")).as("known still").isFalse();

    database.close();
    openAt(NOW.plus(Inbox.REMEMBERED).plus(Duration.ofDays(1)), TestKeys.MASTER);
    assertThat(inbox.put(0, 2, "lane", "update 2")).as("forgotten").isTrue();
  }

  private void damage(long sequence) {
    database
        .jdbi()
        .useHandle(
            h ->
                h.execute(
                    "update inbox set body = ? where sequence = ?", new byte[] {1, 2}, sequence));
  }

  @Test
  void noMoreAreHandedOutThanAreAskedFor() {
    for (int i = 1; i <= 5; i++) {
      inbox.put(0, i, "lane " + i, "update " + i);
    }
    assertThat(inbox.pendingAfter(0, 2))
        .extracting(Inbox.Waiting::lane)
        .containsExactly("lane 1", "lane 2");
    assertThat(inbox.pendingAfter(2, 2))
        .extracting(Inbox.Waiting::sequence)
        .containsExactly(3L, 4L);
    assertThat(inbox.pendingAfter(0, 0)).isEmpty();
  }

  @Test
  void theBacklogIsWhatIsNotDoneAndSinceWhen() {
    assertThat(inbox.backlog()).isEqualTo(new Inbox.Backlog(0, null));
    inbox.put(0, 1, "a", "first");
    database.close();
    openAt(NOW.plusSeconds(60));
    inbox.put(0, 2, "a", "second");
    inbox.put(0, 3, "b", "third");
    assertThat(inbox.backlog()).isEqualTo(new Inbox.Backlog(3, NOW));

    inbox.done(inbox.pending().get(0).sequence());
    assertThat(inbox.backlog()).isEqualTo(new Inbox.Backlog(2, NOW.plusSeconds(60)));
  }
}
