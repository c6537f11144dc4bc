package io.mynah.chat.training;

import io.mynah.domain.Job;
import io.mynah.training.Progress;
import io.mynah.training.QueuePosition;
import org.jspecify.annotations.Nullable;

/**
 * A training job as its notice shows it.
 *
 * @param name the person's; {@code null} when they were forgotten
 * @param messages that the person wrote, as far as they are stored
 * @param position in the queue; {@code null} when it does not wait
 * @param progress of a running job, if known
 * @param voiced whether the person has a model that can be spoken already
 */
record JobView(
    Job job,
    @Nullable String name,
    int messages,
    @Nullable QueuePosition position,
    @Nullable Progress progress,
    boolean voiced) {
  double fraction() {
    return progress == null ? job.fraction() : progress.fraction();
  }
}
