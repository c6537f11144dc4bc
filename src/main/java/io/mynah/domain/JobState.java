package io.mynah.domain;

/** Where a training job is in its life. */
public enum JobState {
  QUEUED,
  RUNNING,
  DONE,
  CANCELLED,
  FAILED;

  /** Whether the job has ended, well or not. */
  public boolean ended() {
    return this == DONE || this == CANCELLED || this == FAILED;
  }
}
