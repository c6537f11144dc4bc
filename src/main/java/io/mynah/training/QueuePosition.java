package io.mynah.training;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a waiting job stands in the queue.
 *
 * @param number 1 for the next to run
 * @param waitingTime how long it is until it begins, an estimate; null where nobody knows
 */
public record QueuePosition(int number, @Nullable Duration waitingTime) {}
