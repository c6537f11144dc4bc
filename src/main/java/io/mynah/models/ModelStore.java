package io.mynah.models;

import io.mynah.domain.JobId;
import io.mynah.domain.PersonId;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.ModelFormat;
import io.mynah.store.blobs.Blob;
import io.mynah.store.blobs.BlobChange;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.blobs.BlobStore;
import io.mynah.vault.DataKey;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads and writes models as blobs, which are named by {@link PersonId}. Thread-safe. */
final class ModelStore {
  /** A model, and the version of the blob that it was read from. */
  record Versioned(LanguageModel model, String version) {}

  private final BlobStore blobs;
  private final ModelFormat format;
  private final ModelKeys keys;

  ModelStore(BlobStore blobs, ModelFormat format, ModelKeys keys) {
    this.blobs = blobs;
    this.format = format;
    this.keys = keys;
  }

  /** The version of a person's model; empty if there is none. */
  Optional<String> version(BlobName name) {
    return blobs.find(name).map(Blob::version);
  }

  /** The size of a model in bytes, 0 if there is none. */
  long size(BlobName name) {
    return blobs.find(name).map(Blob::size).orElse(0L);
  }

  /**
   * Reads a model.
   *
   * @throws UncheckedIOException if it cannot be read now
   */
  Versioned read(PersonId person, BlobName name) throws MissingModel, DamagedModel {
    DataKey key = keys.of(person).orElseThrow(MissingModel::new);
    while (true) {
      Blob blob = blobs.find(name).orElseThrow(MissingModel::new);
      try (InputStream in = open(blob)) {
        return new Versioned(new ModelFile(person, key, format).read(in), blob.version());
      } catch (DamagedModel | MissingModel e) {
        // A version that was replaced or deleted meanwhile says nothing about the newest one.
        if (isNewest(name, blob)) {
          throw e;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private boolean isNewest(BlobName name, Blob blob) {
    return version(name).filter(blob.version()::equals).isPresent();
  }

  private static InputStream open(Blob blob) throws MissingModel, IOException {
    try {
      return new BufferedInputStream(blob.stream(), ModelFile.BUFFER);
    } catch (NoSuchFileException e) {
      throw new MissingModel();
    }
  }

  /** The size of the models of a group, in bytes. */
  long size(BlobName.Group group) {
    return blobs.size(group);
  }

  /** Writes the payload of a model, unsealed. */
  void copy(PersonId person, BlobName name, OutputStream out)
      throws MissingModel, DamagedModel, IOException {
    DataKey key = keys.of(person).orElseThrow(MissingModel::new);
    Blob blob = blobs.find(name).orElseThrow(MissingModel::new);
    try (InputStream in = open(blob)) {
      new ModelFile(person, key, format).copy(in, out);
    }
  }

  /** Reads a model to the end of its payload, unsealed. */
  LanguageModel parse(InputStream payload) throws DamagedModel {
    return ModelFile.parse(format, payload);
  }

  /**
   * Writes a model, and makes a change with it.
   *
   * @throws UnknownPerson if the person was erased, or the change found that what it is about is
   *     gone
   */
  void write(PersonId person, BlobName name, LanguageModel model, BlobChange change)
      throws IOException {
    DataKey key = keys.of(person).orElseThrow(UnknownPerson::new);
    boolean published =
        blobs.write(
            name,
            out -> {
              OutputStream buffered = new BufferedOutputStream(out, ModelFile.BUFFER);
              new ModelFile(person, key, format).write(buffered, model);
              buffered.flush();
            },
            change);
    if (!published) {
      throw new UnknownPerson();
    }
  }

  /** Makes a candidate the person's model, and makes a change with it. Returns false if not. */
  boolean promote(PersonId person, BlobName candidate, BlobChange change) {
    return blobs.rename(candidate, BlobName.model(person), change);
  }

  /** Puts a version in place of the person's model by a change of names. Returns false if not. */
  boolean use(PersonId person, BlobName version, BlobChange change) {
    return blobs.change(List.of(BlobName.model(person), version), change);
  }

  void delete(BlobName name) {
    blobs.delete(name);
  }

  void delete(BlobName.Group group) {
    blobs.delete(group);
  }

  /** The jobs that have a candidate, and whom they train. */
  Map<JobId, PersonId> candidates() {
    return blobs.names(BlobName.Group.CANDIDATES).stream()
        .collect(Collectors.toMap(BlobName::candidateJob, name -> new PersonId(name.number())));
  }
}
