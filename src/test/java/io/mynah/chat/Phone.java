package io.mynah.chat;

import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** A channel that keeps every message as it is shown now and as it was before. Thread-safe. */
final class Phone implements Channel {
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  /** A message with all the texts that it had, the newest last. */
  record Shown(MessageRef ref, List<Reply> versions) {
    Reply now() {
      return versions.get(versions.size() - 1);
    }
  }

  private final Map<MessageRef, List<Reply>> messages = new LinkedHashMap<>();
  private final Map<MessageRef, RichReply> rich = new HashMap<>();
  private final List<Picture> pictures = new ArrayList<>();
  private final Map<MessageRef, String> documents = new HashMap<>();
  private final List<SentFile> sentFiles = new ArrayList<>();
  private final Map<String, byte[]> files = new HashMap<>();
  private final List<String> fetched = new ArrayList<>();
  private final List<Address> typing = new ArrayList<>();
  private final Map<MessageRef, Offers> offered = new HashMap<>();
  private final List<String> reactions = new ArrayList<>();
  private final List<String> toasts = new ArrayList<>();
  private int sent;
  private boolean holdingFetches;
  private boolean holdingSends;
  private boolean holdingDocuments;
  private final SortedSet<Integer> travelling = new TreeSet<>();
  private final Set<Integer> released = new HashSet<>();
  private int begun;
  private @Nullable IOException fetchFault;
  private @Nullable RuntimeException sendFault;
  private @Nullable RuntimeException editFault;
  private @Nullable RuntimeException offerFault;
  private @Nullable RuntimeException pictureFault;
  private volatile Runnable edited = () -> {};
  private volatile Runnable heard = () -> {};
  private volatile CurrentUpdate cause = CurrentUpdate.NONE;
  private volatile @Nullable Thread killing;
  private volatile @Nullable OwnerId elsewhere;
  volatile boolean local;
  volatile boolean tables;
  volatile long limit = 20L << 20;

  /** From now on somebody is one of another bot's, and so is what they write. */
  void moveElsewhere(@Nullable OwnerId owner) {
    elsewhere = owner;
  }

  @Override
  public boolean isElsewhere(OwnerId owner) {
    return owner.equals(elsewhere);
  }

  @Override
  public boolean isElsewhere(Address address) {
    OwnerId owner = elsewhere;
    return owner != null && privately(owner).filter(address::equals).isPresent();
  }

  /** From now on tells when a message is changed, on the thread that does. */
  void onEdit(Runnable told) {
    edited = told;
  }

  /** From now on tells when a message is sent, on the thread that does. */
  void onSend(Runnable told) {
    heard = told;
  }

  /** From now on everything was heard by an earlier process, which may have begun to answer it. */
  void replays(Instant heard) {
    answers(1, true, heard);
  }

  /**
   * From now on this update is answered.
   *
   * @param handledBefore whether an earlier process may have begun to answer it
   */
  void answers(long update, boolean handledBefore, Instant heard) {
    cause =
        new CurrentUpdate() {
          @Override
          public OptionalLong number() {
            return OptionalLong.of(update);
          }

          @Override
          public boolean again() {
            return handledBefore;
          }

          @Override
          public Optional<Instant> receivedAt() {
            return Optional.of(heard);
          }

          @Override
          public Rest leave() {
            return Rest.NONE;
          }
        };
  }

  /** From now on everything is heard for the first time. */
  void replaysNoMore() {
    cause = CurrentUpdate.NONE;
  }

  @Override
  public CurrentUpdate cause() {
    return cause;
  }

  synchronized void put(String handle, byte[] bytes) {
    files.put(handle, bytes);
  }

  /** The process is killed. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** From now on the process is killed as soon as this thread is to send or change something. */
  void killsBeforeAnyAnswer(boolean kills) {
    killing = kills ? Thread.currentThread() : null;
  }

  private void dieIfKilled() {
    if (Thread.currentThread().equals(killing)) {
      throw new Killed();
    }
  }

  /** Fails the next message that is sent. */
  synchronized void failNextSend(RuntimeException with) {
    sendFault = with;
  }

  /** From now on a message that is sent is on its way until {@link #releaseSends}. */
  synchronized void holdSends() {
    holdingSends = true;
  }

  /** From now on a file that is sent is on its way until {@link #releaseSends}. */
  synchronized void holdDocuments() {
    holdingDocuments = true;
  }

  synchronized void releaseSends() {
    holdingSends = false;
    holdingDocuments = false;
    notifyAll();
  }

  /** Whether a message is on its way. */
  boolean isSending() {
    return sending() > 0;
  }

  /** How many messages are on their way. */
  synchronized int sending() {
    return travelling.size();
  }

  /** Lets the message arrive that has been on its way for longest. */
  synchronized void releaseOldestSend() {
    released.add(travelling.first());
    notifyAll();
  }

  private synchronized void travel(BooleanSupplier held) {
    int journey = ++begun;
    travelling.add(journey);
    try {
      while (held.getAsBoolean() && !released.contains(journey)) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      travelling.remove(journey);
      notifyAll();
    }
  }

  /** Fails the next change of a message. */
  synchronized void failNextEdit(RuntimeException with) {
    editFault = with;
  }

  /** Fails the next offers to a query. */
  synchronized void failNextOffer(RuntimeException with) {
    offerFault = with;
  }

  /** Fails the next picture that is sent. */
  synchronized void failNextPicture(RuntimeException with) {
    pictureFault = with;
  }

  synchronized void holdFetches() {
    holdingFetches = true;
  }

  synchronized void releaseFetches() {
    holdingFetches = false;
    notifyAll();
  }

  /** Fails the next fetches, until this is null again. */
  synchronized void failFetches(@Nullable IOException with) {
    fetchFault = with;
  }

  /** Handles of the files that were begun to be fetched. */
  synchronized List<String> fetched() {
    return List.copyOf(fetched);
  }

  /** The messages at an address in the order in which they were sent. */
  synchronized List<Shown> at(Address address) {
    return messages.entrySet().stream()
        .filter(e -> e.getKey().address().equals(address))
        .map(e -> new Shown(e.getKey(), List.copyOf(e.getValue())))
        .toList();
  }

  /** A message as it is shown now. */
  synchronized Reply now(MessageRef message) {
    List<Reply> versions = messages.getOrDefault(message, List.of());
    return versions.get(versions.size() - 1);
  }

  /**
   * Returns when something holds; looks whenever a message was sent or changed, and now and then.
   */
  void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      synchronized (this) {
        if (System.nanoTime() > until) {
          throw new AssertionError("never came: " + what + "\n" + messages);
        }
        try {
          wait(10);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  @Override
  public synchronized MessageRef send(Address to, Reply reply) {
    dieIfKilled();
    travel(() -> holdingSends);
    RuntimeException fault = sendFault;
    if (fault != null) {
      sendFault = null;
      throw fault;
    }
    MessageRef ref = new MessageRef(to, "m" + ++sent);
    messages.put(ref, new ArrayList<>(List.of(plain(reply))));
    notifyAll();
    heard.run();
    return ref;
  }

  @Override
  public boolean showsTables() {
    return tables;
  }

  @Override
  public synchronized MessageRef sendRich(Address to, RichReply reply) {
    MessageRef ref = send(to, reply.plain());
    rich.put(ref, reply);
    return ref;
  }

  /** A message with tables, if it is one. */
  synchronized Optional<RichReply> rich(MessageRef message) {
    return Optional.ofNullable(rich.get(message));
  }

  /** As it is read: what stands out does not matter here. */
  private static Reply plain(Reply reply) {
    return new Reply(Emphasis.off(reply.text()), reply.buttons());
  }

  /** A picture as it was sent. */
  record Picture(Address address, BufferedImage image, String caption) {}

  /** The pictures that were sent to an address. */
  synchronized List<Picture> pictures(Address address) {
    return pictures.stream().filter(picture -> picture.address().equals(address)).toList();
  }

  /** A file as it was sent. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record SentFile(Address address, String name, byte[] content) {}

  /** The files that were sent to an address. */
  synchronized List<SentFile> files(Address address) {
    return sentFiles.stream().filter(file -> file.address().equals(address)).toList();
  }

  /** A file that was sent, as text. */
  synchronized String document(MessageRef message) {
    return documents.get(message);
  }

  /** Keeps pictures apart from the messages: they come by themselves when a training ends. */
  @Override
  public synchronized MessageRef sendPicture(Address to, byte[] png, Reply caption) {
    RuntimeException fault = pictureFault;
    if (fault != null) {
      pictureFault = null;
      throw fault;
    }
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
      pictures.add(new Picture(to, Objects.requireNonNull(image), Emphasis.off(caption.text())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    notifyAll();
    return new MessageRef(to, "m" + ++sent);
  }

  @Override
  public synchronized MessageRef sendDocument(
      Address to, String name, byte[] content, Reply caption) {
    travel(() -> holdingDocuments);
    MessageRef ref = send(to, caption);
    documents.put(ref, new String(content, StandardCharsets.UTF_8));
    sentFiles.add(new SentFile(to, name, content.clone()));
    return ref;
  }

  @Override
  public void edit(MessageRef message, Reply reply) {
    dieIfKilled();
    change(message, reply);
    edited.run();
  }

  private synchronized void change(MessageRef message, Reply reply) {
    RuntimeException fault = editFault;
    if (fault != null) {
      editFault = null;
      throw fault;
    }
    List<Reply> versions = messages.get(message);
    if (versions == null || documents.containsKey(message)) {
      throw new AssertionError("no such message: " + message);
    }
    versions.add(plain(reply));
    notifyAll();
  }

  @Override
  public synchronized void toast(Address at, String words) {
    toasts.add(Emphasis.off(words));
    notifyAll();
  }

  /** What was said in passing to those who pressed buttons. */
  synchronized List<String> toasts() {
    return List.copyOf(toasts);
  }

  /** A message as it is shown now, if there is one. */
  synchronized Optional<Reply> find(MessageRef message) {
    return messages.containsKey(message) ? Optional.of(now(message)) : Optional.empty();
  }

  @Override
  public synchronized Typing typing(Address at) {
    typing.add(at);
    return () -> endTyping(at);
  }

  private synchronized void endTyping(Address at) {
    typing.remove(at);
  }

  /** Whether typing is shown. */
  synchronized boolean isTyping(Address at) {
    return typing.contains(at);
  }

  @Override
  public void fetch(FileOffer file, FileTarget into, LongPredicate progress) throws IOException {
    byte[] bytes;
    synchronized (this) {
      fetched.add(file.handle());
      notifyAll();
      while (holdingFetches) {
        if (!progress.test(0)) {
          return;
        }
        try {
          wait(5);
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      if (fetchFault != null) {
        throw fetchFault;
      }
      bytes = files.get(file.handle());
    }
    if (bytes == null) {
      throw new FileUnavailable("no such file");
    }
    try (OutputStream out = into.create()) {
      out.write(bytes);
    }
    boolean unused = progress.test(bytes.length);
  }

  @Override
  public synchronized void offer(Incoming.Query query, Offers offers) {
    RuntimeException fault = offerFault;
    if (fault != null) {
      offerFault = null;
      throw fault;
    }
    offered.put(query.envelope().message(), offers);
    notifyAll();
  }

  /** What was offered in answer to a query, if anything. */
  synchronized Optional<Offers> offered(MessageRef query) {
    return Optional.ofNullable(offered.get(query));
  }

  @Override
  public synchronized void answer(Incoming.Guest question, Offers.Offer message) {
    offered.put(question.envelope().message(), new Offers(List.of(message), null));
    notifyAll();
  }

  @Override
  public synchronized void react(MessageRef message, String emoji) {
    reactions.add(emoji + " at " + message.messageId());
  }

  /** The signs that messages bear, each with its message's id. */
  synchronized List<String> reactions() {
    return List.copyOf(reactions);
  }

  @Override
  public String sourceKey(Address group) {
    return "group:" + group.value();
  }

  @Override
  public Optional<Address> privately(OwnerId owner) {
    return Optional.of(Someone.privateChat(owner));
  }

  @Override
  public long fetchLimit() {
    return limit;
  }

  @Override
  public boolean readsLocalPaths() {
    return local;
  }
}
