package io.mynah.store;

import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Exports on their way in, from the file's arrival to the last message stored. Thread-safe. */
public final class Uploads {
  /**
   * An upload.
   *
   * @param state a word of the chat package's list
   * @param files what the channel knows the files by, as JSON of the chat package
   * @param survey what was found in it, as JSON of the chat package: chat names, people, counts
   * @param notice the message that shows how far it is
   * @param expiresAt when the raw files must be gone at the latest
   */
  public record Upload(
      long id,
      OwnerId owner,
      Address address,
      String state,
      String files,
      @Nullable String survey,
      @Nullable MessageRef notice,
      Instant expiresAt) {}

  public Uploads(Database database) {}

  /** Adds an upload; the id of the argument is ignored. */
  public Upload add(Upload upload) {
    throw new UnsupportedOperationException();
  }

  public void update(Upload upload) {}

  public Optional<Upload> find(OwnerId owner, long id) {
    throw new UnsupportedOperationException();
  }

  /** An owner's uploads at an address, the newest first. */
  public List<Upload> at(OwnerId owner, Address address) {
    throw new UnsupportedOperationException();
  }

  public List<Upload> all() {
    throw new UnsupportedOperationException();
  }

  public void delete(long id) {}
}
