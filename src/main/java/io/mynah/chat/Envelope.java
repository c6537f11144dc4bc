package io.mynah.chat;

import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who sent something, where, and in which language they speak.
 *
 * @param sender who sent it: the owner whose chats and models are meant
 * @param username their public name on the channel, without @, if they have one
 * @param address where it was sent, and where the answer goes
 * @param message the message itself
 * @param group where others read along; null where nobody else does
 */
public record Envelope(
    OwnerId sender,
    @Nullable String username,
    Address address,
    MessageRef message,
    @Nullable Group group,
    Locale language) {
  /** Whether nobody else reads along. */
  public boolean isPrivate() {
    return group == null;
  }
}
