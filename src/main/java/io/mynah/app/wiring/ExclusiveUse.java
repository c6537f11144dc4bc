package io.mynah.app.wiring;

import io.mynah.store.database.Database;
import io.mynah.store.database.FolderLock;
import io.mynah.store.database.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right of this process to work on the data alone: the lock of the data folder, and on a
 * database server a lease. If the lease is lost, the process ends at once, since another one may
 * begin soon after.
 */
final class ExclusiveUse implements AutoCloseable {
  /** Whether a process works on the data alone. */
  enum Wanted {
    /** It only reads. */
    NONE,
    /** It does, or fails. */
    NOW,
    /** It does as soon as no other one on the server does. */
    NEXT
  }

  private static final Logger log = LoggerFactory.getLogger(ExclusiveUse.class);
  private static final String NAME = "bot";
  private static final long LOOKED_EVERY_MILLIS = 500;

  private final Wanted wanted;
  private final @Nullable FolderLock folder;
  private final @Nullable Lease lease;

  private ExclusiveUse(Wanted wanted, @Nullable FolderLock folder, @Nullable Lease lease) {
    this.wanted = wanted;
    this.folder = folder;
    this.lease = lease;
  }

  /**
   * Takes the data folder.
   *
   * @throws FolderLock.InUse if another process has it
   */
  static ExclusiveUse ofFolder(Path folder, Wanted wanted) throws FolderLock.InUse, IOException {
    return new ExclusiveUse(wanted, wanted == Wanted.NONE ? null : FolderLock.take(folder), null);
  }

  /**
   * Takes a database if it is on a server. Closes it if that fails.
   *
   * @throws CommandFailure if another process has it
   */
  static ExclusiveUse ofServer(Database database, Terminal terminal) {
    return new ExclusiveUse(Wanted.NOW, null, null).of(database, terminal);
  }

  /** Whether another process has a data folder. */
  static boolean isTaken(MynahHome home) {
    if (!Files.exists(home.folder().resolve(FolderLock.FILE))) {
      return false;
    }
    try {
      FolderLock.take(home.folder()).close();
      return false;
    } catch (FolderLock.InUse e) {
      return true;
    } catch (IOException e) {
      return false; // opening the folder reports this
    }
  }

  /** Whether another process has a database on a server. */
  static boolean isTaken(Database database) {
    return Lease.isHeld(database, NAME);
  }

  /**
   * Takes the database too, if it is on a server. Closes it if that fails.
   *
   * @throws CommandFailure if another process has it and this one does not wait
   */
  ExclusiveUse of(Database database, Terminal terminal) {
    if (wanted == Wanted.NONE || !database.dialect().isOnServer()) {
      return this;
    }
    boolean taken = false;
    try {
      ExclusiveUse use = new ExclusiveUse(wanted, folder, lease(database, terminal));
      taken = true;
      return use;
    } finally {
      if (!taken) {
        database.close();
      }
    }
  }

  private Lease lease(Database database, Terminal terminal) {
    Optional<Lease> taken = take(database);
    if (taken.isEmpty() && wanted == Wanted.NOW) {
      throw new CommandFailure(
          "Another Mynah is using the database. Stop it first.", ExitCode.IN_USE);
    }
    if (taken.isEmpty()) {
      terminal
          .err()
          .println("Another Mynah is using the database. This one takes over when that ends.");
    }
    while (taken.isEmpty()) {
      pause();
      taken = take(database);
    }
    return taken.get();
  }

  private static Optional<Lease> take(Database database) {
    return Lease.take(database, NAME, Lease.Timing.DEFAULT, ExclusiveUse::end);
  }

  /** Ends the process without another word or write. */
  private static void end() {
    log.error("The database was out of reach for too long. Another process may have taken over.");
    Runtime.getRuntime().halt(ExitCode.CUT_OFF);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOKED_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("Interrupted while waiting for another Mynah to end.");
    }
  }

  boolean isAlone() {
    return wanted != Wanted.NONE;
  }

  @Override
  public void close() {
    if (lease != null) {
      lease.close();
    }
    if (folder != null) {
      folder.close();
    }
  }
}
