package io.mynah.training;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a waiting job stands in the queue.
 *
 * @param number 1 for the next to run
 * @param waitingTime the estimated time until it begins; null if unknown
 */
public record QueuePosition(int number, @Nullable Duration waitingTime) {}
