package io.mynah.charts;

/** This Java has no fonts or no graphics to paint with. */
public final class CannotPaint extends Exception {
  private static final long serialVersionUID = 1L;

  CannotPaint(Throwable cause) {
    super(cause.getClass().getName(), cause);
  }
}
