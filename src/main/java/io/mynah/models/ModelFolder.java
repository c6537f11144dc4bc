package io.mynah.models;

import io.mynah.domain.PersonId;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.ModelFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** The files of all models. Names are made of {@link PersonId}s alone. Thread-safe. */
final class ModelFolder {
  private static final String TEMPORARY = ".tmp";

  private final Path folder;
  private final ModelFormat format;

  /** Makes the folder if needed and deletes what a process that was killed left half written. */
  ModelFolder(Path folder, ModelFormat format) {
    this.folder = folder;
    this.format = format;
    try {
      Files.createDirectories(folder);
      try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + TEMPORARY)) {
        for (Path file : left) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path current(PersonId person) {
    return folder.resolve(person.value() + ".model");
  }

  Path candidate(PersonId person) {
    return folder.resolve(person.value() + ".candidate");
  }

  LanguageModel read(PersonId person) throws MissingModel, DamagedModel {
    return ModelFile.read(current(person), format);
  }

  LanguageModel readCandidate(PersonId person) throws MissingModel, DamagedModel {
    return ModelFile.read(candidate(person), format);
  }

  /** Writes a model whole or not at all: others see the file as it was, or as it is to be. */
  void write(Path target, LanguageModel model) throws IOException {
    Path temporary = folder.resolve(target.getFileName() + "." + UUID.randomUUID() + TEMPORARY);
    try {
      ModelFile.write(temporary, format, model);
      move(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolder();
  }

  void delete(PersonId person) throws IOException {
    Files.deleteIfExists(candidate(person));
    Files.deleteIfExists(current(person));
    syncFolder();
  }

  /** Without it a power cut may undo a rename. Windows cannot open folders, and needs not. */
  private void syncFolder() throws IOException {
    if (!System.getProperty("os.name", "").startsWith("Windows")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
