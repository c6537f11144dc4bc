package io.mynah.chat;

import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who sent something, where, and in which language.
 *
 * @param sender who sent it: the owner whose chats and models are meant
 * @param username their public name on the channel, without @, if they have one
 * @param address where it was sent, and where the answer goes
 * @param message the message itself
 * @param group the group it was sent in; null in a private chat
 */
public record Envelope(
    OwnerId sender,
    @Nullable String username,
    Address address,
    MessageRef message,
    @Nullable Group group,
    Locale language) {
  /** Whether it was sent in a private chat. */
  public boolean isPrivate() {
    return group == null;
  }
}
