package io.mynah.models;

import java.io.IOException;

/** A model cannot be kept: its person was forgotten, and with them the key to seal it with. */
public final class UnknownPerson extends IOException {
  private static final long serialVersionUID = 1L;

  UnknownPerson() {
    super("no key for this person");
  }
}
