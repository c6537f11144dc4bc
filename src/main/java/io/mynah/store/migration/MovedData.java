package io.mynah.store.migration;

import io.mynah.store.database.ServerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The mark in a data folder whose data was copied to a server: a file, so that nobody goes on with
 * the old data unaware.
 */
public final class MovedData {
  private static final String FILE = "moved.txt";

  private static final String TEXT =
      """
      The data of this folder was copied to a database server:
      %s
      Commands that would use the old data stop, until this file is deleted.
      """;

  private final Path folder;

  /**
   * @param folder with the data
   */
  public MovedData(Path folder) {
    this.folder = folder;
  }

  public Path file() {
    return folder.resolve(FILE);
  }

  /** Records that the data is on a server from now on. */
  public void mark(ServerAddress server) throws IOException {
    Files.writeString(file(), TEXT.formatted(server.withoutPassword()));
  }

  /** Records that the folder has the data again. */
  public void unmark() throws IOException {
    Files.deleteIfExists(file());
  }

  /** The server that has the data, without a password; empty if the folder has it. */
  public Optional<String> server() throws IOException {
    if (!Files.exists(file())) {
      return Optional.empty();
    }
    return Files.readAllLines(file()).stream()
        .filter(line -> line.startsWith("jdbc:"))
        .findFirst()
        .or(() -> Optional.of("a server"));
  }
}
