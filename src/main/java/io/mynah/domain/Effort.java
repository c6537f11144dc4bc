package io.mynah.domain;

/** How much time a training may take. The settings define the seconds. */
public enum Effort {
  QUICK,
  GOOD,
  BEST
}
