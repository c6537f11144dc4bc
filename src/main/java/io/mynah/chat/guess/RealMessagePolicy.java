package io.mynah.chat.guess;

import io.mynah.chat.Envelope;
import io.mynah.domain.Group;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.store.corpora.Shares;

/**
 * Where messages may be shown that people really wrote. That somebody's model may speak somewhere
 * does not say that. Thread-safe.
 */
@FunctionalInterface
interface RealMessagePolicy {
  /** To the owner, where nobody else reads along. */
  RealMessagePolicy TO_THE_OWNER_ALONE =
      (owner, person, where) -> where.isPrivate() && where.sender().equals(owner);

  /** Besides, to the groups whose shares say so. */
  static RealMessagePolicy alsoWhereShared(Shares shares) {
    return (owner, person, where) -> {
      Group group = where.group();
      return group == null
          ? TO_THE_OWNER_ALONE.mayBeShown(owner, person, where)
          : shares.at(group.address()).stream()
              .anyMatch(share -> share.person().id().equals(person.id()) && share.realMessages());
    };
  }

  /**
   * Whether a person's messages may be shown.
   *
   * @param owner whose export they are from
   * @param where who asks, and where the answer goes
   */
  boolean mayBeShown(OwnerId owner, Person person, Envelope where);
}
