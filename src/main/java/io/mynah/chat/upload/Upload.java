package io.mynah.chat.upload;

import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An export on its way in. Immutable; {@link UploadRepository} stores it.
 *
 * @param address where it was sent
 * @param notice the message that shows how far it is, as soon as that is sent
 * @param expiresAt when it ends at the latest, if it waits for its sender
 */
record Upload(
    long id,
    OwnerId owner,
    Address address,
    UploadFiles files,
    UploadState state,
    @Nullable MessageRef notice,
    Instant expiresAt) {
  Upload with(UploadState next) {
    return new Upload(id, owner, address, files, next, notice, expiresAt);
  }

  Upload with(UploadFiles others) {
    return new Upload(id, owner, address, others, state, notice, expiresAt);
  }

  Upload shownIn(MessageRef message) {
    return new Upload(id, owner, address, files, state, message, expiresAt);
  }

  Upload until(Instant end) {
    return new Upload(id, owner, address, files, state, notice, end);
  }
}
