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
    return write(name, content, BlobChange.of(change));
  }

  /** The same with a change that may give other blobs other names. */
  public boolean write(BlobName name, Content content, BlobChange change) throws IOException {
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
    return publish(draft, name, BlobChange.of(change));
  }

  private boolean publish(Draft draft, BlobName name, BlobChange change) throws IOException {
    long size = draft.complete();
    BlobChange naming = new BlobChange(names -> names.give(name, draft.version(), size));
    boolean published = change(List.of(name), change.and(naming));
    if (published) {
      draft.published();
    }
    return published;
  }

  /**
   * Gives a blob another name, in place of what had that name, together with a change, as {@link
   * #publish} does.
   *
   * @return false if there is no such blob, or the change found that what it is about is gone
   */
  public boolean rename(BlobName from, BlobName to, Change change) {
    return rename(from, to, BlobChange.of(change));
  }

  /** The same with a change that may give other blobs other names. */
  public boolean rename(BlobName from, BlobName to, BlobChange change) {
    return change(List.of(from, to), change.and(new BlobChange(names -> names.rename(from, to))));
  }

  /**
   * Changes names of blobs. Within a transaction of this thread, it becomes a part of that; then it
   * must delete nothing, and refuse before it changes anything.
   *
   * @param locked which no other thread changes meanwhile
   * @return false if the change found that what it is about is gone; nothing was changed then
   */
  public boolean change(List<BlobName> locked, BlobChange change) {
    List<String> removed;
    try {
      removed =
          database
              .jdbi()
              .inTransaction(
                  h -> {
                    lock(h, locked);
                    BlobNames names = new BlobNames(h, contents);
                    if (!change.step().test(names)) {
                      throw new Refused();
                    }
                    return names.removed();
                  });
    } catch (Refused e) {
      return false;
    }
    removed.forEach(contents::delete);
    return true;
  }

  private void lock(Handle transaction, List<BlobName> names) {
    names.stream()
        .map(BlobName::value)
        .sorted()
        .forEach(name -> database.dialect().lock(transaction, "blob " + name));
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

  /** The size of all blobs of a group together, in bytes. */
  public long size(BlobName.Group group) {
    return database.read(
        h ->
            h.createQuery(
                    "select coalesce(sum(size), 0) from blobs where name >= :begin and name < :end")
                .bind("begin", group.prefix())
                .bind("end", group.end())
                .mapTo(Long.class)
                .one());
  }

  /** Deletes a blob, if there is one. */
  public void delete(BlobName name) {
    boolean unused =
        change(
            List.of(name),
            new BlobChange(
                names -> {
                  names.delete(name);
                  return true;
                }));
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
