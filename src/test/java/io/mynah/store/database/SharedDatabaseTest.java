package io.mynah.store.database;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OTHER;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.importChat;
import static io.mynah.store.StoreFixture.message;
import static io.mynah.store.StoreFixture.named;
import static io.mynah.store.StoreFixture.person;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mynah.domain.Address;
import io.mynah.domain.Correction;
import io.mynah.domain.Effort;
import io.mynah.domain.Job;
import io.mynah.domain.Message;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.store.DatabaseKind;
import io.mynah.store.TestOrigin;
import io.mynah.store.TestPostgres;
import io.mynah.store.conversation.Corrections;
import io.mynah.store.conversation.GuessScores;
import io.mynah.store.conversation.Uploads;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.corpora.UnwantedImport;
import io.mynah.store.inbox.Inbox;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import io.mynah.store.jobs.JobClaims;
import io.mynah.store.jobs.JobNotifications;
import io.mynah.store.jobs.Jobs;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds when several processes write to one database of PostgreSQL at once. */
class SharedDatabaseTest {
  private static final int THREADS = 8;

  @TempDir Path folder;
  private Database one;
  private Database two;

  @BeforeEach
  void open() {
    one = DatabaseKind.POSTGRES.open(folder, TestKeys.MASTER);
    two = DatabaseKind.POSTGRES.open(folder, TestKeys.MASTER);
  }

  @AfterEach
  void close() {
    two.close();
    one.close();
  }

  private Database either(int number) {
    return number % 2 == 0 ? one : two;
  }

  /** What each of several threads, half of them in each process, returns. */
  private static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> each : pool.invokeAll(work)) {
        results.add(each.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  /** Queues a job for each of an owner's many people. */
  private void queue(OwnerId owner, int people) {
    importPeople(owner, people)
        .forEach(person -> new Jobs(one).enqueue(owner, person.id(), Effort.GOOD, null, NOW));
  }

  private List<Person> importPeople(OwnerId owner, int people) {
    List<Message> messages = new ArrayList<>();
    Corpora.PersonNames[] names = new Corpora.PersonNames[people];
    for (int i = 0; i < people; i++) {
      messages.add(message(i, new PersonKey("user" + i), "hi"));
      names[i] = named(new PersonKey("user" + i), "Person " + i);
    }
    return importChat(new Corpora(one), owner, messages, names).people();
  }

  private List<Job> claimAll(Database database) {
    JobClaims claims = new JobClaims(database, "worker");
    List<Job> claimed = new ArrayList<>();
    for (var claim = claims.claim(); claim.isPresent(); claim = claims.claim()) {
      claimed.add(claim.get().job());
    }
    return claimed;
  }

  @Test
  void eachJobIsClaimedOnceAndTheOwnersTakeTurns() throws Exception {
    List<OwnerId> owners = List.of(OWNER, OTHER, new OwnerId("telegram:3"));
    owners.forEach(owner -> queue(owner, 20));
    List<Callable<List<Job>>> workers =
        IntStream.range(0, THREADS)
            .<Callable<List<Job>>>mapToObj(i -> () -> claimAll(either(i)))
            .toList();
    assertThat(atOnce(workers).stream().flatMap(List::stream).map(Job::id))
        .hasSize(60)
        .doesNotHaveDuplicates();
    List<String> turns =
        one.read(
            h ->
                h.createQuery("select owner from jobs order by served").mapTo(String.class).list());
    Map<String, Integer> served = new HashMap<>();
    for (int i = 0; i < turns.size(); i++) {
      int times = served.merge(turns.get(i), 1, Integer::sum);
      assertThat(times).as("turn %d of %s", i, turns).isEqualTo(i / owners.size() + 1);
    }
  }

  @Test
  void jobsOfWorkersWhoseLeasesEndedAreTakenByOthersAndThoseOfTheLivingAreNot() {
    queue(OWNER, 2);
    JobClaims dead = new JobClaims(one, "dead");
    JobClaims living = new JobClaims(two, "living");
    Lease ended = Lease.take(one, dead.leaseName(), Lease.Timing.DEFAULT, () -> {}).orElseThrow();
    Lease held = Lease.take(two, living.leaseName(), Lease.Timing.DEFAULT, () -> {}).orElseThrow();
    JobClaims.Claim lost = dead.claim().orElseThrow();
    assertThat(living.claim()).isPresent();
    assertThat(living.requeueAbandoned()).isEmpty();
    ended.close();

    JobClaims third = new JobClaims(one, "third");
    assertThat(third.requeueAbandoned()).extracting(Job::id).containsExactly(lost.job().id());
    assertThat(third.claim().orElseThrow().job().id()).isEqualTo(lost.job().id());
    held.close();
  }

  @Test
  void whatOneProcessDoesWithJobsTheOthersHear() throws Exception {
    queue(OWNER, 4);
    Jobs jobs = new Jobs(one);
    BlockingQueue<Set<JobNotifications.Kind>> heard = new LinkedBlockingQueue<>();
    try (Dialect.Listening listening = JobNotifications.listen(two, heard::add)) {
      assertThat(listening).isNotNull();
      assertThat(heard.poll(20, TimeUnit.SECONDS)).as("what was before").hasSize(3);

      one.jdbi()
          .useHandle(
              h ->
                  h.execute(
                      """
                      insert into scheduled_tasks
                        (task_name, task_instance, execution_time, picked, version)
                      values ('train', '1/0', now(), false, 1)"""));
      assertThat(heard.poll(20, TimeUnit.SECONDS)).containsExactly(JobNotifications.Kind.WAITING);

      JobClaims claims = new JobClaims(one, "worker");
      JobClaims.Claim first = claims.claim().orElseThrow();
      assertThat(claims.progress(first, 0.5, Duration.ZERO)).isTrue();
      assertThat(claims.finish(first, NOW)).isTrue();
      assertThat(heard.poll(20, TimeUnit.SECONDS)).containsExactly(JobNotifications.Kind.ENDED);
      assertThat(jobs.cancel(claims.claim().orElseThrow().job().id(), NOW)).isTrue();
      assertThat(heard.poll(20, TimeUnit.SECONDS)).containsExactly(JobNotifications.Kind.STOPPED);
      new Corpora(one).forget(OWNER, claims.claim().orElseThrow().job().person());
      assertThat(heard.poll(20, TimeUnit.SECONDS)).containsExactly(JobNotifications.Kind.STOPPED);

      one.jdbi()
          .useHandle(
              h ->
                  h.execute(
                      """
                      select pg_terminate_backend(pid) from pg_stat_activity
                      where query like 'listen %' or query = 'select 1'"""));
      assertThat(heard.poll(20, TimeUnit.SECONDS)).as("some may have been missed").hasSize(3);
      assertThat(claims.finish(claims.claim().orElseThrow(), NOW)).isTrue();
      assertThat(heard.poll(20, TimeUnit.SECONDS)).containsExactly(JobNotifications.Kind.ENDED);
    }
  }

  @Test
  void aJobThatIsJustBeingCancelledIsNotWaitedFor() throws Exception {
    queue(OWNER, 2);
    Jobs jobs = new Jobs(one);
    Job first = jobs.queue().get(0);
    one.jdbi()
        .useTransaction(
            h -> {
              assertThat(jobs.cancel(first.id(), NOW)).isTrue();
              assertThat(
                      CompletableFuture.supplyAsync(() -> new JobClaims(two, "worker").claim())
                          .get(20, TimeUnit.SECONDS))
                  .map(claim -> claim.job().id())
                  .hasValueSatisfying(next -> assertThat(next).isNotEqualTo(first.id()));
            });
    assertThat(new JobClaims(one, "worker").claim()).isEmpty();
  }

  @Test
  void anUpdateThatTwoHandleAtOnceHasItsEffectOnce() throws Exception {
    Person bella = person(twoPeople(new Corpora(one), OWNER), BELLA);
    Inbox inbox = new Inbox(one, Clock.systemUTC());
    assertThat(inbox.put(0, 1, "lane", "{}")).isTrue();
    OptionalLong update = OptionalLong.of(inbox.newest());
    List<Callable<Outcome>> handlers =
        IntStream.range(0, THREADS)
            .<Callable<Outcome>>mapToObj(
                i ->
                    () ->
                        new UpdateEffects(either(i))
                            .once(
                                update,
                                "guess",
                                () -> {
                                  new GuessScores(either(i)).count(bella, OWNER, true);
                                  return Outcome.of("counted", (long) i);
                                }))
            .toList();
    assertThat(atOnce(handlers).stream().distinct()).hasSize(1);
    assertThat(new GuessScores(one).of(bella)).isEqualTo(new GuessScores.Score(1, 1));
  }

  @Test
  void allCorrectionsOpenThoughOthersOfTheChatAreForgottenMeanwhile() throws Exception {
    List<Person> people = importPeople(OWNER, 13);
    Person kept = people.get(0);
    List<Callable<Boolean>> work = new ArrayList<>();
    for (int i = 0; i < 96; i++) {
      Database database = either(i);
      PersonId leaving = people.get(1 + i / 8).id();
      work.add(
          i % 8 == 0
              ? () -> {
                new Corpora(database).forget(OWNER, leaving);
                return true;
              }
              : () ->
                  new Corrections(database)
                      .add(kept, new Correction(null, "mine"), TestOrigin.ANY, NOW)
                      .isPresent());
    }
    assertThat(atOnce(work)).containsOnly(true);
    assertThat(new Corrections(one).of(kept)).hasSize(84);
    assertThat(one.<Integer>read(h -> count(h, "former_chat_keys"))).isZero();
  }

  private boolean isSomebodyWaiting() {
    return one.read(
        h ->
            h.createQuery("select exists (select 1 from pg_locks where not granted)")
                .mapTo(Boolean.class)
                .one());
  }

  @Test
  void whatIsCountedOfSomebodyWhoIsJustBeingDeletedIsLeftOutWithoutAFault() {
    Person bella = person(twoPeople(new Corpora(one), OWNER), BELLA);
    CompletableFuture<Void> counting = new CompletableFuture<>();
    one.jdbi()
        .useTransaction(
            h -> {
              h.execute("delete from people where id = ?", bella.id().value());
              counting.completeAsync(
                  () -> {
                    new GuessScores(two).count(bella, OWNER, true);
                    return null;
                  });
              await().until(this::isSomebodyWaiting);
            });
    counting.join();
    assertThat(one.<Integer>read(h -> count(h, "guess_scores"))).isZero();
  }

  @Test
  void allUploadsOpenThoughTheirOwnerForgetsEverythingMeanwhile() throws Exception {
    Uploads.StoredUpload upload =
        new Uploads.StoredUpload(
            0, OWNER, new Address("telegram:1"), "ASKED", "[]", "survey", null, NOW);
    List<Callable<Integer>> work = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Database database = either(i);
      work.add(
          i % 6 == 5
              ? () -> {
                new Corpora(database).forgetEverything(OWNER);
                return 0;
              }
              : () -> {
                new Uploads(database).add(upload);
                return new Uploads(database).all().size();
              });
    }
    assertThat(atOnce(work)).hasSize(60);
    assertThat(new Uploads(one).all()).allMatch(each -> "survey".equals(each.survey()));
    new Corpora(one).forgetEverything(OWNER);
    assertThat(new Uploads(two).all()).isEmpty();
  }

  @Test
  void whoImportsAndWhoForgetsEverythingAtOnceLeaveNoChatThatDoesNotOpen() throws Exception {
    List<Callable<Integer>> work = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      Database database = either(i);
      work.add(
          i % 4 == 3
              ? () -> {
                new Corpora(database).forgetEverything(OWNER);
                return 0;
              }
              : () -> importedPeople(new Corpora(database)));
    }
    assertThat(atOnce(work)).containsOnly(0, 2);
    Corpora corpora = new Corpora(one);
    corpora.chats(OWNER).forEach(chat -> assertThat(corpora.messages(chat)).hasSize(2));
    corpora.forgetEverything(OWNER);
    for (String table : List.of("chats", "people", "messages", "chat_keys", "owner_keys")) {
      assertThat(one.<Integer>read(h -> count(h, table))).as(table).isZero();
    }
  }

  /** How many people an import finds; none if they are forgotten as soon as it ends. */
  private static int importedPeople(Corpora corpora) {
    try {
      return twoPeople(corpora, OWNER).people().size();
    } catch (UnwantedImport forgotten) {
      return 0;
    }
  }

  @Test
  void whoReadsSeesOneMoment() {
    twoPeople(new Corpora(one), OWNER);
    int people =
        one.read(
            h -> {
              int before = count(h, "people");
              twoPeople(new Corpora(two), OTHER);
              assertThat(two.<Integer>read(other -> count(other, "people"))).isEqualTo(2 * before);
              return count(h, "people") - before;
            });
    assertThat(people).isZero();
  }

  private static int count(Handle handle, String table) {
    return handle.createQuery("select count(*) from " + table).mapTo(Integer.class).one();
  }

  @Test
  void namesOfAnyLengthAreKept() {
    String name = "x".repeat(20_000);
    Corpora corpora = new Corpora(one);
    for (int times = 0; times < 2; times++) {
      try (Corpora.Import chat = corpora.begin(OWNER, "group:name:" + name, name, NOW)) {
        chat.add(message(1, PersonKey.ofName(name), "hi"));
        assertThat(chat.finish(List.of()).people()).extracting(Person::name).containsExactly(name);
      }
    }
    assertThat(corpora.chats(OWNER)).hasSize(1);
  }

  @Test
  void anEmptyDatabaseGetsTablesThoughTwoProcessesStartAtOnce() throws Exception {
    String url = TestPostgres.emptyUrl(folder.resolve("empty"), "UTF8");
    List<Callable<Integer>> starts =
        List.of(() -> startAndCount(url), () -> startAndCount(url), () -> startAndCount(url));
    assertThat(atOnce(starts)).containsOnly(0);
  }

  private static int startAndCount(String url) {
    try (Database database = Database.postgres(url, TestKeys.MASTER)) {
      return new Inbox(database, Clock.systemUTC()).pending().size();
    }
  }

  @Test
  void aDatabaseThatCannotBeUsedIsRefusedInWords() {
    String latin = TestPostgres.emptyUrl(folder.resolve("latin"), "SQL_ASCII");
    assertThatThrownBy(() -> Database.postgres(latin, TestKeys.MASTER))
        .isInstanceOf(UnusableServer.class)
        .hasMessageContaining("UTF8");
    assertThatThrownBy(
            () ->
                Database.postgres(
                    "jdbc:postgresql://localhost:1/mynah?password=kingfisher", TestKeys.MASTER))
        .isInstanceOf(UnusableServer.class)
        .hasMessageContaining("does not answer")
        .hasMessageNotContaining("kingfisher");
    String none = TestPostgres.url(folder).replaceFirst("/[^/?]+(\\?|$)", "/none$1");
    assertThatThrownBy(() -> Database.postgres(none, TestKeys.MASTER))
        .isInstanceOf(UnusableServer.class)
        .hasMessageContaining("has no database of the name");
  }
}
