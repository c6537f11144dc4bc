package io.mynah.chat;

import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;

/**
 * Where messages may be shown that people really wrote. That somebody's model may speak somewhere
 * does not say that. Thread-safe.
 */
@FunctionalInterface
interface RealMessages {
  /** To the owner, where nobody else reads along. */
  RealMessages TO_THE_OWNER_ALONE =
      (owner, person, where) -> where.isPrivate() && where.sender().equals(owner);

  /**
   * Whether a person's messages may be shown.
   *
   * @param owner whose export they are from
   * @param where who asks, and where the answer goes
   */
  boolean mayBeShown(OwnerId owner, Person person, Envelope where);
}
