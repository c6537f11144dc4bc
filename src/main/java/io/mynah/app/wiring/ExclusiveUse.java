package io.mynah.app.wiring;

import io.mynah.domain.Bot;
import io.mynah.store.database.Database;
import io.mynah.store.database.FaultKind;
import io.mynah.store.database.FolderLock;
import io.mynah.store.database.Lease;
import io.mynah.store.inbox.Inbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process holds so that no other one does the same: the lock of the data folder, and on a
 * database server leases, as the only one that works on the data, and as a worker that lives. If a
 * lease is lost, the process ends at once, since another one may begin soon after.
 */
final class ExclusiveUse implements AutoCloseable {
  /** Whether a process works on the data alone. */
  enum Wanted {
    /** It only reads. */
    NONE,
    /** It trains beside others on a server. */
    WORKER,
    /** It does, or fails. */
    NOW,
    /** It does as soon as no other one on the server does. */
    NEXT
  }

  private static final Logger log = LoggerFactory.getLogger(ExclusiveUse.class);

  /** The lease of a bot; others begin with it. */
  private static final String BOT = "bot";

  /** The lease of a command that works on all data alone. */
  private static final String ALONE = "alone";

  private static final long LOOKED_EVERY_MILLIS = 500;

  private final Wanted wanted;
  private final @Nullable FolderLock folder;
  private final String worker;
  private final List<Lease> leases;

  private ExclusiveUse(
      Wanted wanted, @Nullable FolderLock folder, String worker, List<Lease> leases) {
    this.wanted = wanted;
    this.folder = folder;
    this.worker = worker;
    this.leases = List.copyOf(leases);
  }

  /**
   * Takes the data folder.
   *
   * @throws FolderLock.InUse if another process has it
   */
  static ExclusiveUse ofFolder(Path folder, Wanted wanted) throws FolderLock.InUse, IOException {
    return new ExclusiveUse(
        wanted, wanted == Wanted.NONE ? null : FolderLock.take(folder), newWorker(), List.of());
  }

  /**
   * Takes a database if it is on a server. Closes it if that fails.
   *
   * @throws CommandFailure if another process has it
   */
  static ExclusiveUse ofServer(
      Database database, MynahConfig.Telegram telegram, Terminal terminal) {
    return new ExclusiveUse(Wanted.NOW, null, newWorker(), List.of())
        .of(database, telegram, terminal, Operations.OFF);
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

  /** Whether a bot on a database server runs in another process. */
  static boolean isTaken(Database database, Bot bot) {
    return Lease.isHeld(database, bot.own(BOT));
  }

  /**
   * Takes the database too, if it is on a server. Closes it if that fails.
   *
   * @param operations are told what this waits for
   * @throws CommandFailure if another process has it and this one does not wait
   */
  ExclusiveUse of(
      Database database, MynahConfig.Telegram telegram, Terminal terminal, Operations operations) {
    if (wanted == Wanted.NONE || !database.dialect().isOnServer()) {
      return this;
    }
    List<Lease> taken = new ArrayList<>();
    boolean all = false;
    try {
      if (wanted == Wanted.NOW) {
        taken.add(alone(database));
      } else if (wanted == Wanted.NEXT) {
        taken.add(next(database, telegram, terminal, operations));
      }
      taken.add(take(database, Lease.WORKERS + worker).orElseThrow());
      all = true;
      return new ExclusiveUse(wanted, folder, worker, taken);
    } finally {
      if (!all) {
        taken.forEach(Lease::close);
        database.close();
      }
    }
  }

  private static Lease alone(Database database) {
    return take(database, ALONE)
        .flatMap(lease -> unless(() -> Lease.countHeld(database, BOT) > 0, lease))
        .orElseThrow(
            () ->
                new CommandFailure(
                    "Another Mynah is using the database. Stop it first.", ExitCode.IN_USE));
  }

  /** Whoever takes the lease of a bot or that of being alone looks for the other one after that. */
  private static Optional<Lease> unless(BooleanSupplier other, Lease lease) {
    boolean kept = false;
    try {
      kept = !other.getAsBoolean();
    } finally {
      if (!kept) {
        lease.close();
      }
    }
    return kept ? Optional.of(lease) : Optional.empty();
  }

  private static Lease next(
      Database database, MynahConfig.Telegram telegram, Terminal terminal, Operations operations) {
    requireOneName(database, telegram);
    String name = telegram.bot().own(BOT);
    Optional<Lease> taken = takeBeside(database, name);
    if (taken.isEmpty()) {
      requireSame(database, telegram);
      operations.waitsFor(Operations.Waiting.OTHER_MYNAH);
      terminal
          .err()
          .println("Another Mynah is using the database. This one takes over when that ends.");
    }
    while (taken.isEmpty()) {
      pause();
      taken = takeIfReachable(database, name, operations);
    }
    return taken.get();
  }

  /** Refuses to wait for a bot that is another one on Telegram. */
  private static void requireSame(Database database, MynahConfig.Telegram telegram) {
    OptionalLong other = Inbox.owner(database, telegram.bot());
    if (Lease.isHeld(database, telegram.bot().own(BOT))
        && other.isPresent()
        && telegram.botId().isPresent()
        && other.getAsLong() != telegram.botId().getAsLong()) {
      throw new CommandFailure(
          "Another bot is using the database. To run this one beside it, set %s to a name for it. To run it in place of that one, stop that one first."
              .formatted(ConfigLoader.variable("telegram.name")),
          ExitCode.USAGE);
    }
  }

  /** Refuses to run a bot twice: each update would go to only one of them. */
  private static void requireOneName(Database database, MynahConfig.Telegram telegram) {
    OptionalLong id = telegram.botId();
    if (id.isPresent()
        && Inbox.names(database, id.getAsLong()).stream()
            .filter(bot -> !bot.name().equals(telegram.name()))
            .anyMatch(bot -> Lease.isHeld(database, bot.own(BOT)))) {
      throw new CommandFailure(
          "This bot is running already on the database, under another name. Start it under the same, or stop that one first.",
          ExitCode.USAGE);
    }
  }

  private static Optional<Lease> takeBeside(Database database, String name) {
    return take(database, name)
        .flatMap(lease -> unless(() -> Lease.isHeld(database, ALONE), lease));
  }

  private static Optional<Lease> takeIfReachable(
      Database database, String name, Operations operations) {
    try {
      Optional<Lease> taken = takeBeside(database, name);
      operations.waitsFor(
          taken.isEmpty() ? Operations.Waiting.OTHER_MYNAH : Operations.Waiting.OPENING);
      return taken;
    } catch (RuntimeException e) {
      if (!FaultKind.isPassing(e)) {
        throw e;
      }
      operations.waitsFor(Operations.Waiting.SERVER_AWAY);
      return Optional.empty(); // it may be started again
    }
  }

  /** Whether other processes train on a database on a server. */
  boolean hasOtherWorkers(Database database) {
    return database.dialect().isOnServer()
        && Lease.countHeld(database, Lease.WORKERS) > Math.min(1, leases.size());
  }

  private static Optional<Lease> take(Database database, String name) {
    return Lease.take(database, name, Lease.Timing.DEFAULT, ExclusiveUse::end);
  }

  /** Ends the process without another word or write. */
  private static void end() {
    log.error("The database was out of reach for too long. Another process may have taken over.");
    System.err.println(
        "The database server was out of reach for too long, so this ends. Start it again: what was"
            + " under way goes on.");
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

  /** Ends the process if a lease was not renewed in time. */
  void require() {
    leases.forEach(Lease::check);
  }

  boolean isAlone() {
    return wanted == Wanted.NOW || wanted == Wanted.NEXT;
  }

  /** The id under which this process takes jobs. */
  String worker() {
    return worker;
  }

  private static String newWorker() {
    return UUID.randomUUID().toString();
  }

  @Override
  public void close() {
    leases.forEach(Lease::close);
    if (folder != null) {
      folder.close();
    }
  }
}
