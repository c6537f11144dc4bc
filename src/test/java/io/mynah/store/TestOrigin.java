package io.mynah.store;

import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.store.conversation.Corrections;

/** Where corrections of tests come from. */
public final class TestOrigin {
  public static final Corrections.Origin ANY = inMessage("2");

  private TestOrigin() {}

  /** A correction that a message says, in place of message 1. */
  public static Corrections.Origin inMessage(String message) {
    return new Corrections.Origin(new MessageRef(new Address("1"), message), "1");
  }
}
