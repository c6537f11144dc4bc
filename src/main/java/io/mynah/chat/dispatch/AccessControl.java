package io.mynah.chat.dispatch;

import io.mynah.chat.Envelope;
import io.mynah.chat.users.UserAccess;
import io.mynah.domain.OwnerId;
import io.mynah.store.conversation.AdmittedUsers;
import io.mynah.store.conversation.Invitations;
import java.time.Clock;

/** Decides who may use the bot and who may let others in. Thread-safe. */
final class AccessControl implements UserAccess {
  private final AllowedUsers allowed;
  private final Administrators administrators;
  private final AdmittedUsers admittedUsers;
  private final Invitations invitations;
  private final Clock clock;

  AccessControl(
      AccessConfig config, AdmittedUsers admittedUsers, Invitations invitations, Clock clock) {
    allowed = config.allowed();
    administrators = config.administrators();
    this.admittedUsers = admittedUsers;
    this.invitations = invitations;
    this.clock = clock;
  }

  boolean allows(Envelope envelope) {
    if (envelope.sender().isAnonymous()) {
      return false;
    }
    if (envelope.sender().equals(OwnerId.LOCAL)
        || allowed instanceof AllowedUsers.Everyone
        || administrators.name(envelope)) {
      return true;
    }
    if (allowed instanceof AllowedUsers.Listed listed) {
      return listed.holds(envelope);
    }
    return admittedUsers.admitted(envelope.sender());
  }

  /** Whether a user who is let in administers the bot. At the terminal nobody does. */
  @Override
  public boolean administers(Envelope envelope) {
    OwnerId sender = envelope.sender();
    if (sender.equals(OwnerId.LOCAL) || sender.isAnonymous()) {
      return false;
    }
    return administrators.listed().isPresent()
        ? administrators.name(envelope)
        : invitations.firstAdmitted().filter(sender::equals).isPresent() && allows(envelope);
  }

  @Override
  public boolean isAdministrator(OwnerId owner) {
    return administrators.names(owner, invitations.firstAdmitted());
  }

  @Override
  public Entrance entrance() {
    if (allowed instanceof AllowedUsers.ByLink) {
      return Entrance.LINK;
    }
    return allowed instanceof AllowedUsers.Everyone ? Entrance.EVERYONE : Entrance.LIST;
  }

  /** Whether invitation links let people in. */
  boolean isByLink() {
    return entrance() == Entrance.LINK;
  }

  /** Lets in a user who shows an invitation code, if the code is valid. */
  Invitations.Outcome enter(OwnerId owner, String code) {
    return invitations.use(code, owner, clock.instant());
  }
}
