package io.mynah.chat.mydata;

import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import io.mynah.store.jobs.VoiceVersions;
import java.io.IOException;

/** Packs the model files of people. Thread-safe. */
final class ModelFiles {
  private final ModelLibrary models;
  private final VoiceVersions versions;

  ModelFiles(ModelLibrary models, VoiceVersions versions) {
    this.models = models;
    this.versions = versions;
  }

  /**
   * Packs all versions of a person; one that is damaged is left out.
   *
   * @throws IOException also when one is erased meanwhile
   */
  void pack(Person person, ZipParts parts) throws IOException {
    PersonId id = person.id();
    if (models.intact(id)) {
      parts.add(
          "model-" + id.value() + ".bin",
          models.storedBytes(id),
          out -> copy(() -> models.copy(person, out)));
    }
    for (VoiceVersions.Version version : versions.of(person)) {
      long number = version.number();
      if (!version.inUse() && models.versionIntact(id, number)) {
        parts.add(
            "model-" + id.value() + "-" + number + ".bin",
            models.versionBytes(id, number),
            out -> copy(() -> models.copyVersion(person, number, out)));
      }
    }
  }

  /** Copies a model file. */
  @FunctionalInterface
  private interface Copying {
    void run() throws MissingModel, DamagedModel, IOException;
  }

  private static void copy(Copying copying) throws IOException {
    try {
      copying.run();
    } catch (MissingModel | DamagedModel gone) {
      throw new IOException("a model went while it was packed", gone);
    }
  }
}
