package io.mynah.lm;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Checkpoints as unencrypted files in a folder, which is created with the first of them. */
public record CheckpointFolder(Path folder) implements CheckpointFiles {
  @Override
  public CheckpointFolder within(String part) {
    return new CheckpointFolder(folder.resolve(part));
  }

  @Override
  public Optional<InputStream> open(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      // Not a channel: an interrupt of the thread closes its channels.
      return Optional.of(new FileInputStream(file.toFile()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public void write(String name, Content content) throws IOException {
    Files.createDirectories(folder);
    Path unfinished = folder.resolve(name + ".unfinished");
    try {
      try (FileOutputStream bytes = new FileOutputStream(unfinished.toFile())) {
        content.writeTo(bytes);
        bytes.getFD().sync();
      }
      Files.move(unfinished, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException | Error e) {
      // A file that did not fit on the disk must not keep it full.
      delete(unfinished);
      throw e;
    }
    syncFolder();
  }

  private static void delete(Path unfinished) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      // The next checkpoint replaces it.
    }
  }

  /**
   * Makes the renaming durable. Not every file system can do this, but the file is whole either
   * way.
   */
  private void syncFolder() {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException unsupported) {
      // See above.
    }
  }
}
