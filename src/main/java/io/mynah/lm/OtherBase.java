package io.mynah.lm;

import java.io.IOException;

/** Thrown when a model consists of changes to a {@link PretrainedBase} that is not in use. */
public final class OtherBase extends IOException {
  private static final long serialVersionUID = 1L;

  public OtherBase() {
    super("a model of another base");
  }
}
