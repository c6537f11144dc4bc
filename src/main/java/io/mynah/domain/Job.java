package io.mynah.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The training of one person's model.
 *
 * @param fraction how much is done, 0 to 1, as last stored
 * @param failure for a failed job, the kind of failure, as defined in the training package
 * @param notice the message that shows the job's progress; several jobs may share one
 */
public record Job(
    JobId id,
    OwnerId owner,
    PersonId person,
    Effort effort,
    JobState state,
    double fraction,
    @Nullable String failure,
    @Nullable MessageRef notice,
    Instant createdAt) {}
