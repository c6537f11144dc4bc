package io.mynah.training;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a running job.
 *
 * @param fraction 0 to 1
 * @param remaining estimated wall time left
 * @param sample the newest generated message, if there is one
 * @param stage stage of the newest usable model, if there is one
 */
public record Progress(
    double fraction, Duration remaining, @Nullable String sample, @Nullable String stage) {}
