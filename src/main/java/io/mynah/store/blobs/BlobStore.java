package io.mynah.store.blobs;

import io.mynah.store.database.Change;
import io.mynah.store.database.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Stores sealed data that is too large for a row, by name. A blob is never overwritten: what is
 * written is a new version, which takes the name in the transaction that records what it is. The
 * rows of names are in the database; the bytes are in a folder, or in the same database. Whoever
 * writes a blob seals it. Thread-safe.
 */
public final class BlobStore {
  /** Writes the bytes of a blob. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all of it.
     *
     * @param out left open
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Rolls a transaction back. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused() {
      super("refused", null, false, false);
    }
  }

  private final Database database;
  private final BlobContents contents;

  private BlobStore(Database database, BlobContents contents) {
    this.database = database;
    this.contents = contents;
  }

  /**
   * Opens the blobs of a database.
   *
   * @param folder of the bytes, unless they are in the database; contains nothing else, and is
   *     created if needed
   */
  public static BlobStore of(Database database, Path folder) {
    return new BlobStore(
        database,
        database.dialect().isOnServer() ? new ChunkContents(database) : new FolderContents(folder));
  }

  /** Begins a blob. */
  public Draft draft() throws IOException {
    String version = UUID.randomUUID().toString();
    return new Draft(version, contents.create(version), () -> discard(version));
  }

  /**
   * Writes a blob and publishes it, as {@link #publish} does. An interrupt of the thread makes no
   * difference.
   */
  public boolean write(BlobName name, Content content, Change change) throws IOException {
    boolean interrupted = Thread.interrupted();
    try (Draft draft = draft()) {
      content.writeTo(draft.out());
      return publish(draft, name, change);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Gives a draft its name, in place of what had the name, together with a change: both happen or
   * nothing does, also if the machine fails meanwhile.
   *
   * @return false if the change found that what it is about is gone; nothing was published then
   */
  public boolean publish(Draft draft, BlobName name, Change change) throws IOException {
    long size = draft.complete();
    return replace(
        List.of(name),
        change,
        h -> {
          if (!contents.isWhole(h, draft.version(), size)) {
            throw new IllegalStateException("a blob was deleted while it was written");
          }
          String former = remove(h, name);
          h.createUpdate("insert into blobs (name, version, size) values (:name, :version, :size)")
              .bind("name", name.value())
              .bind("version", draft.version())
              .bind("size", size)
              .execute();
          return Optional.ofNullable(former);
        },
        draft::published);
  }

  /**
   * Gives a blob another name, in place of what had that name, together with a change, as {@link
   * #publish} does.
   *
   * @return false if there is no such blob, or the change found that what it is about is gone
   */
  public boolean rename(BlobName from, BlobName to, Change change) {
    return replace(
        List.of(from, to),
        change,
        h -> {
          String former = remove(h, to);
          int renamed =
              h.createUpdate("update blobs set name = :to where name = :from")
                  .bind("to", to.value())
                  .bind("from", from.value())
                  .execute();
          if (renamed == 0) {
            throw new Refused();
          }
          return Optional.ofNullable(former);
        },
        () -> {});
  }

  /** Changes names within a transaction, and returns the version that has none any more. */
  @FunctionalInterface
  private interface Renaming {
    Optional<String> makeIn(Handle transaction);
  }

  private boolean replace(
      List<BlobName> names, Change change, Renaming renaming, Runnable committed) {
    Optional<String> former;
    try {
      former =
          database
              .jdbi()
              .inTransaction(
                  h -> {
                    lock(h, names);
                    Optional<String> replaced = renaming.makeIn(h);
                    if (!change.makeIn(h)) {
                      throw new Refused();
                    }
                    return replaced;
                  });
    } catch (Refused e) {
      return false;
    }
    committed.run();
    former.ifPresent(contents::delete);
    return true;
  }

  private void lock(Handle transaction, List<BlobName> names) {
    names.stream()
        .map(BlobName::value)
        .sorted()
        .forEach(name -> database.dialect().lock(transaction, "blob " + name));
  }

  private @Nullable String remove(Handle transaction, BlobName name) {
    @Nullable String former =
        transaction
            .createQuery("delete from blobs where name = :name returning version")
            .bind("name", name.value())
            .mapTo(String.class)
            .findOne()
            .orElse(null);
    if (former != null) {
      contents.deleteIn(transaction, former);
    }
    return former;
  }

  /** The newest version of a blob. */
  public Optional<Blob> find(BlobName name) {
    return database.read(
        h ->
            h.createQuery("select version, size from blobs where name = :name")
                .bind("name", name.value())
                .map((row, context) -> new Blob(contents, row.getString(1), row.getLong(2)))
                .findOne());
  }

  /** The names of a group's blobs. */
  public List<BlobName> names(BlobName.Group group) {
    return database.read(
        h ->
            h
                .createQuery("select name from blobs where name >= :begin and name < :end")
                .bind("begin", group.prefix())
                .bind("end", group.end())
                .mapTo(String.class)
                .list()
                .stream()
                .map(BlobName::new)
                .toList());
  }

  /** Deletes a blob, if there is one. */
  public void delete(BlobName name) {
    @Nullable String former =
        database
            .jdbi()
            .inTransaction(
                h -> {
                  lock(h, List.of(name));
                  return remove(h, name);
                });
    if (former != null) {
      contents.delete(former);
    }
  }

  /** Deletes all blobs of a group. */
  public void delete(BlobName.Group group) {
    names(group).forEach(this::delete);
  }

  /**
   * Deletes what processes that were killed left of drafts and deleted blobs. In a folder, drafts
   * of other processes look the same, so the caller must be the only user.
   */
  public void tidy() throws IOException {
    Set<String> used =
        database.read(
            h ->
                new HashSet<>(
                    h.createQuery("select version from blobs").mapTo(String.class).list()));
    contents.tidy(used::contains);
  }

  /** The contents that {@link #copyContents} copied, and all of their bytes. */
  public record Contents(List<String> versions, long bytes) {}

  /**
   * Copies the contents of all blobs to another store, where they have no names yet. If it fails,
   * nothing is left there.
   */
  public Contents copyContents(BlobStore to) throws IOException {
    Map<String, Long> sizes =
        database.read(
            h ->
                h.createQuery("select version, size from blobs")
                    .reduceRows(
                        new HashMap<>(),
                        (map, row) -> {
                          map.put(
                              row.getColumn("version", String.class),
                              row.getColumn("size", Long.class));
                          return map;
                        }));
    List<String> versions = new ArrayList<>();
    long bytes = 0;
    boolean done = false;
    try {
      for (Map.Entry<String, Long> each : sizes.entrySet()) {
        versions.add(each.getKey());
        try (InputStream in = contents.stream(each.getKey(), each.getValue());
            OutputStream out = to.contents.create(each.getKey())) {
          bytes += in.transferTo(out);
        } catch (NoSuchFileException e) {
          // Lost before: it is missing there, too.
          versions.remove(each.getKey());
        }
      }
      done = true;
    } finally {
      if (!done) {
        to.discard(new Contents(versions, bytes));
      }
    }
    return new Contents(List.copyOf(versions), bytes);
  }

  /** Deletes contents that were copied here and have no names. */
  public void discard(Contents copied) {
    copied.versions().forEach(this::discard);
  }

  /**
   * Deletes a content that was not published. If publishing it failed, that may be because the
   * answer to the commit was lost.
   */
  private void discard(String version) {
    boolean used =
        database.read(
            h ->
                h.createQuery("select 1 from blobs where version = :version")
                    .bind("version", version)
                    .mapTo(Integer.class)
                    .findOne()
                    .isPresent());
    if (!used) {
      contents.delete(version);
    }
  }

  /** Whether too little space is left to write anything. */
  public boolean isFull() {
    return contents.isFull();
  }
}
