package io.mynah.chat.upload;

import io.mynah.export.ExportSource;
import io.mynah.store.blobs.Blob;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.blobs.BlobStore;
import io.mynah.store.conversation.Uploads;
import io.mynah.vault.DataKey;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The raw files of uploads. They bear names of ours: the upload's id and a number. They are sealed
 * with the upload's key while they are fetched. Thread-safe.
 */
final class RawFiles {
  private final BlobStore blobs;
  private final Uploads uploads;

  RawFiles(BlobStore blobs, Uploads uploads) {
    this.blobs = blobs;
    this.uploads = uploads;
  }

  /** The files of an upload: where they are for local ones, else as they were fetched. */
  List<ExportSource> sources(long upload, UploadFiles uploadFiles) throws IOException {
    if (uploadFiles.local()) {
      return uploadFiles.files().stream()
          .map(file -> ExportSource.of(Path.of(file.handle())))
          .toList();
    }
    DataKey key = key(upload);
    return IntStream.range(0, uploadFiles.files().size())
        .<ExportSource>mapToObj(i -> new Fetched(upload, i, uploadFiles.files().get(i).name(), key))
        .toList();
  }

  /** Whether a file of an upload was fetched. */
  boolean holds(long upload, int index) {
    return blobs.find(BlobName.upload(upload, index)).isPresent();
  }

  /** What a file of an upload is fetched to. */
  FetchTarget target(long upload, int index) throws IOException {
    return new FetchTarget(
        blobs,
        BlobName.upload(upload, index),
        key(upload),
        place(upload, index),
        uploads.existing(upload));
  }

  private DataKey key(long upload) throws IOException {
    return uploads.key(upload).orElseThrow(() -> new IOException("the upload has ended"));
  }

  private static String place(long upload, int index) {
    return "uploads " + upload + " " + index;
  }

  /** A fetched file, which is opened as it is read. */
  private final class Fetched implements ExportSource {
    private final long upload;
    private final int index;
    private final @Nullable String name;
    private final DataKey key;

    Fetched(long upload, int index, @Nullable String name, DataKey key) {
      this.upload = upload;
      this.index = index;
      this.name = name;
      this.key = key;
    }

    @Override
    public String name() {
      return name == null ? "" : name;
    }

    @Override
    public long size() throws IOException {
      try (SeekableByteChannel channel = open()) {
        return channel.size();
      }
    }

    @Override
    public SeekableByteChannel open() throws IOException {
      Blob blob =
          blobs
              .find(BlobName.upload(upload, index))
              .orElseThrow(() -> new NoSuchFileException("the file was deleted"));
      return key.opening(blob.channel(), place(upload, index));
    }
  }

  void delete(long upload) {
    blobs.delete(BlobName.Group.upload(upload));
  }

  /** The uploads that have files here. */
  Set<Long> uploads() {
    return blobs.names(BlobName.Group.UPLOADS).stream()
        .map(BlobName::number)
        .collect(Collectors.toSet());
  }
}
