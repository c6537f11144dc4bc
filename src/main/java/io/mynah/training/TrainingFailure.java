package io.mynah.training;

/** Why a job failed; stored by name. */
public enum TrainingFailure {
  TOO_LITTLE_TEXT,
  DISK_FULL,
  OUT_OF_MEMORY,
  FORGOTTEN,
  INTERNAL
}
