package io.mynah.app.cluster;

/** What happens to a process of the cluster. */
enum FaultKind {
  KILLED,
  CUT,
  HELD_BOTH_WAYS,
  HELD_TO_SERVER,
  HELD_TO_CLIENT,
  STOOD_STILL
}
