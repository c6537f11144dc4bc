package io.mynah.store.jobs;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OTHER;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.importChat;
import static io.mynah.store.StoreFixture.message;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.Address;
import io.mynah.domain.Effort;
import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.JobState;
import io.mynah.domain.Message;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.database.Change;
import io.mynah.store.database.Database;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

@OnEachDatabase
class JobsTest {
  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private Corpora corpora;
  private Jobs jobs;
  private JobClaims claims;

  @BeforeEach
  void open() {
    database = kind.open(folder, TestKeys.MASTER);
    corpora = new Corpora(database);
    jobs = new Jobs(database);
    claims = new JobClaims(database, "worker");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private List<Job> enqueue(OwnerId owner, int count) {
    List<Message> messages =
        LongStream.range(0, count)
            .mapToObj(i -> message(i, new PersonKey("user" + i), "x"))
            .toList();
    List<Job> queued = new ArrayList<>();
    for (Person person : importChat(corpora, owner, messages).people()) {
      queued.add(jobs.enqueue(owner, person.id(), Effort.GOOD, null, NOW));
    }
    return queued;
  }

  private List<JobId> claimAll() {
    List<JobId> claimed = new ArrayList<>();
    for (var claim = claims.claim(); claim.isPresent(); claim = claims.claim()) {
      claimed.add(claim.get().job().id());
    }
    return claimed;
  }

  private boolean makes(Change change) {
    return database.jdbi().inTransaction(change::makeIn);
  }

  private void assertNothingComesOf(JobClaims.Claim claim) {
    assertThat(claims.progress(claim, 0.6, Duration.ZERO)).isFalse();
    assertThat(makes(claims.held(claim))).isFalse();
    assertThat(makes(claims.keeping(claim, new Jobs.Candidate("neural", 1.5, 1)))).isFalse();
    assertThat(claims.finish(claim, NOW)).isFalse();
    assertThat(claims.fail(claim, "INTERNAL", NOW)).isFalse();
    assertThat(claims.requeue(claim)).isFalse();
  }

  @Test
  void whoWasTakenForDeadHasNoSayInWhatAnotherGoesOnWith() {
    JobId job = enqueue(OWNER, 1).get(0).id();
    JobClaims.Claim first = claims.claim().orElseThrow();
    JobClaims others = new JobClaims(database, "another");
    assertThat(ids(others.requeueAbandoned())).containsExactly(job);
    JobClaims.Claim second = others.claim().orElseThrow();
    assertThat(second.job().id()).isEqualTo(job);

    assertNothingComesOf(first);
    assertThat(makes(others.held(second))).isTrue();
    assertThat(others.progress(second, 0.7, Duration.ZERO)).isTrue();
    assertThat(others.finish(second, NOW)).isTrue();
    assertThat(jobs.find(OWNER, job).orElseThrow().state()).isEqualTo(JobState.DONE);
  }

  private static List<JobId> ids(List<Job> jobs) {
    return jobs.stream().map(Job::id).toList();
  }

  @Test
  void ownersTakeTurnsHoweverManyJobsOneOfThemHas() {
    List<JobId> many = ids(enqueue(OWNER, 4));
    List<JobId> few = ids(enqueue(OTHER, 2));
    List<JobId> expected =
        List.of(many.get(0), few.get(0), many.get(1), few.get(1), many.get(2), many.get(3));

    assertThat(ids(jobs.queue())).isEqualTo(expected);
    assertThat(claimAll()).isEqualTo(expected);
  }

  @Test
  void whoWasServedLeastRecentlyComesFirstWhenNothingRuns() {
    List<JobId> mine = ids(enqueue(OWNER, 3));
    List<JobId> theirs = ids(enqueue(OTHER, 1));
    assertThat(claims.finish(claims.claim().orElseThrow(), NOW)).isTrue();

    assertThat(ids(jobs.queue())).containsExactly(theirs.get(0), mine.get(1), mine.get(2));
    assertThat(claims.claim().orElseThrow().job().id()).isEqualTo(theirs.get(0));
  }

  @Test
  void whatNobodyAskedForWaitsForAllThatSomebodyDid() {
    List<JobId> unasked = ids(enqueue(OWNER, 3));
    List<JobId> asked = new ArrayList<>();
    MessageRef notice = new MessageRef(new Address("telegram:2"), "6");
    Person other = importChat(corpora, OTHER, List.of(message(9, BELLA, "hi"))).people().get(0);
    asked.add(jobs.enqueue(OTHER, other.id(), Effort.GOOD, notice, NOW).id());
    List<JobId> expected = List.of(asked.get(0), unasked.get(0), unasked.get(1), unasked.get(2));
    assertThat(ids(jobs.queue())).isEqualTo(expected);
    assertThat(claimAll()).isEqualTo(expected);
  }

  @Test
  void whoeverAsksForWhatBeganByItselfIsShownIt() {
    List<Job> unasked = enqueue(OWNER, 2);
    MessageRef notice = new MessageRef(new Address("telegram:1"), "6");
    Job job = unasked.get(1);
    Job asked = jobs.enqueue(OWNER, job.person(), Effort.GOOD, notice, NOW);
    assertThat(asked.id()).isEqualTo(job.id());
    assertThat(asked.notice()).isEqualTo(notice);
    assertThat(ids(jobs.queue())).containsExactly(job.id(), unasked.get(0).id());
    MessageRef later = new MessageRef(new Address("telegram:1"), "7");
    assertThat(jobs.enqueue(OWNER, job.person(), Effort.GOOD, later, NOW).notice())
        .as("it is shown where it was asked for first")
        .isEqualTo(notice);
  }

  @Test
  void theQueueIsReadWhileSomebodyWrites() throws Exception {
    List<JobId> all = ids(enqueue(OWNER, 2));
    try (Connection writer = database.dataSource().getConnection();
        Statement statement = writer.createStatement()) {
      statement.execute(kind == DatabaseKind.SQLITE ? "begin immediate" : "begin");
      statement.execute("update jobs set failure = 'kingfisher'");
      assertThat(ids(jobs.queue())).isEqualTo(all);
      statement.execute("rollback");
    }
  }

  @Test
  void theQueueSaysWhatClaimsWouldTake() {
    enqueue(OWNER, 5);
    enqueue(OTHER, 3);
    enqueue(new OwnerId("telegram:3"), 4);
    JobClaims.Claim first = claims.claim().orElseThrow();
    assertThat(claims.claim()).isPresent();
    assertThat(claims.finish(first, NOW)).isTrue();
    assertThat(claims.claim()).isPresent();

    List<JobId> waiting =
        ids(jobs.queue().stream().filter(job -> job.state() == JobState.QUEUED).toList());
    assertThat(claimAll()).isEqualTo(waiting);
  }

  @Test
  void aPersonHasOneOpenJobAtATimeAndCanBeTrainedAgainLater() {
    PersonId person = twoPeople(corpora, OWNER).people().get(0).id();
    Job first = jobs.enqueue(OWNER, person, Effort.GOOD, null, NOW);
    assertThat(jobs.enqueue(OWNER, person, Effort.BEST, null, NOW)).isEqualTo(first);
    assertThat(jobs.cancel(first.id(), NOW)).isTrue();
    assertThat(jobs.cancel(first.id(), NOW)).isFalse();

    Job second = jobs.enqueue(OWNER, person, Effort.BEST, null, NOW);
    assertThat(second.id().value()).isGreaterThan(first.id().value());
    assertThat(jobs.latest(person)).contains(second);
    assertThat(jobs.open(OWNER)).containsExactly(second);
    assertThatThrownBy(() -> jobs.enqueue(OTHER, person, Effort.GOOD, null, NOW))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void whatEndedStaysEnded() {
    JobId job = enqueue(OWNER, 1).get(0).id();
    JobClaims.Claim claim = claims.claim().orElseThrow();
    assertThat(claims.progress(claim, 0.5, Duration.ZERO)).isTrue();
    jobs.cancel(job, NOW);
    assertNothingComesOf(claim);

    Job ended = jobs.find(OWNER, job).orElseThrow();
    assertThat(ended.state()).isEqualTo(JobState.CANCELLED);
    assertThat(ended.fraction()).isEqualTo(0.5);
    assertThat(ended.failure()).isNull();
  }

  @Test
  void jobsSurviveTheEndOfTheProcess() {
    List<Job> queued = enqueue(OWNER, 2);
    JobClaims.Claim claim = claims.claim().orElseThrow();
    assertThat(claims.progress(claim, 0.25, Duration.ZERO)).isTrue();
    Jobs.Candidate candidate = new Jobs.Candidate("neural", 1.5, 1);
    assertThat(makes(claims.keeping(claim, candidate))).isTrue();
    database.close();
    open();

    JobClaims next = new JobClaims(database, "next");
    assertThat(ids(next.requeueAbandoned())).containsExactly(queued.get(0).id());
    assertThat(next.requeueAbandoned()).isEmpty();
    assertThat(jobs.queue()).extracting(Job::state).containsOnly(JobState.QUEUED);
    assertThat(jobs.find(OWNER, queued.get(0).id()).orElseThrow().fraction()).isEqualTo(0.25);
    assertThat(jobs.candidate(queued.get(0).id())).contains(candidate);
  }

  @Test
  void jobsOfOneNoticeAreFoundTogether() {
    MessageRef notice = new MessageRef(new Address("telegram:1"), "77");
    List<Job> shared = new ArrayList<>();
    for (Person person : twoPeople(corpora, OWNER).people()) {
      shared.add(jobs.enqueue(OWNER, person.id(), Effort.QUICK, notice, NOW));
    }
    assertThat(jobs.sharing(notice)).isEqualTo(shared);
    assertThat(jobs.sharing(new MessageRef(notice.address(), "78"))).isEmpty();
  }

  @Test
  void manyWorkersClaimEachJobOnce() throws Exception {
    enqueue(OWNER, 40);
    var pool = Executors.newFixedThreadPool(8);
    try {
      Callable<List<JobId>> claiming = this::claimAll;
      Set<JobId> distinct = new HashSet<>();
      int total = 0;
      for (var claimed : pool.invokeAll(List.of(claiming, claiming, claiming, claiming))) {
        distinct.addAll(claimed.get());
        total += claimed.get().size();
      }
      assertThat(total).isEqualTo(40);
      assertThat(distinct).hasSize(40);
      assertThat(claims.claim()).isEqualTo(Optional.empty());
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void jobsThatHaveNotEndedAreCountedByState() {
    assertThat(jobs.countOpen()).isEmpty();
    List<Job> queued = enqueue(OWNER, 4);
    JobClaims.Claim running = claims.claim().orElseThrow();
    JobClaims.Claim done = claims.claim().orElseThrow();
    assertThat(claims.finish(done, NOW)).isTrue();
    assertThat(running.job().id()).isNotEqualTo(done.job().id());

    assertThat(jobs.countOpen())
        .containsOnly(
            Map.entry(JobState.QUEUED, queued.size() - 2L), Map.entry(JobState.RUNNING, 1L));
  }
}
