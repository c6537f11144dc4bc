package io.mynah.domain;

/** How much time a training may take; what that is in seconds is configuration. */
public enum Effort {
  QUICK,
  GOOD,
  BEST
}
