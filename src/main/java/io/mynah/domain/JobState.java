package io.mynah.domain;

/** The state of a training job. */
public enum JobState {
  QUEUED,
  RUNNING,
  DONE,
  CANCELLED,
  FAILED;

  /** Whether the job has ended, successfully or not. */
  public boolean ended() {
    return this == DONE || this == CANCELLED || this == FAILED;
  }
}
