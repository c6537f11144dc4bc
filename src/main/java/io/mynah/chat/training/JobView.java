package io.mynah.chat.training;

import io.mynah.domain.Job;
import io.mynah.training.Progress;
import io.mynah.training.QueuePosition;
import org.jspecify.annotations.Nullable;

/**
 * The data of a training job that its notice shows.
 *
 * @param name the person's; {@code null} when they were forgotten
 * @param messages how many stored messages the person wrote
 * @param position in the queue; {@code null} when it does not wait
 * @param progress of a running job, if known
 * @param voiced whether the person already has a model that can speak
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
