package io.mynah.store.blobs;

import io.mynah.domain.PersonId;
import io.mynah.store.database.Database;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes in the files of earlier versions, which had a folder each for models, checkpoints and
 * uploads. Checkpoints and models that had not replaced another are deleted: their trainings start
 * over. May be repeated after a crash.
 */
public final class FormerFolders {
  private static final String MODELS = "models";
  private static final Pattern MODEL = Pattern.compile("(\\d{1,18})\\.model");
  private static final Pattern UPLOAD = Pattern.compile("(\\d{1,18})-(\\d{1,9})\\.sealed");

  private final Database database;
  private final FolderContents contents;

  /**
   * @param folder of the blobs
   */
  public FormerFolders(Database database, Path folder) {
    this.database = database;
    contents = new FolderContents(folder);
  }

  /** Whether a data folder has models to be taken in. */
  public static boolean hasModels(Path home) {
    return Files.isDirectory(home.resolve(MODELS));
  }

  /**
   * Takes in the folders in a data folder, and deletes them. The caller must be the only user.
   *
   * @throws IOException if a file cannot be moved; the rest follows when this is called again
   */
  public void adopt(Path home) throws IOException {
    adopt(
        home.resolve(MODELS),
        MODEL,
        name -> BlobName.model(new PersonId(Long.parseLong(name.group(1)))));
    adopt(
        home.resolve("uploads"),
        UPLOAD,
        name -> BlobName.upload(Long.parseLong(name.group(1)), Integer.parseInt(name.group(2))));
    delete(home.resolve("checkpoints"));
  }

  private void adopt(Path folder, Pattern pattern, Function<Matcher, BlobName> named)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher name = pattern.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
          contents.adopt(file, version(named.apply(name), Files.size(file)));
        }
      }
    }
    delete(folder);
  }

  /** The version of a blob that may have its row already, and gets its content now. */
  private String version(BlobName name, long size) {
    return database
        .jdbi()
        .inTransaction(
            h -> {
              int unused =
                  h.createUpdate(
                          """
                          insert into blobs (name, version, size) values (:name, :version, :size)
                          on conflict (name) do nothing""")
                      .bind("name", name.value())
                      .bind("version", UUID.randomUUID().toString())
                      .bind("size", size)
                      .execute();
              Optional<String> version =
                  h.createQuery("select version from blobs where name = :name")
                      .bind("name", name.value())
                      .mapTo(String.class)
                      .findOne();
              return version.orElseThrow();
            });
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    }
  }
}
