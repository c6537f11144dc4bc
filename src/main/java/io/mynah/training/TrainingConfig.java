package io.mynah.training;

import io.mynah.domain.Effort;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;

/**
 * How much is trained at once, and for how long.
 *
 * @param workers trainings at once
 * @param budgets wall time a training may take, by effort; for each effort there is one
 * @param minMessages a person must have this many messages to be trained
 */
public record TrainingConfig(int workers, Map<Effort, Duration> budgets, int minMessages) {
  public TrainingConfig {
    budgets = Map.copyOf(budgets);
    if (!budgets.keySet().containsAll(EnumSet.allOf(Effort.class))) {
      throw new IllegalArgumentException("a budget for each effort");
    }
  }
}
