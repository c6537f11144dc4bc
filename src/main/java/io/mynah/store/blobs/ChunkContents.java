package io.mynah.store.blobs;

import io.mynah.store.database.Database;
import io.mynah.store.database.Lease;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contents as rows of {@link #CHUNK} bytes each in the table {@code blob_chunks}. One row at a time
 * is in memory.
 */
final class ChunkContents implements BlobContents {
  private static final Logger log = LoggerFactory.getLogger(ChunkContents.class);

  /** The bytes of all rows of a content but the last, which has the rest. */
  static final int CHUNK = 1 << 18;

  /** A content that is not used and to which nobody has added for so long is abandoned. */
  private static final Duration ABANDONED = Duration.ofHours(6);

  private final Database database;

  ChunkContents(Database database) {
    this.database = database;
  }

  @Override
  public OutputStream create(String version) {
    return new OutputStream() {
      private final byte[] chunk = new byte[CHUNK];
      private int filled;
      private int chunks;
      private boolean closed;

      @Override
      public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
          int some = Math.min(left, CHUNK - filled);
          System.arraycopy(bytes, from, chunk, filled, some);
          filled += some;
          from += some;
          left -= some;
          if (filled == CHUNK) {
            add();
          }
        }
      }

      private void add() throws IOException {
        byte[] full = filled == CHUNK ? chunk : Arrays.copyOf(chunk, filled);
        ChunkContents.this.add(version, chunks++, full);
        filled = 0;
      }

      @Override
      public void close() throws IOException {
        if (!closed) {
          closed = true;
          if (filled > 0) {
            add();
          }
        }
      }
    };
  }

  private void add(String version, int position, byte[] bytes) throws IOException {
    try {
      // The commit that publishes the blob waits until the server has these on its disk, too.
      database
          .relaxedJdbi()
          .useHandle(
              h ->
                  h.createUpdate(
                          """
                          insert into blob_chunks (version, position, written_at, bytes)
                          values (:version, :position, %s, :bytes)"""
                              .formatted(Lease.NOW))
                      .bind("version", version)
                      .bind("position", position)
                      .bind("bytes", bytes)
                      .execute());
    } catch (JdbiException e) {
      throw new IOException("a blob cannot be written to the database", e);
    }
  }

  @Override
  public InputStream stream(String version, long size) throws IOException {
    return Channels.newInputStream(channel(version, size));
  }

  @Override
  public SeekableByteChannel channel(String version, long size) throws IOException {
    if (size > 0 && chunk(version, 0).isEmpty()) {
      throw new NoSuchFileException("no blob");
    }
    return new ChunkChannel(size, position -> chunk(version, position));
  }

  private Optional<byte[]> chunk(String version, int position) {
    try {
      return database.read(
          h ->
              h.createQuery(
                      """
                      select bytes from blob_chunks
                      where version = :version and position = :position""")
                  .bind("version", version)
                  .bind("position", position)
                  .mapTo(byte[].class)
                  .findOne());
    } catch (JdbiException e) {
      throw new UncheckedIOException(new IOException("the database cannot be read now", e));
    }
  }

  @Override
  public boolean isWhole(Handle transaction, String version, long size) {
    return transaction
            .createQuery(
                """
                select coalesce(sum(octet_length(bytes)), 0) from blob_chunks
                where version = :version""")
            .bind("version", version)
            .mapTo(Long.class)
            .one()
        == size;
  }

  @Override
  public void deleteIn(Handle transaction, String version) {
    transaction
        .createUpdate("delete from blob_chunks where version = :version")
        .bind("version", version)
        .execute();
  }

  @Override
  public void delete(String version) {
    try {
      database.relaxedJdbi().useHandle(h -> deleteIn(h, version));
    } catch (JdbiException e) {
      log.warn("A blob could not be deleted, tried again later: {}", e.getClass());
    }
  }

  @Override
  public void tidy(Predicate<String> used) {
    List<String> abandoned =
        database.read(
            h ->
                h.createQuery(
                        """
                        select version from blob_chunks group by version
                        having max(written_at) < %s - :abandoned"""
                            .formatted(Lease.NOW))
                    .bind("abandoned", ABANDONED.toMillis())
                    .mapTo(String.class)
                    .list());
    abandoned.stream().filter(version -> !used.test(version)).forEach(this::delete);
  }

  /** Never: a server that is full says so when something is written. */
  @Override
  public boolean isFull() {
    return false;
  }
}
