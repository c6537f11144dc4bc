package io.mynah.charts;

/** Thrown when this Java has no fonts or no graphics for painting. */
public final class CannotPaint extends Exception {
  private static final long serialVersionUID = 1L;

  CannotPaint(Throwable cause) {
    super(cause.getClass().getName(), cause);
  }
}
