package io.mynah.chat.mydata;

import io.mynah.chat.Channel;
import io.mynah.chat.CurrentUpdate;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.words.Languages;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * {@code /mydata [voices]}: sends an owner all data that is stored about them, in private. The
 * model files are large and sent only on request. Packing happens in the background, in a folder
 * that is empty again afterwards. Thread-safe.
 */
public final class MyDataCommand implements Command, Feature {
  /** The largest file in bytes: files are held in memory, and the connection may be slow. */
  private static final long LARGEST = 12_000_000;

  /** For how many owners data is packed or sent at the same time; others wait. */
  private static final int AT_ONCE = 2;

  private final Channel channel;
  private final OwnerData data;
  private final Path folder;
  private final FaultLog faults;
  private final ExecutorService workers =
      Executors.newFixedThreadPool(AT_ONCE, MyDataCommand::worker);
  private final AtomicInteger active = new AtomicInteger();
  private final Map<OwnerId, Packing> packings = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param folder used for nothing else
   */
  public MyDataCommand(Channel channel, OwnerData data, Path folder, FaultLog faults) {
    this.channel = channel;
    this.data = data;
    this.faults = faults;
    this.folder = folder;
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "mydata");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of("mydata", this);
  }

  /** Deletes what a killed process left in the folder. */
  @Override
  public void resume() {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> left = Files.walk(folder)) {
      for (Path each : left.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean busy(OwnerId owner) {
    return isUnderWay(owner);
  }

  /** Stops sending an owner's packed data. */
  @Override
  public void forget(OwnerId owner) {
    boolean unused = stop(owner);
  }

  /** What was not sent is packed again after the next start. */
  @Override
  public void close() {
    closed = true;
    workers.shutdownNow();
  }

  /** Whether an owner's data is being packed or sent, or waits for that. */
  public boolean isUnderWay(OwnerId owner) {
    return packings.containsKey(owner);
  }

  /**
   * Stops sending further parts to an owner, also after the next start; returns whether there were
   * any. A part that is already being sent is not stopped.
   */
  public boolean stop(OwnerId owner) {
    Packing stopped = packings.remove(owner);
    if (stopped == null) {
      return false;
    }
    stopped.stop();
    return true;
  }

  @Override
  public void run(Call call) throws IOException {
    Phrases phrases = call.phrases();
    Address to = call.envelope().address();
    if (!call.envelope().isPrivate()) {
      channel.send(to, Reply.of(phrases.of("access.private")));
      return;
    }
    Packing begun =
        new Packing(
            Languages.means(call.arguments(), "mydata.word-voices"), channel.cause().leave());
    if (packings.putIfAbsent(call.owner(), begun) != null) {
      begun.rest.done();
      channel.send(to, Reply.of(phrases.of("mydata.under-way")));
      return;
    }
    boolean waits = active.incrementAndGet() > AT_ONCE;
    boolean goesOn = false;
    try {
      String begins = phrases.of(begun.voices ? "mydata.packing-voices" : "mydata.packing");
      channel.send(to, Reply.of(waits ? begins + " " + phrases.of("mydata.waits") : begins));
      workers.execute(() -> begun.rest.within(() -> finish(call, begun)));
      goesOn = true;
    } catch (RejectedExecutionException e) {
      // The process is ending; the update is handled again.
    } finally {
      if (!goesOn) {
        end(call.owner(), begun);
      }
    }
  }

  /** The packing of one owner's data. */
  private static final class Packing {
    final boolean voices;

    /**
     * The deferred part of the update's answer, kept until everything is sent, so that the next
     * start packs it again.
     */
    final CurrentUpdate.Rest rest;

    volatile boolean stopped;

    Packing(boolean voices, CurrentUpdate.Rest rest) {
      this.voices = voices;
      this.rest = rest;
    }

    void stop() {
      stopped = true;
      rest.done();
    }
  }

  private void finish(Call call, Packing begun) {
    try {
      if (!isUnwanted(begun)) {
        packAndSend(call, begun);
      }
    } finally {
      end(call.owner(), begun);
    }
  }

  private void packAndSend(Call call, Packing begun) {
    Channel.Typing typing = channel.typing(call.envelope().address());
    try (typing) {
      boolean unused =
          faults.attempt(
              call.envelope(),
              call.phrases(),
              channel,
              () -> {
                try {
                  send(call.owner(), call.envelope().address(), call.phrases(), begun);
                } catch (IOException | RuntimeException e) {
                  if (!isUnwanted(begun)) {
                    throw e;
                  }
                }
              });
    }
  }

  /** Whether the data is no longer to be sent. */
  private boolean isUnwanted(Packing begun) {
    return begun.stopped || closed;
  }

  private void end(OwnerId owner, Packing begun) {
    active.decrementAndGet();
    packings.remove(owner, begun);
    if (!closed) {
      begun.rest.done();
    }
  }

  private void send(OwnerId owner, Address to, Phrases phrases, Packing begun) throws IOException {
    Files.createDirectories(folder);
    Path own = Files.createTempDirectory(folder, "zip");
    try (ZipParts parts = new ZipParts(own, LARGEST, () -> isUnwanted(begun))) {
      byte[] readme = phrases.of("mydata.readme").getBytes(StandardCharsets.UTF_8);
      parts.add("README.txt", readme.length, out -> out.write(readme));
      data.pack(owner, begun.voices, parts);
      int count = parts.finish();
      for (int i = 0; i < count && !isUnwanted(begun); i++) {
        String caption = phrases.of("mydata.sent", "number", i + 1, "count", count);
        String name = count == 1 ? "mynah-data.zip" : "mynah-data-" + (i + 1) + ".zip";
        channel.sendDocument(to, name, parts.part(i), Reply.of(caption));
      }
    }
  }
}
