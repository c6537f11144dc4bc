package io.mynah.training;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a running job is.
 *
 * @param fraction 0 to 1
 * @param remaining wall time left, an estimate
 * @param sample the newest message the model made, if there is one
 * @param stage of the newest model that can be spoken, if there is one
 */
public record Progress(
    double fraction, Duration remaining, @Nullable String sample, @Nullable String stage) {}
