package io.mynah.training;

import io.mynah.lm.CheckpointFiles;
import io.mynah.vault.DataKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Seals checkpoint files, since they contain what was learned from a chat.
 *
 * @param files where the sealed files are written
 * @param key of the chat
 * @param associatedData prefix of the associated data of each file
 */
record SealedCheckpoints(CheckpointFiles files, DataKey key, String associatedData)
    implements CheckpointFiles {
  /** The suffix of the sealed files' names. */
  static final String SUFFIX = ".sealed";

  @Override
  public SealedCheckpoints within(String part) {
    return new SealedCheckpoints(files.within(part), key, associatedData + "/" + part);
  }

  @Override
  public Optional<InputStream> open(String name) throws IOException {
    Optional<InputStream> file = files.open(name + SUFFIX);
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(key.opening(file.get(), associatedData + "/" + name));
  }

  @Override
  public void write(String name, Content content) throws IOException {
    files.write(name + SUFFIX, out -> key.seal(out, associatedData + "/" + name, content::writeTo));
  }
}
