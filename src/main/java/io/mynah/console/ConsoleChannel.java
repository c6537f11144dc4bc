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
 * Messages as lines of a console. Buttons are numbered choices; those of the message shown last can
 * be pressed, by their words, too, where they answer a question. Of a message that is edited only
 * what is new is printed; what soon changes again is printed once, and not for each change, and the
 * bars of such a message are shown as progress where the console can, until it is changed for good.
 * Thread-safe.
 */
public final class ConsoleChannel implements Channel {
  /** The one place there is. */
  public static final Address ADDRESS = new Address("console");

  private static final Pattern BAR = Pattern.compile("[░▓]");
  private static final Pattern QUOTED = Pattern.compile("[“„«].*");
  private static final int BUFFER = 1 << 16;
  private static final int REMEMBERED = 200;

  private final Console console;
  private final Path files;
  private final String session;
  private final Set<MessageRef> told;
  private final Map<String, Shown> messages = new LinkedHashMap<>();
  private final ConsoleChoices choices;
  private final Map<String, List<String>> progress = new LinkedHashMap<>();
  private long count;
  private boolean holding;
  private @Nullable Reply held;

  /**
   * Makes a channel.
   *
   * @param files a folder for pictures and files that are sent; made when there is the first
   * @param session a word that no earlier session had, so that messages of theirs are known as such
   * @param told messages of earlier sessions that said all that they had to say: not shown again
   * @param answering whether a button with an action answers a question, in words as well: those
   *     that only stand beside something that was said do not
   */
  public ConsoleChannel(
      Console console,
      Path files,
      String session,
      Set<MessageRef> told,
      Predicate<String> answering) {
    this.console = console;
    choices = new ConsoleChoices(answering);
    this.told = Set.copyOf(told);
    this.files = files;
    this.session = session;
  }

  /** A message as it was shown last, and the forms of lines that were printed of it. */
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

  /** Writes the file and shows where it is. */
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

  /** A name for a message that was not sent, but typed. */
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

  /** A terminal has colours of its own for what is to be typed; names look like other words. */
  private static Reply plain(Reply reply) {
    return new Reply(Emphasis.off(reply.text()), reply.buttons());
  }

  private synchronized void edit(MessageRef message, Reply marked, boolean passing) {
    Reply reply = plain(marked);
    if (!message.address().equals(ADDRESS) || told.contains(message)) {
      return;
    }
    Shown before = messages.get(message.messageId());
    if (before == null || !before.reply().equals(reply)) {
      show(message, reply, before, passing);
    } else if (!passing) {
      showProgress(message, List.of());
    }
  }

  /**
   * @param passing whether it is soon changed again
   */
  private void show(MessageRef message, Reply reply, @Nullable Shown before, boolean passing) {
    Set<String> forms = before == null ? new HashSet<>() : before.forms();
    List<String> lines = news(reply, before, forms, passing);
    boolean changed = before == null || !before.reply().buttons().equals(reply.buttons());
    console.print(lines);
    if (changed) {
      offer(message, reply, passing);
    }
    keep(message, new Shown(reply, forms));
    showProgress(message, passing ? bars(reply) : List.of());
  }

  /** The lines that were not in the message before, all of a new one. */
  private List<String> news(
      Reply reply, @Nullable Shown before, Set<String> forms, boolean passing) {
    Set<String> known =
        before == null ? Set.of() : before.reply().text().lines().collect(Collectors.toSet());
    List<String> lines = new ArrayList<>();
    boolean first = true;
    for (String line : reply.text().lines().toList()) {
      boolean head = first;
      first = false;
      boolean bar = isBar(line);
      if (bar && passing && console.showsProgress()) {
        continue;
      }
      boolean newForm = forms.add(head ? topic(line) : form(line));
      boolean changed = before == null || (!line.isBlank() && !known.contains(line));
      boolean once = bar || (passing && before != null);
      if (once ? newForm : changed) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static boolean isBar(String line) {
    return BAR.matcher(line).find();
  }

  /** Of what begins a message, all before a colon: what it lists may change. */
  private static String topic(String line) {
    int colon = isBar(line) ? -1 : line.indexOf(':');
    return form(colon > 0 ? line.substring(0, colon) : line);
  }

  /** A line without its numbers and bars, and without what it quotes. */
  private static String form(String line) {
    return QUOTED.matcher(line).replaceFirst("“").replaceAll("[\\p{Nd}\\p{Zs}░▓.,]+", " ");
  }

  private void keep(MessageRef message, Shown shown) {
    messages.remove(message.messageId());
    messages.put(message.messageId(), shown);
    if (messages.size() > REMEMBERED) {
      messages.remove(messages.keySet().iterator().next());
    }
  }

  private static List<String> bars(Reply reply) {
    return reply.text().lines().filter(ConsoleChannel::isBar).toList();
  }

  /** Shows the bars of a message that soon changes again, in place of those that it had. */
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

  private void offer(MessageRef message, Reply reply, boolean passing) {
    choices.show(message, reply.buttons().stream().flatMap(List::stream).toList(), passing);
    if (reply.buttons().isEmpty()) {
      return;
    }
    if (holding) {
      held = reply;
    } else {
      console.printChoices(numbered(reply));
    }
  }

  /** Shows no choices until {@link #showChoices}: several are made, and each changes the rest. */
  synchronized void holdChoices() {
    holding = true;
  }

  /** Shows the choices that were held back, if there are any. */
  synchronized void showChoices() {
    holding = false;
    if (held != null && !choices.all().isEmpty()) {
      console.printChoices(numbered(held));
    }
    held = null;
  }

  /** The buttons that are meant by what was typed; none if it is no choice among them. */
  synchronized List<ConsoleChoices.Choice> meant(String typed) {
    return choices.meant(typed);
  }

  /**
   * The highest number that can be typed, where numbers were typed that the question which waits
   * does not have. If others have taken its numbers, it shows them again.
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
  public void react(MessageRef message, String emoji) {
    // What is typed is answered at once.
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
