package io.mynah.models;

import java.io.IOException;

/**
 * Thrown when a model cannot be stored because its person was erased, and with them the key to seal
 * it.
 */
public final class UnknownPerson extends IOException {
  private static final long serialVersionUID = 1L;

  UnknownPerson() {
    super("no key for this person");
  }
}
