package io.mynah.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.mynah.store.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The long run of the cluster, {@code mvn test -Pcluster}. What is promised about time holds on
 * machines that do nothing else, so it is printed as JSON, and only what holds anywhere is
 * asserted.
 */
@Tag("cluster")
class ClusterRunTest {
  private static final long SEED = 43;

  @TempDir Path folder;

  private static void print(Object figures) throws Exception {
    System.out.println(
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(figures));
  }

  @Test
  void everyWorkerAddsWhatOneMakes() throws Exception {
    List<WorkersRun.Figures> figures = new WorkersRun(folder).run(1, 2, 4, 8);
    print(figures);
    assertThat(figures).allMatch(each -> each.done() == each.jobs());
  }

  @Test
  void manyWorkersTakeEachJobOnceAndOwnersTakeTurns() throws Exception {
    // A server whose commits wait for its disk.
    try (EmbeddedPostgres server = TestPostgres.startDurable()) {
      ClaimsRun.Figures figures =
          new ClaimsRun(server.getJdbcUrl("postgres", "postgres")).run(1_000, 10_000);
      print(figures);
      assertThat(figures.atOnce()).as("jobs claimed twice at a time").isZero();
      assertThat(figures.done()).isEqualTo(figures.jobs());
      assertThat(figures.passedOverTwice()).as("owners passed over for two rounds").isZero();
    }
  }

  @Test
  void afterManyFaultsNothingIsLostAndWhatWasForgottenStaysForgotten() throws Exception {
    String seed = System.getProperty("mynah.cluster.seed", "");
    FaultsRun.Figures figures;
    try (FaultsRun run = new FaultsRun(folder, seed.isEmpty() ? SEED : Long.parseLong(seed))) {
      figures = run.run(Integer.getInteger("mynah.cluster.faults", 100));
    }
    print(figures);
    assertThat(figures.people().lost()).as("answers that never came").isEmpty();
    assertThat(figures.wrongJobs()).as("jobs that are lost, or ended twice").isEmpty();
    assertThat(figures.saidAfterForgetting()).isEmpty();
    assertThat(figures.left()).as("what is left of what was forgotten").isEmpty();
    assertThat(figures.wrongEnds()).as("exit codes").isEmpty();
    assertThat(figures.people().unexplained())
        .as("messages too many, but for those on their way when a fault came")
        .isEmpty();
    assertThat(figures.trained()).isPositive();
  }
}
