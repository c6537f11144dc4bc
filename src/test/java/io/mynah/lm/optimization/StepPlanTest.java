package io.mynah.lm.optimization;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StepPlanTest {
  private static final long SECOND = 1_000_000_000L;

  private final StepPlan plan = new StepPlan(Duration.ofSeconds(1000), Integer.MAX_VALUE, 0);
  private int step;
  private long spent;
  private long stepping;

  /** Makes steps of some length. */
  private void steps(int count, double seconds) {
    for (int i = 0; i < count; i++) {
      spent += (long) (seconds * SECOND);
      stepping += (long) (seconds * SECOND);
      plan.after(++step, spent, stepping);
    }
  }

  private void evaluation(double seconds) {
    spent += (long) (seconds * SECOND);
  }

  @Test
  void theFirstStepsDecideHowManyThereAre() {
    steps(15, 1);
    assertThat(plan.total()).isEqualTo(1000);
    assertThat(plan.remaining(step, spent)).isEqualTo(Duration.ofSeconds(985));
  }

  @Test
  void aMachineThatStaysSlowerMakesFewer() {
    steps(15, 1);
    steps(40, 2);
    assertThat(plan.total()).isBetween(480, 540);
  }

  @Test
  void someSlowSecondsLateInTheTrainingChangeLittle() {
    steps(600, 1);
    steps(2, 5);
    steps(100, 1);
    assertThat(plan.total()).isBetween(920, 1000);
  }

  @Test
  void someSlowSecondsAtTheBeginningAreForgotten() {
    steps(15, 1);
    steps(2, 5);
    assertThat(plan.total()).as("ten seconds decide").isLessThan(300);
    steps(100, 1);
    assertThat(plan.total()).isBetween(970, 1000);
  }

  @Test
  void anEvaluationDoesNotMakeStepsLookSlower() {
    steps(50, 1);
    evaluation(8);
    steps(3, 1);
    assertThat(plan.total()).as("not checked yet").isGreaterThan(950);
    steps(10, 1);
    assertThat(plan.total()).as("8 s in 50 steps").isBetween(820, 920);
  }

  @Test
  void evaluationsTakeTheirShareOfTheBudget() {
    for (int i = 0; i < 5; i++) {
      steps(60, 1);
      evaluation(60);
    }
    steps(60, 1);
    assertThat(plan.total()).isBetween(500, 580);
  }

  @Test
  void aSlowStretchNearTheEndDoesNotEndTheTraining() {
    steps(600, 1);
    steps(1, 330);
    steps(5, 1);
    assertThat(plan.isOver(step, spent)).as("no fresh check yet, " + plan.total()).isFalse();
    steps(10, 1);
    assertThat(plan.isOver(step, spent)).isFalse();
    assertThat(plan.total()).isBetween(640, 680);
  }
}
