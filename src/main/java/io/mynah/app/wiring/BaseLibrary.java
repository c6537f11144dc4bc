package io.mynah.app.wiring;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mynah.store.database.FolderLock;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The bases that a user has added, each in a folder with its name. A base is there whole or not at
 * all: it is written in another folder, which is renamed.
 *
 * @param folder may be missing
 */
public record BaseLibrary(Path folder) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final List<String> RESERVED =
      List.of(ConfiguredBases.SHIPPED, ConfiguredBases.NONE, ConfiguredBases.CHOSEN);
  private static final String BASE = "model.base";
  private static final String ABOUT = "about.json";
  private static final String UNFINISHED = ".unfinished";
  private static final String DOWNLOADS = ".download";
  private static final String SOURCE = "source";
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * What is known of a base.
   *
   * @param title of the model
   * @param licence its name; empty if unknown
   */
  public record About(String title, String licence) {}

  /** Writes the files of a base into a folder. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Writes them.
     *
     * @param base the file for the base
     */
    void write(Path base) throws IOException;
  }

  /** The name in its usual form, or none if it cannot be the name of a base. */
  public static Optional<String> name(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    return NAME.matcher(name).matches() && !RESERVED.contains(name)
        ? Optional.of(name)
        : Optional.empty();
  }

  /** The file of a base, if there is one of this name. */
  public Optional<Path> find(String name) {
    return name(name).map(this::file).filter(Files::isRegularFile);
  }

  private Path file(String name) {
    return folder.resolve(name).resolve(BASE);
  }

  /** The names of all bases, in order. */
  public List<String> names() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(each -> String.valueOf(each.getFileName()))
          .filter(each -> find(each).isPresent())
          .sorted()
          .toList();
    }
  }

  /** What is known of a base that there is. */
  public About about(String name) throws IOException {
    try {
      return JSON.readValue(Files.readString(folder.resolve(name).resolve(ABOUT)), About.class);
    } catch (JacksonException e) {
      return new About(name, "");
    }
  }

  /**
   * Adds a base.
   *
   * @param name in its usual form
   * @throws FileAlreadyExistsException when there is one of this name
   */
  public void add(String name, About about, Writer writer) throws IOException {
    Path place = folder.resolve(name);
    if (Files.exists(place)) {
      throw new FileAlreadyExistsException(name);
    }
    Path unfinished = folder.resolve("." + name + UNFINISHED);
    delete(unfinished);
    Files.createDirectories(unfinished);
    try {
      writer.write(unfinished.resolve(BASE));
      Files.writeString(unfinished.resolve(ABOUT), JSON.writeValueAsString(about));
      Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(unfinished);
    }
  }

  /**
   * The folder for the files of a model while they are loaded: with what there is from the same
   * source, or else empty.
   *
   * @param name in its usual form
   * @param source the address of the files
   * @throws FolderLock.InUse when a model is being loaded already
   */
  public Download download(String name, String source) throws IOException, FolderLock.InUse {
    Path download = downloads().resolve(name);
    FolderLock lock = FolderLock.take(downloads());
    boolean prepared = false;
    try {
      Path from = download.resolve(SOURCE);
      if (!Files.exists(from) || !Files.readString(from).equals(source)) {
        delete(download);
        Files.createDirectories(download);
        Files.writeString(from, source);
      }
      prepared = true;
    } finally {
      if (!prepared) {
        lock.close();
      }
    }
    return new Download(this, download, lock);
  }

  /**
   * A folder for the files of a model while they are loaded. Only one is open at a time.
   *
   * @param lock is held until this is closed
   */
  public record Download(BaseLibrary library, Path folder, FolderLock lock)
      implements AutoCloseable {
    /** Deletes what was loaded, as far as possible. */
    public void delete() {
      try {
        BaseLibrary.delete(folder);
      } catch (IOException e) {
        return; // mynah base list names what is left
      }
    }

    /** Leaves what was loaded, if there is anything. */
    @Override
    public void close() {
      try (lock) {
        if (Files.isDirectory(folder) && isEmpty(folder)) {
          delete();
        }
        library.deleteDownloadsIfEmpty();
      } catch (IOException e) {
        return; // it is deleted the next time
      }
    }

    private static boolean isEmpty(Path folder) throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        return files.allMatch(file -> file.endsWith(SOURCE));
      }
    }
  }

  private Path downloads() {
    return folder.resolve(DOWNLOADS);
  }

  private void deleteDownloadsIfEmpty() throws IOException {
    if (loadedInPart().isEmpty()) {
      delete(downloads());
    }
  }

  /** The names of models that are loaded in part, or being loaded, in order. */
  public List<String> loadedInPart() throws IOException {
    if (!Files.isDirectory(downloads())) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(downloads())) {
      return all.filter(Files::isDirectory)
          .map(each -> String.valueOf(each.getFileName()))
          .sorted()
          .toList();
    }
  }

  /**
   * Deletes what was loaded of a model, if there is something.
   *
   * @param name in its usual form
   * @throws FolderLock.InUse when a model is being loaded
   */
  public void deleteDownload(String name) throws IOException, FolderLock.InUse {
    Path download = downloads().resolve(name);
    if (Files.isDirectory(download)) {
      try (Download loaded = new Download(this, download, FolderLock.take(downloads()))) {
        loaded.delete();
      }
    }
  }

  /** Removes a base that there is. */
  public void remove(String name) throws IOException {
    Path unfinished = folder.resolve("." + name + UNFINISHED);
    delete(unfinished);
    Files.move(folder.resolve(name), unfinished, StandardCopyOption.ATOMIC_MOVE);
    delete(unfinished);
  }

  /** Deletes a folder of files, if there is one. */
  private static void delete(Path unfinished) throws IOException {
    if (Files.isDirectory(unfinished)) {
      try (Stream<Path> files = Files.list(unfinished)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(unfinished);
    }
  }
}
