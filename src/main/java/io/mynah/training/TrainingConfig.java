package io.mynah.training;

import io.mynah.domain.Effort;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;

/**
 * The number of parallel trainings and their time limits.
 *
 * @param workers trainings in parallel in this process; 0 leaves all to others
 * @param budgets wall time a training may take; contains every effort
 * @param minMessages the messages a person needs to be trained
 */
public record TrainingConfig(int workers, Map<Effort, Duration> budgets, int minMessages) {
  public TrainingConfig {
    budgets = Map.copyOf(budgets);
    if (!budgets.keySet().containsAll(EnumSet.allOf(Effort.class))) {
      throw new IllegalArgumentException("a budget for each effort");
    }
  }
}
