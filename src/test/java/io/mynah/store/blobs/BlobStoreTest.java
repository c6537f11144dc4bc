package io.mynah.store.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.JobId;
import io.mynah.domain.PersonId;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.database.Change;
import io.mynah.store.database.Database;
import io.mynah.vault.TestKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

@OnEachDatabase
class BlobStoreTest {
  private static final BlobName BELLA = BlobName.model(new PersonId(7));
  private static final BlobName CANDIDATE = BlobName.candidate(new PersonId(7), new JobId(1));

  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private BlobStore blobs;

  @BeforeEach
  void open() {
    database = kind.open(folder, TestKeys.MASTER);
    blobs = BlobStore.of(database, folder.resolve("blobs"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** Lets time pass, as the database counts it. */
  private void pass(Duration time) {
    if (kind == DatabaseKind.POSTGRES) {
      database
          .jdbi()
          .useHandle(
              h ->
                  h.execute("update blob_chunks set written_at = written_at - ?", time.toMillis()));
    }
  }

  private static byte[] bytes(int count, int seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private boolean write(BlobName name, byte[] bytes, Change change) throws IOException {
    return blobs.write(name, out -> out.write(bytes), change);
  }

  private void write(BlobName name, byte[] bytes) throws IOException {
    assertThat(write(name, bytes, Change.NOTHING)).isTrue();
  }

  private byte[] read(BlobName name) throws IOException {
    try (InputStream in = blobs.find(name).orElseThrow().stream()) {
      return in.readAllBytes();
    }
  }

  /** A change that can be seen afterwards. */
  private static Change noting(String what) {
    return h -> h.execute("insert into counters (name, value) values (?, 1)", what) == 1;
  }

  private boolean noted(String what) {
    return database.read(
        h ->
            h.createQuery("select 1 from counters where name = ?")
                .bind(0, what)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  /** How many contents there are, with a name or without. */
  private int contents() throws IOException {
    if (kind == DatabaseKind.SQLITE) {
      try (var files = Files.list(folder.resolve("blobs"))) {
        return (int) files.count();
      }
    }
    return database.read(
        h ->
            h.createQuery("select count(distinct version) from blob_chunks")
                .mapTo(Integer.class)
                .one());
  }

  @Test
  void whatWasWrittenIsReadWhateverItsSize() throws Exception {
    int chunk = ChunkContents.CHUNK;
    for (int size : List.of(0, 1, chunk - 1, chunk, chunk + 1, 3 * chunk + 77)) {
      byte[] all = bytes(size, size);
      write(BELLA, all);
      assertThat(read(BELLA)).as("%d bytes", size).isEqualTo(all);
      assertThat(blobs.find(BELLA).orElseThrow().size()).isEqualTo(size);
    }
    assertThat(contents()).isEqualTo(1);
  }

  @Test
  void itCanBeReadFromAnyPlace() throws Exception {
    byte[] all = bytes(3 * ChunkContents.CHUNK + 77, 1);
    write(BELLA, all);
    Random random = new Random(2);
    try (SeekableByteChannel channel = blobs.find(BELLA).orElseThrow().channel()) {
      assertThat(channel.size()).isEqualTo(all.length);
      for (int i = 0; i < 50; i++) {
        int from = random.nextInt(all.length);
        ByteBuffer some = ByteBuffer.allocate(1 + random.nextInt(100_000));
        channel.position(from);
        while (some.hasRemaining() && channel.read(some) >= 0) {}
        some.flip();
        assertThat(some)
            .isEqualTo(ByteBuffer.wrap(all, from, Math.min(some.remaining(), all.length - from)));
        assertThat(channel.position()).isEqualTo(from + some.remaining());
      }
      assertThat(channel.position(all.length).read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void aNewVersionTakesTheNameAndTheOldOneGoes() throws Exception {
    write(BELLA, bytes(100, 1));
    Blob old = blobs.find(BELLA).orElseThrow();
    write(BELLA, bytes(200, 2));

    assertThat(read(BELLA)).isEqualTo(bytes(200, 2));
    assertThat(blobs.find(BELLA).orElseThrow().version()).isNotEqualTo(old.version());
    assertThatThrownBy(old::stream).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(old::channel).isInstanceOf(NoSuchFileException.class);
    assertThat(contents()).isEqualTo(1);
  }

  @Test
  void theNameAndTheChangeComeTogetherOrNotAtAll() throws Exception {
    write(BELLA, bytes(100, 1), noting("first"));
    assertThat(noted("first")).isTrue();

    assertThat(write(BELLA, bytes(100, 2), noting("refused").and(h -> false))).isFalse();
    assertThatThrownBy(
            () ->
                write(
                    BELLA,
                    bytes(100, 3),
                    noting("failed")
                        .and(
                            h -> {
                              throw new IllegalStateException("a fault");
                            })))
        .isInstanceOf(IllegalStateException.class);
    assertThat(noted("refused")).isFalse();
    assertThat(noted("failed")).isFalse();
    assertThat(read(BELLA)).isEqualTo(bytes(100, 1));
    assertThat(contents()).isEqualTo(1);
  }

  @Test
  void whatCannotBeWrittenToItsEndLeavesNothing() throws Exception {
    write(BELLA, bytes(100, 1));
    assertThatThrownBy(
            () ->
                blobs.write(
                    BELLA,
                    out -> {
                      out.write(bytes(2 * ChunkContents.CHUNK, 2));
                      throw new IOException("no more comes");
                    },
                    Change.NOTHING))
        .hasMessage("no more comes");
    assertThat(read(BELLA)).isEqualTo(bytes(100, 1));
    assertThat(contents()).isEqualTo(1);
  }

  @Test
  void aDraftIsNothingUntilItIsPublished() throws Exception {
    try (Draft kept = blobs.draft();
        Draft dropped = blobs.draft()) {
      for (Draft draft : List.of(kept, dropped)) {
        try (OutputStream out = draft.out()) {
          out.write(bytes(100, 1));
        }
      }
      assertThat(blobs.find(BELLA)).isEmpty();
      assertThat(blobs.publish(kept, BELLA, Change.NOTHING)).isTrue();
    }
    assertThat(read(BELLA)).isEqualTo(bytes(100, 1));
    assertThat(contents()).isEqualTo(1);
  }

  @Test
  void anotherNameIsTakenWithItsChangeOrNotAtAll() throws Exception {
    assertThat(blobs.rename(CANDIDATE, BELLA, noting("of nothing"))).isFalse();
    write(BELLA, bytes(100, 1));
    assertThat(blobs.rename(CANDIDATE, BELLA, noting("of nothing"))).isFalse();
    assertThat(read(BELLA)).isEqualTo(bytes(100, 1));
    write(CANDIDATE, bytes(200, 2));
    assertThat(blobs.rename(CANDIDATE, BELLA, noting("refused").and(h -> false))).isFalse();
    assertThat(read(BELLA)).isEqualTo(bytes(100, 1));
    assertThat(noted("of nothing")).isFalse();
    assertThat(noted("refused")).isFalse();

    assertThat(blobs.rename(CANDIDATE, BELLA, noting("promoted"))).isTrue();
    assertThat(noted("promoted")).isTrue();
    assertThat(read(BELLA)).isEqualTo(bytes(200, 2));
    assertThat(blobs.find(CANDIDATE)).isEmpty();
    assertThat(contents()).isEqualTo(1);
  }

  @Test
  void aGroupIsDeletedAndItsNeighboursStay() throws Exception {
    List<BlobName> all =
        List.of(
            BlobName.checkpoint(new JobId(1), "tokenizer"),
            BlobName.checkpoint(new JobId(1), "neural/network"),
            BlobName.checkpoint(new JobId(10), "tokenizer"),
            BlobName.checkpoint(new JobId(2), "tokenizer"),
            BlobName.upload(1, 0),
            CANDIDATE);
    for (BlobName name : all) {
      write(name, bytes(10, 1));
    }
    assertThat(blobs.names(BlobName.Group.CHECKPOINTS))
        .containsExactlyInAnyOrderElementsOf(all.subList(0, 4));
    assertThat(blobs.names(BlobName.Group.CHECKPOINTS))
        .extracting(BlobName::number)
        .containsOnly(1L, 10L, 2L);
    blobs.delete(BlobName.Group.checkpoints(new JobId(1)));

    assertThat(all.stream().map(blobs::find).map(Optional::isPresent))
        .containsExactly(false, false, true, true, true, true);
    assertThat(contents()).isEqualTo(4);
  }

  @Test
  void whatAKilledProcessLeftGoesAndWhatIsStillWrittenStays() throws Exception {
    write(BELLA, bytes(100, 1));
    Draft abandoned = blobs.draft();
    abandoned.out().write(bytes(ChunkContents.CHUNK, 2));
    assertThat(contents()).isEqualTo(2);
    if (kind == DatabaseKind.POSTGRES) {
      pass(Duration.ofHours(1));
      blobs.tidy();
      assertThat(contents()).as("another process may be writing it").isEqualTo(2);
    }
    pass(Duration.ofHours(6));
    blobs.tidy();

    assertThat(contents()).isEqualTo(1);
    assertThat(read(BELLA)).isEqualTo(bytes(100, 1));
    if (kind == DatabaseKind.POSTGRES) {
      assertThatThrownBy(() -> blobs.publish(abandoned, BELLA, Change.NOTHING))
          .isInstanceOf(IllegalStateException.class);
      assertThat(read(BELLA)).isEqualTo(bytes(100, 1));
    }
  }

  @Test
  void anInterruptMakesNoDifference() throws Exception {
    byte[] all = bytes(2 * ChunkContents.CHUNK, 1);
    Thread.currentThread().interrupt();
    write(BELLA, all);
    byte[] read = read(BELLA);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(read).isEqualTo(all);
  }

  @Test
  void whoeverWritesAtOnceOneOfThemIsTheNewestAndNothingElseStays() throws Exception {
    var pool = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> writers = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        int seed = i;
        writers.add(
            () -> {
              BlobName name = seed % 3 == 0 ? CANDIDATE : BELLA;
              boolean written = write(name, bytes(1000 + seed, seed), noting("note " + seed));
              if (seed % 5 == 0) {
                boolean unused = blobs.rename(CANDIDATE, BELLA, Change.NOTHING);
              }
              return written;
            });
      }
      for (Future<Boolean> each : pool.invokeAll(writers)) {
        assertThat(each.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
    byte[] newest = read(BELLA);
    assertThat(newest).isEqualTo(bytes(newest.length, newest.length - 1000));
    assertThat(contents()).isEqualTo(blobs.find(CANDIDATE).isPresent() ? 2 : 1);
  }
}
