package io.mynah.store.blobs;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The names of blobs, within a transaction that changes some of them. For one thread. */
public final class BlobNames {
  private final Handle transaction;
  private final BlobContents contents;
  private final List<String> removed = new ArrayList<>();

  BlobNames(Handle transaction, BlobContents contents) {
    this.transaction = transaction;
    this.contents = contents;
  }

  /** The transaction, for what else belongs to the change. */
  public Handle transaction() {
    return transaction;
  }

  /** Whether there is a blob of this name. */
  public boolean has(BlobName name) {
    return transaction
        .createQuery("select 1 from blobs where name = :name")
        .bind("name", name.value())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /**
   * Gives a blob another name, in place of what had that name. Returns false if there is no such
   * blob.
   */
  public boolean rename(BlobName from, BlobName to) {
    if (!has(from)) {
      return false;
    }
    delete(to);
    return transaction
            .createUpdate("update blobs set name = :to where name = :from")
            .bind("to", to.value())
            .bind("from", from.value())
            .execute()
        > 0;
  }

  /** Deletes a blob, if there is one. */
  public void delete(BlobName name) {
    transaction
        .createQuery("delete from blobs where name = :name returning version")
        .bind("name", name.value())
        .mapTo(String.class)
        .findOne()
        .ifPresent(
            version -> {
              contents.deleteIn(transaction, version);
              removed.add(version);
            });
  }

  /** Names a version, in place of what had the name. */
  boolean give(BlobName name, String version, long size) {
    if (!contents.isWhole(transaction, version, size)) {
      throw new IllegalStateException("a blob was deleted while it was written");
    }
    delete(name);
    transaction
        .createUpdate("insert into blobs (name, version, size) values (:name, :version, :size)")
        .bind("name", name.value())
        .bind("version", version)
        .bind("size", size)
        .execute();
    return true;
  }

  /** The versions that have no name any more. */
  List<String> removed() {
    return removed;
  }
}
