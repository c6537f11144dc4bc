package io.mynah.models;

import io.mynah.domain.PersonId;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.ModelFormat;
import io.mynah.vault.DataKey;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The folder of all model files, which are named by {@link PersonId}. Thread-safe. */
final class ModelFolder {
  private static final String TEMPORARY = ".tmp";
  private static final Pattern NAME = Pattern.compile("(\\d{1,18})\\.(model|candidate)");

  private final Path folder;
  private final ModelFormat format;
  private final ModelKeys keys;

  /** Creates the folder if needed. */
  ModelFolder(Path folder, ModelFormat format, ModelKeys keys) {
    this.folder = folder;
    this.format = format;
    this.keys = keys;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Deletes unfinished files of a killed process. The caller must be the only user of the folder,
   * since files being written look the same.
   */
  void tidy() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + TEMPORARY)) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
  }

  private Path temporary(Path target) {
    return folder.resolve(target.getFileName() + "." + UUID.randomUUID() + TEMPORARY);
  }

  Path current(PersonId person) {
    return folder.resolve(person.value() + ".model");
  }

  Path candidate(PersonId person) {
    return folder.resolve(person.value() + ".candidate");
  }

  /** Deletes the candidates of all people but these. */
  void dropCandidatesExcept(Set<PersonId> kept) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.candidate")) {
      for (Path file : all) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (name.matches() && !kept.contains(new PersonId(Long.parseLong(name.group(1))))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  LanguageModel read(PersonId person) throws MissingModel, DamagedModel {
    return read(person, current(person));
  }

  LanguageModel readCandidate(PersonId person) throws MissingModel, DamagedModel {
    return read(person, candidate(person));
  }

  void copy(PersonId person, OutputStream out) throws MissingModel, DamagedModel, IOException {
    DataKey key = keys.of(person).orElseThrow(MissingModel::new);
    new ModelFile(person, key, format).copy(current(person), out);
  }

  private LanguageModel read(PersonId person, Path file) throws MissingModel, DamagedModel {
    DataKey key = keys.of(person).orElseThrow(MissingModel::new);
    return new ModelFile(person, key, format).read(file);
  }

  void write(PersonId person, LanguageModel model) throws IOException {
    write(person, current(person), model);
  }

  void writeCandidate(PersonId person, LanguageModel model) throws IOException {
    write(person, candidate(person), model);
  }

  /** Writes a model atomically: others see the old file or the new one. */
  private void write(PersonId person, Path target, LanguageModel model) throws IOException {
    DataKey key = keys.of(person).orElseThrow(UnknownPerson::new);
    Path temporary = temporary(target);
    try {
      new ModelFile(person, key, format).write(temporary, model);
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

  /**
   * Syncs the folder, since a power cut may otherwise undo a rename. Windows cannot open folders,
   * and does not need this.
   */
  private void syncFolder() throws IOException {
    if (!System.getProperty("os.name", "").startsWith("Windows")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
