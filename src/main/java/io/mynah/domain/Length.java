package io.mynah.domain;

/** How long generated messages are, against the person's own. */
public enum Length {
  SHORT,
  NATURAL,
  LONG
}
