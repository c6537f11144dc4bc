package io.mynah.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bot is killed at moments that nobody chose, while people send it files and commands. Figures
 * are printed; the long run is {@code mvn test -Pchaos}.
 */
class ChaosTest {
  private static final long SEED = 4;

  @TempDir Path home;

  @Test
  void afterAFewKillsEveryoneHasTheirAnswerOnce() throws Exception {
    check(3, SEED);
  }

  @Test
  @Tag("chaos")
  void afterManyKillsEveryoneHasTheirAnswerOnce() throws Exception {
    String seed = System.getProperty("mynah.chaos.seed", "");
    check(
        Integer.getInteger("mynah.chaos.kills", 100), seed.isEmpty() ? SEED : Long.parseLong(seed));
  }

  private void check(int kills, long seed) throws Exception {
    ChaosRun.Figures figures;
    try (ChaosRun run = new ChaosRun(home, seed)) {
      figures = run.run(kills);
    }
    System.out.println(figures);
    assertThat(figures.kills()).isEqualTo(kills);
    assertThat(figures.people().lost()).as("answers that never came").isEmpty();
    assertThat(figures.damage()).as("what the database and the log say of damage").isEmpty();
    assertThat(figures.people().unexplained())
        .as("messages too many, but for those on their way when a kill came")
        .isEmpty();
    assertThat(figures.ready()).as("voices that were learned").isPositive();
  }
}
