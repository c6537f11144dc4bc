package io.mynah.console;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Emphasis;
import io.mynah.chat.FileOffer;
import io.mynah.chat.FileTarget;
import io.mynah.chat.Incoming;
import io.mynah.chat.Offers;
import io.mynah.chat.Reply;
import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The channel of conversations on a console. Messages are printed as lines, buttons as numbered
 * choices. The buttons of the last shown message can be pressed, by their labels, too, if they
 * answer a question. Of an edited message only new lines are printed, and lines that keep changing
 * are printed once. Progress bars of such a message are shown as the console's progress, if it can,
 * until the final edit. Thread-safe.
 */
public final class ConsoleChannel implements Channel {
  /** The only address of this channel. */
  public static final Address ADDRESS = new Address("console");

  private static final Pattern BAR = Pattern.compile("[░▓]");
  private static final Pattern QUOTED = Pattern.compile("[“„«].*");
  private static final int BUFFER = 1 << 16;
  private static final int REMEMBERED = 200;

  private final Console console;
  private final Path files;
  private final String session;
  private final Set<MessageRef> finalMessages;
  private final Map<String, Shown> messages = new LinkedHashMap<>();
  private final ConsoleChoices choices;
  private final Map<String, List<String>> progress = new LinkedHashMap<>();
  private long count;
  private boolean choicesHeld;
  private @Nullable Reply heldReply;

  /**
   * Makes a channel.
   *
   * @param files a folder for sent pictures and files; created with the first
   * @param session a unique id of this session, which distinguishes its messages from those of
   *     earlier sessions
   * @param finalMessages final messages of earlier sessions, whose edits are not shown
   * @param answering whether a button with an action answers a question and so can be pressed by
   *     its label; other buttons only accompany a message
   */
  public ConsoleChannel(
      Console console,
      Path files,
      String session,
      Set<MessageRef> finalMessages,
      Predicate<String> answering) {
    this.console = console;
    choices = new ConsoleChoices(answering);
    this.finalMessages = Set.copyOf(finalMessages);
    this.files = files;
    this.session = session;
  }

  /** The last shown content of a message, and the forms of its printed lines. */
  private record Shown(Reply reply, Set<String> forms) {}

  @Override
  public synchronized MessageRef send(Address to, Reply reply) {
    MessageRef message = nextRef();
    show(message, plain(reply), null, false);
    return message;
  }

  @Override
  public MessageRef sendPicture(Address to, byte[] png, Reply caption) throws IOException {
    return sendDocument(to, "picture.png", png, caption);
  }

  /** Writes the file and prints its path. */
  @Override
  public synchronized MessageRef sendDocument(
      Address to, String name, byte[] content, Reply caption) throws IOException {
    Files.createDirectories(files);
    Path file = files.resolve(session + "-" + (count + 1) + "-" + name);
    Files.write(file, content, StandardOpenOption.CREATE_NEW);
    String where = "→ " + file;
    String words = caption.text().isBlank() ? where : caption.text() + "\n" + where;
    return send(to, new Reply(words, caption.buttons()));
  }

  /** A reference for the next message, sent or typed. */
  synchronized MessageRef nextRef() {
    count++;
    return new MessageRef(ADDRESS, session + "-" + count);
  }

  @Override
  public void edit(MessageRef message, Reply reply) {
    edit(message, reply, false);
  }

  @Override
  public void progress(MessageRef message, Reply reply) {
    edit(message, reply, true);
  }

  /** Removes emphasis marks, as the terminal highlights only what can be typed. */
  private static Reply plain(Reply reply) {
    return new Reply(Emphasis.off(reply.text()), reply.buttons());
  }

  private synchronized void edit(MessageRef message, Reply marked, boolean temporary) {
    Reply reply = plain(marked);
    if (!message.address().equals(ADDRESS) || finalMessages.contains(message)) {
      return;
    }
    Shown before = messages.get(message.messageId());
    if (before == null || !before.reply().equals(reply)) {
      show(message, reply, before, temporary);
    } else if (!temporary) {
      showProgress(message, List.of());
    }
  }

  /**
   * @param temporary whether the message will soon be edited again
   */
  private void show(MessageRef message, Reply reply, @Nullable Shown before, boolean temporary) {
    Set<String> forms = before == null ? new HashSet<>() : before.forms();
    List<String> lines = newLines(reply, before, forms, temporary);
    boolean changed = before == null || !before.reply().buttons().equals(reply.buttons());
    console.print(lines);
    if (changed) {
      offer(message, reply, temporary);
    }
    remember(message, new Shown(reply, forms));
    showProgress(message, temporary ? bars(reply) : List.of());
  }

  /** The new lines of a message; all lines of a new message. */
  private List<String> newLines(
      Reply reply, @Nullable Shown before, Set<String> forms, boolean temporary) {
    Set<String> known =
        before == null ? Set.of() : before.reply().text().lines().collect(Collectors.toSet());
    List<String> lines = new ArrayList<>();
    boolean first = true;
    for (String line : reply.text().lines().toList()) {
      boolean head = first;
      first = false;
      boolean bar = isBar(line);
      if (bar && temporary && console.showsProgress()) {
        continue;
      }
      boolean newForm = forms.add(head ? topic(line) : form(line));
      boolean changed = before == null || (!line.isBlank() && !known.contains(line));
      boolean once = bar || (temporary && before != null);
      if (once ? newForm : changed) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static boolean isBar(String line) {
    return BAR.matcher(line).find();
  }

  /** The form of a message's first line up to a colon, since a list after it may change. */
  private static String topic(String line) {
    int colon = isBar(line) ? -1 : line.indexOf(':');
    return form(colon > 0 ? line.substring(0, colon) : line);
  }

  /** A line without numbers, bars and quotations, to compare it with others. */
  private static String form(String line) {
    return QUOTED.matcher(line).replaceFirst("“").replaceAll("[\\p{Nd}\\p{Zs}░▓.,]+", " ");
  }

  private void remember(MessageRef message, Shown shown) {
    messages.remove(message.messageId());
    messages.put(message.messageId(), shown);
    if (messages.size() > REMEMBERED) {
      messages.remove(messages.keySet().iterator().next());
    }
  }

  private static List<String> bars(Reply reply) {
    return reply.text().lines().filter(ConsoleChannel::isBar).toList();
  }

  /** Replaces the shown progress bars of a message. */
  private void showProgress(MessageRef message, List<String> bars) {
    List<String> before =
        bars.isEmpty()
            ? progress.remove(message.messageId())
            : progress.put(message.messageId(), bars);
    if (!bars.equals(before == null ? List.of() : before)) {
      console.progress(progress.values().stream().flatMap(List::stream).toList());
    }
  }

  private static List<List<Console.Choice>> numbered(Reply reply) {
    List<List<Console.Choice>> rows = new ArrayList<>();
    int number = 0;
    for (List<Button> row : reply.buttons()) {
      List<Console.Choice> numbered = new ArrayList<>();
      for (Button button : row) {
        number++;
        numbered.add(new Console.Choice(number, button.label()));
      }
      rows.add(numbered);
    }
    return rows;
  }

  private void offer(MessageRef message, Reply reply, boolean temporary) {
    choices.show(message, reply.buttons().stream().flatMap(List::stream).toList(), temporary);
    if (reply.buttons().isEmpty()) {
      return;
    }
    if (choicesHeld) {
      heldReply = reply;
    } else {
      console.printChoices(numbered(reply));
    }
  }

  /**
   * Holds back choices until {@link #showChoices}, since each of several presses may change them.
   */
  synchronized void holdChoices() {
    choicesHeld = true;
  }

  /** Shows the choices that were held back. */
  synchronized void showChoices() {
    choicesHeld = false;
    if (heldReply != null && !choices.all().isEmpty()) {
      console.printChoices(numbered(heldReply));
    }
    heldReply = null;
  }

  /** The buttons that typed text selects; empty if it selects none. */
  synchronized List<ConsoleChoices.Choice> selected(String typed) {
    return choices.selected(typed);
  }

  /**
   * The highest valid number, if numbers were typed that the open question does not have; else
   * empty. Shows the question's choices again if other buttons have taken their numbers.
   */
  synchronized OptionalInt highestNumber(String typed) {
    if (!choices.lacks(typed)) {
      return OptionalInt.empty();
    }
    if (choices.renumber()) {
      console.printChoices(choices.all().stream().map(List::of).toList());
    }
    return OptionalInt.of(choices.all().size());
  }

  @Override
  public Typing typing(Address at) {
    return () -> {};
  }

  /** Copies a file whose handle is a path. */
  @Override
  public void fetch(FileOffer file, FileTarget into, LongPredicate progress) throws IOException {
    Path source = Path.of(file.handle());
    if (!Files.isRegularFile(source)) {
      throw new FileUnavailable("no such file");
    }
    byte[] buffer = new byte[BUFFER];
    long done = 0;
    try (InputStream in = Files.newInputStream(source);
        OutputStream copy = into.create()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        copy.write(buffer, 0, read);
        done += read;
        if (!progress.test(done)) {
          return;
        }
      }
    }
  }

  @Override
  public void offer(Incoming.Query query, Offers offers) {
    throw new UnsupportedOperationException("nobody asks at a terminal");
  }

  @Override
  public void answer(Incoming.Guest question, Offers.Offer message) {
    throw new UnsupportedOperationException("there are no guests at a terminal");
  }

  @Override
  public void react(MessageRef message, String emoji) {
    // Typed input is answered at once, so reactions are not needed.
  }

  @Override
  public String sourceKey(Address group) {
    throw new UnsupportedOperationException("There are no groups at a terminal.");
  }

  @Override
  public Optional<Address> privately(OwnerId owner) {
    return owner.equals(OwnerId.LOCAL) ? Optional.of(ADDRESS) : Optional.empty();
  }

  @Override
  public long fetchLimit() {
    return Long.MAX_VALUE;
  }

  @Override
  public boolean readsLocalPaths() {
    return true;
  }
}
