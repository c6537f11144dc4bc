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
 * A console on an interactive terminal, with line editing, completion and history. Output appears
 * above the line being typed, and progress at the bottom of the screen. The history is kept in
 * memory only.
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

  /** The terminal capabilities needed for a status area at the bottom. */
  private static final List<Capability> STATUS_CAPABILITIES =
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

  /** The last known width of the terminal. */
  private volatile int width = USUAL_WIDTH;

  /**
   * Takes over the process's terminal until this console is closed.
   *
   * @param commands descriptions by command name without the slash
   * @param names supplies the current names of people
   * @param coloured whether colours are wanted
   * @return empty if the terminal cannot move its cursor
   * @throws IOException if the terminal cannot be used
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
    // In raw mode, keys pressed between two lines appear in the next line.
    attributes = terminal.enterRawMode();
    editor = new Editor(terminal);
    editor.setParser(new WordParser());
    editor.setCompleter(new WordCompleter(commands, names));
    editor.option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
    editor.option(LineReader.Option.CASE_INSENSITIVE, true);
  }

  /** A line editor that lets other threads write to the terminal. */
  private static final class Editor extends LineReaderImpl {
    Editor(Terminal terminal) {
      super(terminal, "mynah", new HashMap<>());
    }

    /** Runs work between two key presses. */
    void betweenKeys(Runnable work) {
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
    return STATUS_CAPABILITIES.stream()
        .allMatch(each -> terminal.getStringCapability(each) != null);
  }

  @Override
  public void progress(List<String> lines) {
    List<AttributedString> shown = new ArrayList<>();
    for (String line : lines) {
      LineWrap.wrap(LineWrap.printable(line), width()).forEach(part -> shown.add(bars(part)));
    }
    List<AttributedString> fitting = shown.subList(0, Math.min(MOST_PROGRESS, shown.size()));
    editor.betweenKeys(
        () -> {
          try {
            Status status = Status.getStatus(terminal);
            if (status != null) {
              status.update(fitting);
            }
          } catch (IOError | RuntimeException e) {
            // A failure to show progress must not affect the caller.
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
        // As in shells, Ctrl-C drops the typed text; on an empty line it ends the input.
        if (e.getPartialLine().isBlank()) {
          return Optional.empty();
        }
        eraseBelow();
      } catch (EndOfFileException e) {
        return Optional.empty();
      }
    }
  }

  /** Erases a list of completions that may still be shown below. */
  private void eraseBelow() {
    editor.betweenKeys(
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

  /** Does nothing, since typed text is visible already. */
  @Override
  public void echo(String line) {}

  @Override
  public void close() {
    // Otherwise the status area would stay on the screen.
    progress(List.of());
    editor.betweenKeys(() -> Status.getExistingStatus(terminal).ifPresent(Status::close));
    terminal.setAttributes(attributes);
    try {
      terminal.close();
    } catch (IOException e) {
      // The terminal is gone.
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

  /** The usable width. One column stays free, as terminals treat full lines differently. */
  private int width() {
    try {
      int asked = terminal.getWidth();
      width = asked < 10 ? USUAL_WIDTH : asked;
    } catch (IOError | RuntimeException e) {
      // The width comes from a system command, which fails while the process ends.
    }
    return width - 1;
  }
}
