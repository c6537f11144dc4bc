package io.mynah.console;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
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
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Messages as lines of a terminal. Buttons are numbered choices; those of the message shown last
 * can be pressed. A message that is edited while it keeps its buttons shows as one line that is
 * rewritten; where the output is no terminal, only its new lines are printed, and not for a change
 * of numbers alone. Thread-safe.
 */
public final class ConsoleChannel implements Channel {
  /** The one place there is. */
  public static final Address ADDRESS = new Address("console");

  private static final String PROMPT = "> ";
  private static final int LINE_WIDTH = 100;
  private static final int BUFFER = 1 << 16;
  private static final int REMEMBERED = 200;

  private final PrintWriter out;
  private final Path files;
  private final boolean terminal;
  private final String session;
  private final Map<String, Shown> messages = new LinkedHashMap<>();
  private final Map<Integer, Choice> choices = new HashMap<>();
  private long count;
  private boolean lineOpen;
  private boolean prompted;

  /**
   * Makes a channel.
   *
   * @param files a folder for pictures and files that are sent; made when there is the first
   * @param terminal whether the output understands carriage returns
   * @param session a word that no earlier session had, so that messages of theirs are known as such
   */
  public ConsoleChannel(PrintWriter out, Path files, boolean terminal, String session) {
    this.out = out;
    this.files = files;
    this.terminal = terminal;
    this.session = session;
  }

  /** A button that can be pressed by its number. */
  record Choice(MessageRef message, String action) {}

  /** A message as it was shown last, and the forms of lines that were printed of it. */
  private record Shown(Reply reply, Set<String> lines) {}

  @Override
  public synchronized MessageRef send(Address to, Reply reply) {
    MessageRef message = nextRef();
    show(message, reply);
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
  public synchronized void edit(MessageRef message, Reply reply) {
    if (!message.address().equals(ADDRESS)) {
      return;
    }
    Shown shown = messages.get(message.messageId());
    if (shown == null) {
      show(message, reply);
    } else if (!shown.reply().equals(reply)) {
      if (!shown.reply().buttons().equals(reply.buttons())) {
        showChanged(message, reply, shown);
      } else {
        rewrite(message, reply, shown);
      }
    }
  }

  private void show(MessageRef message, Reply reply) {
    // What comes while a line is asked for takes the place of the prompt, which then comes again.
    boolean again = prompted && !lineOpen;
    if (again) {
      out.print("\r\u001b[K");
    }
    closeLine();
    reply.text().lines().forEach(out::println);
    printChoices(message, reply);
    keep(message, reply, new HashSet<>(reply.text().lines().map(ConsoleChannel::form).toList()));
    if (again) {
      out.print(PROMPT);
    }
    out.flush();
  }

  /** New buttons make a message worth reading again, what of it was printed before aside. */
  private void showChanged(MessageRef message, Reply reply, Shown shown) {
    closeLine();
    printNew(reply, shown);
    printChoices(message, reply);
    keep(message, reply, shown.lines());
    out.flush();
  }

  private void rewrite(MessageRef message, Reply reply, Shown shown) {
    keep(message, reply, shown.lines());
    if (terminal) {
      String line = String.join(" ", reply.text().lines().filter(l -> !l.isBlank()).toList());
      out.print("\r\u001b[K" + cut(line));
      lineOpen = true;
    } else {
      printNew(reply, shown);
    }
    out.flush();
  }

  private void printNew(Reply reply, Shown shown) {
    for (String line : reply.text().lines().toList()) {
      if (!line.isBlank() && shown.lines().add(form(line))) {
        out.println(line);
      }
    }
  }

  /** A line without its numbers and bars. */
  private static String form(String line) {
    return line.replaceAll("[\\p{Nd}\\p{Zs}░▓.,]+", " ");
  }

  private void keep(MessageRef message, Reply reply, Set<String> lines) {
    messages.remove(message.messageId());
    messages.put(message.messageId(), new Shown(reply, lines));
    if (messages.size() > REMEMBERED) {
      messages.remove(messages.keySet().iterator().next());
    }
  }

  private void printChoices(MessageRef message, Reply reply) {
    List<Button> buttons = new ArrayList<>();
    reply.buttons().forEach(buttons::addAll);
    if (buttons.isEmpty()) {
      choices.values().removeIf(choice -> choice.message().equals(message));
      return;
    }
    choices.clear();
    int number = 0;
    for (List<Button> row : reply.buttons()) {
      StringBuilder line = new StringBuilder();
      for (Button button : row) {
        number++;
        choices.put(number, new Choice(message, button.action()));
        line.append("  [").append(number).append("] ").append(button.label());
      }
      out.println(line);
    }
  }

  /** The button with a number, if there is one to press. */
  synchronized Optional<Choice> choice(String number) {
    return number.matches("\\d{1,3}")
        ? Optional.ofNullable(choices.get(Integer.parseInt(number)))
        : Optional.empty();
  }

  /** Asks for a line, on a terminal. */
  synchronized void prompt() {
    if (terminal) {
      closeLine();
      out.print(PROMPT);
      prompted = true;
      out.flush();
    }
  }

  /** A line was typed; repeats it where the typing does not show by itself. */
  synchronized void echo(String line) {
    prompted = false;
    if (!terminal) {
      closeLine();
      out.println(PROMPT + line);
      out.flush();
    }
  }

  private void closeLine() {
    if (lineOpen) {
      out.println();
      lineOpen = false;
    }
  }

  private static String cut(String line) {
    return line.codePointCount(0, line.length()) <= LINE_WIDTH
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LINE_WIDTH - 1)) + "…";
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
