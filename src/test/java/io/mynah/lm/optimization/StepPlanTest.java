package io.mynah.lm.optimization;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StepPlanTest {
  private static final long SECOND = 1_000_000_000L;

  private final StepPlan plan;
  private int step;
  private long spent;

  StepPlanTest() {
    plan = new StepPlan(Duration.ofSeconds(1000), Integer.MAX_VALUE, 0);
  }

  /** Makes steps of some length. */
  private void steps(int count, double seconds) {
    for (int i = 0; i < count; i++) {
      spent += (long) (seconds * SECOND);
      plan.after(++step, spent);
    }
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
    steps(20, 2);
    assertThat(plan.total()).isBetween(480, 540);
  }

  @Test
  void someSlowSecondsOfALongTrainingChangeLittle() {
    steps(15, 1);
    steps(2, 5);
    assertThat(plan.total()).as("not planned anew yet").isEqualTo(1000);
    steps(20, 1);
    assertThat(plan.total()).isBetween(600, 1000);
  }

  @Test
  void aShortBudgetIsPlannedAnewEveryTenSeconds() {
    StepPlan brief = new StepPlan(Duration.ofSeconds(100), Integer.MAX_VALUE, 0);
    for (int i = 1; i <= 15; i++) {
      brief.after(i, i * SECOND);
    }
    assertThat(brief.total()).isEqualTo(100);
    for (int i = 1; i <= 5; i++) {
      brief.after(15 + i, (15 + 2 * i) * SECOND);
    }
    assertThat(brief.total()).isBetween(50, 65);
  }
}
