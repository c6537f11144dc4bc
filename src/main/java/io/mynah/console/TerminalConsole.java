package io.mynah.console;

import java.io.IOError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.Status;

/**
 * A terminal with its keys: lines can be edited, completed and brought back. What comes while one
 * is typed is shown above it, and how far things are at the foot of the screen. What was typed is
 * remembered in memory alone.
 */
public final class TerminalConsole implements Console {
  private static final String PROMPT = "> ";
  private static final int USUAL_WIDTH = 80;
  private static final int MOST_PROGRESS = 4;
  private static final AttributedStyle KEY = AttributedStyle.BOLD.foreground(AttributedStyle.CYAN);
  private static final AttributedStyle COMMAND =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
  private static final AttributedStyle BAR =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
  private static final Pattern BARS = Pattern.compile("▓+");

  /** What is needed to keep the foot of a screen apart. */
  private static final List<Capability> FOOT =
      List.of(
          Capability.change_scroll_region,
          Capability.save_cursor,
          Capability.restore_cursor,
          Capability.cursor_address);

  private final Terminal terminal;
  private final Attributes attributes;
  private final boolean coloured;
  private final Pattern commands;
  private final Editor editor;

  /** How wide the terminal was when it was asked last. */
  private volatile int width = USUAL_WIDTH;

  /**
   * Takes the process's terminal, until it is closed.
   *
   * @param commands what each does, by their names without the slash
   * @param names of people, as of now
   * @param coloured whether colours are wanted
   * @return empty if the terminal cannot move its cursor
   * @throws IOException if it cannot be used
   */
  public static Optional<Console> open(
      Map<String, String> commands, Supplier<List<String>> names, boolean coloured)
      throws IOException {
    Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .provider("exec")
            .dumb(true)
            .encoding(StandardCharsets.UTF_8)
            .build();
    if (terminal.getStringCapability(Capability.cursor_up) == null) {
      terminal.close();
      return Optional.empty();
    }
    return Optional.of(new TerminalConsole(terminal, commands, names, coloured));
  }

  TerminalConsole(
      Terminal terminal,
      Map<String, String> commands,
      Supplier<List<String>> names,
      boolean coloured) {
    this.terminal = terminal;
    this.coloured = coloured;
    this.commands =
        Pattern.compile("(?<![\\w/.~-])/(?:" + String.join("|", commands.keySet()) + ")\\b");
    // Keys that are pressed while no line is asked for show when one is.
    attributes = terminal.enterRawMode();
    editor = new Editor(terminal);
    editor.setParser(new WordParser());
    editor.setCompleter(new WordCompleter(commands, names));
    editor.option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
    editor.option(LineReader.Option.CASE_INSENSITIVE, true);
  }

  /** An editor of lines beside which others may write to the terminal. */
  private static final class Editor extends LineReaderImpl {
    Editor(Terminal terminal) {
      super(terminal, "mynah", new HashMap<>());
    }

    /** Does something while no key is answered. */
    void between(Runnable work) {
      lock.lock();
      try {
        work.run();
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public void print(List<String> lines) {
    List<AttributedString> shown = new ArrayList<>();
    for (String line : lines) {
      LineWrap.wrap(LineWrap.printable(line), width()).forEach(part -> shown.add(styled(part)));
    }
    printStyled(shown);
  }

  @Override
  public void printChoices(List<List<Choice>> rows) {
    List<AttributedString> shown = new ArrayList<>();
    for (List<Choice> row : rows) {
      AttributedStringBuilder line = new AttributedStringBuilder();
      for (Choice choice : row) {
        String label = LineWrap.printable(choice.label());
        String key = "  [" + choice.number() + "]";
        int columns = LineWrap.columns(key + " " + label);
        if (line.length() > 0 && line.columnLength() + columns > width()) {
          shown.add(line.toAttributedString());
          line = new AttributedStringBuilder();
        }
        line.styled(style(KEY), key).append(" ").append(label);
      }
      shown.add(line.toAttributedString());
    }
    printStyled(shown);
  }

  private void printStyled(List<AttributedString> lines) {
    if (!lines.isEmpty()) {
      editor.printAbove(AttributedString.join(new AttributedString("\n"), lines));
    }
  }

  @Override
  public boolean showsProgress() {
    return FOOT.stream().allMatch(each -> terminal.getStringCapability(each) != null);
  }

  @Override
  public void progress(List<String> lines) {
    List<AttributedString> shown = new ArrayList<>();
    for (String line : lines) {
      LineWrap.wrap(LineWrap.printable(line), width()).forEach(part -> shown.add(bars(part)));
    }
    List<AttributedString> fitting = shown.subList(0, Math.min(MOST_PROGRESS, shown.size()));
    editor.between(
        () -> {
          try {
            Status status = Status.getStatus(terminal);
            if (status != null) {
              status.update(fitting);
            }
          } catch (IOError | RuntimeException e) {
            // Whoever is on the way must not fail for what only shows how far it is.
          }
        });
  }

  @Override
  public Optional<String> read() throws IOException {
    String prompt = new AttributedString(PROMPT, style(KEY)).toAnsi(terminal);
    while (true) {
      try {
        return Optional.of(editor.readLine(prompt));
      } catch (UserInterruptException e) {
        // As shells have it, what was typed is dropped; here an empty line leaves.
        if (e.getPartialLine().isBlank()) {
          return Optional.empty();
        }
        eraseBelow();
      } catch (EndOfFileException e) {
        return Optional.empty();
      }
    }
  }

  /** A list of completions may still stand there. */
  private void eraseBelow() {
    editor.between(
        () -> {
          terminal.puts(Capability.clr_eos);
          Status.getExistingStatus(terminal)
              .ifPresent(
                  status -> {
                    status.reset();
                    status.redraw();
                  });
          terminal.flush();
        });
  }

  /** What is typed shows. */
  @Override
  public void echo(String line) {}

  @Override
  public void close() {
    // What stands at the foot would stay there.
    progress(List.of());
    editor.between(() -> Status.getExistingStatus(terminal).ifPresent(Status::close));
    terminal.setAttributes(attributes);
    try {
      terminal.close();
    } catch (IOException e) {
      // Nobody sits there any more.
    }
  }

  private AttributedString styled(String line) {
    return highlighted(line, commands, COMMAND);
  }

  private AttributedString bars(String line) {
    return highlighted(line, BARS, BAR);
  }

  private AttributedString highlighted(String line, Pattern pattern, AttributedStyle style) {
    AttributedStringBuilder styled = new AttributedStringBuilder();
    Matcher matcher = pattern.matcher(line);
    int from = 0;
    while (matcher.find()) {
      styled.append(line, from, matcher.start()).styled(style(style), matcher.group());
      from = matcher.end();
    }
    return styled.append(line, from, line.length()).toAttributedString();
  }

  private AttributedStyle style(AttributedStyle wanted) {
    return coloured ? wanted : AttributedStyle.DEFAULT;
  }

  /** One column stays free: terminals differ in what they do with a full line. */
  private int width() {
    try {
      int asked = terminal.getWidth();
      width = asked < 10 ? USUAL_WIDTH : asked;
    } catch (IOError | RuntimeException e) {
      // It is asked by a command of the system, which fails while the process ends.
    }
    return width - 1;
  }
}
