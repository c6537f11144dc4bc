package io.mynah.console;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a terminal of the xterm kind shows of what is written to it. Thread-safe. */
final class Screen extends OutputStream {
  private static final Pattern SEQUENCE =
      Pattern.compile("\u001b(?:\\[([?\\d;]*)([@-~])|([78=>M]))|([\\x00-\\x1f])|([^\\x00-\\x1f]+)");

  private final int width;
  private final int height;
  private final int[][] cells;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private int row;
  private int column;
  private int top;
  private int bottom;
  private int[] saved = {0, 0};

  Screen(int width, int height) {
    this.width = width;
    this.height = height;
    cells = new int[height][width];
    Arrays.stream(cells).forEach(line -> Arrays.fill(line, ' '));
    bottom = height - 1;
  }

  @Override
  public synchronized void write(int one) {
    written.write(one);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) {
    written.write(bytes, from, count);
  }

  /** All that was written, as it was. */
  synchronized String raw() {
    return written.toString(StandardCharsets.UTF_8);
  }

  /** The lines that are not empty, from above to below. */
  synchronized List<String> lines() {
    draw();
    return Arrays.stream(cells)
        .map(line -> new String(line, 0, line.length).stripTrailing())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** The line at the foot. */
  synchronized String foot() {
    draw();
    return new String(cells[height - 1], 0, width).stripTrailing();
  }

  private void draw() {
    row = 0;
    column = 0;
    top = 0;
    bottom = height - 1;
    Arrays.stream(cells).forEach(line -> Arrays.fill(line, ' '));
    Matcher next = SEQUENCE.matcher(raw());
    while (next.find()) {
      if (next.group(5) != null) {
        next.group(5).codePoints().forEach(this::put);
      } else if (next.group(4) != null) {
        control(next.group(4).charAt(0));
      } else if (next.group(3) != null) {
        escape(next.group(3).charAt(0));
      } else {
        sequence(next.group(1), next.group(2).charAt(0));
      }
    }
  }

  private void put(int codePoint) {
    if (column == width) {
      column = 0;
      feed();
    }
    cells[row][column] = codePoint;
    column++;
  }

  private void control(char character) {
    switch (character) {
      case '\r' -> column = 0;
      case '\n' -> feed();
      case '\b' -> column = Math.max(0, column - 1);
      default -> {}
    }
  }

  private void feed() {
    if (row == bottom) {
      scroll(top, bottom, 1);
    } else {
      row = Math.min(height - 1, row + 1);
    }
  }

  /** Moves lines up, or down by less than none. */
  private void scroll(int from, int to, int count) {
    for (int i = 0; i < Math.abs(count); i++) {
      int[] gone = cells[count > 0 ? from : to];
      if (count > 0) {
        System.arraycopy(cells, from + 1, cells, from, to - from);
      } else {
        System.arraycopy(cells, from, cells, from + 1, to - from);
      }
      Arrays.fill(gone, ' ');
      cells[count > 0 ? to : from] = gone;
    }
  }

  private void escape(char character) {
    switch (character) {
      case '7' -> saved = new int[] {row, column};
      case '8' -> {
        row = saved[0];
        column = saved[1];
      }
      case 'M' -> row = Math.max(0, row - 1);
      default -> {}
    }
  }

  private void sequence(String parameters, char end) {
    if (parameters.startsWith("?")) {
      return;
    }
    int[] numbers =
        Arrays.stream(parameters.split(";"))
            .mapToInt(n -> n.isEmpty() ? 0 : Integer.parseInt(n))
            .toArray();
    int first = numbers[0];
    int count = Math.max(1, first);
    switch (end) {
      case 'A' -> row = Math.max(0, row - count);
      case 'B' -> row = Math.min(height - 1, row + count);
      case 'C' -> column = Math.min(width - 1, column + count);
      case 'D' -> column = Math.max(0, column - count);
      case 'G' -> column = count - 1;
      case 'd' -> row = count - 1;
      case 'H' -> {
        row = count - 1;
        column = numbers.length > 1 ? Math.max(1, numbers[1]) - 1 : 0;
      }
      case 'r' -> {
        top = count - 1;
        bottom = (numbers.length > 1 ? numbers[1] : height) - 1;
        row = 0;
        column = 0;
      }
      case 'K' ->
          Arrays.fill(cells[row], first == 0 ? column : 0, first == 1 ? column : width, ' ');
      case 'J' -> {
        Arrays.fill(cells[row], Math.min(column, width), width, ' ');
        for (int below = row + 1; below < height; below++) {
          Arrays.fill(cells[below], ' ');
        }
      }
      case 'L' -> scroll(row, bottom, -count);
      case 'M' -> scroll(row, bottom, count);
      case 'S' -> scroll(top, bottom, count);
      case 'P' -> {
        System.arraycopy(cells[row], column + count, cells[row], column, width - column - count);
        Arrays.fill(cells[row], width - count, width, ' ');
      }
      case '@' -> {
        System.arraycopy(cells[row], column, cells[row], column + count, width - column - count);
        Arrays.fill(cells[row], column, column + count, ' ');
      }
      case 'X' -> Arrays.fill(cells[row], column, Math.min(width, column + count), ' ');
      case 'm', 'h', 'l', 'n' -> {}
      default -> throw new AssertionError("unknown to the screen: " + parameters + end);
    }
  }
}
