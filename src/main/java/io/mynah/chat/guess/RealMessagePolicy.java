package io.mynah.chat.guess;

import io.mynah.chat.Envelope;
import io.mynah.domain.Group;
import io.mynah.domain.GroupPermission;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.store.corpora.Shares;

/**
 * Decides where people's real messages may be shown. Permission for a model to speak somewhere is
 * not permission to show real messages there. Thread-safe.
 */
@FunctionalInterface
interface RealMessagePolicy {
  /** Allows them only to the owner, in private chats. */
  RealMessagePolicy TO_THE_OWNER_ALONE =
      (owner, person, where) -> where.isPrivate() && where.sender().equals(owner);

  /** Also allows them in groups whose shares permit it. */
  static RealMessagePolicy alsoWhereShared(Shares shares) {
    return (owner, person, where) -> {
      Group group = where.group();
      return group == null
          ? TO_THE_OWNER_ALONE.mayBeShown(owner, person, where)
          : shares.at(group.address()).stream()
              .filter(share -> share.person().id().equals(person.id()))
              .anyMatch(share -> share.allows(GroupPermission.REAL_MESSAGES));
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
