package io.mynah.app.wiring;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mynah.store.database.DataFolderLock;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
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
   * @throws DataFolderLock.InUse when they are being loaded already
   */
  public Download download(String name, String source) throws IOException, DataFolderLock.InUse {
    Path download = folder.resolve(DOWNLOADS).resolve(name);
    DataFolderLock lock = DataFolderLock.take(download);
    boolean prepared = false;
    try {
      Path from = download.resolve(SOURCE);
      if (!Files.exists(from) || !Files.readString(from).equals(source)) {
        deleteFiles(download, file -> !file.endsWith(DataFolderLock.FILE));
        Files.writeString(from, source);
      }
      prepared = true;
    } finally {
      if (!prepared) {
        lock.close();
      }
    }
    return new Download(download, lock);
  }

  /**
   * A folder for the files of a model while they are loaded.
   *
   * @param lock is held until it is closed
   */
  public record Download(Path folder, DataFolderLock lock) implements AutoCloseable {
    @Override
    public void close() {
      lock.close();
    }
  }

  /** The names of bases that are loaded in part, in order. */
  public List<String> downloads() throws IOException {
    Path downloads = folder.resolve(DOWNLOADS);
    if (!Files.isDirectory(downloads)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(downloads)) {
      return all.map(each -> String.valueOf(each.getFileName())).sorted().toList();
    }
  }

  /**
   * Deletes what was loaded of a model, if there is something.
   *
   * @param name in its usual form
   * @throws DataFolderLock.InUse when it is being loaded
   */
  public void deleteDownload(String name) throws IOException, DataFolderLock.InUse {
    Path download = folder.resolve(DOWNLOADS).resolve(name);
    if (!Files.isDirectory(download)) {
      return;
    }
    DataFolderLock.take(download).close();
    delete(download);
    if (downloads().isEmpty()) {
      Files.deleteIfExists(folder.resolve(DOWNLOADS));
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
      deleteFiles(unfinished, file -> true);
      Files.delete(unfinished);
    }
  }

  private static void deleteFiles(Path folder, Predicate<Path> which) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(which).toList()) {
        Files.delete(file);
      }
    }
  }
}
