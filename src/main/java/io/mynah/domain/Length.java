package io.mynah.domain;

/** How long generated messages are, compared with the person's own. */
public enum Length {
  SHORT,
  NATURAL,
  LONG
}
