package io.mynah.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Draws a legend in one line below a chart, with all texts on one baseline, unlike the library's
 * own legends.
 */
final class Legend {
  /** The height of the legend in pixels. */
  static final int HEIGHT = 80;

  private static final int MARK = 36;
  private static final int MARK_GAP = 14;
  private static final int ENTRY_GAP = 56;
  private static final int SMALLEST = 16;

  private Legend() {}

  /** A colour and its meaning. */
  record Entry(String name, Color colour, Mark mark) {}

  /** The mark before the text. */
  enum Mark {
    SQUARE,
    LINE,
    DASHES
  }

  /** A picture with a legend below it. */
  static BufferedImage below(BufferedImage chart, List<Entry> entries) {
    BufferedImage all =
        new BufferedImage(chart.getWidth(), chart.getHeight() + HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = all.createGraphics();
    graphics.setColor(ChartStyle.GROUND);
    graphics.fillRect(0, 0, all.getWidth(), all.getHeight());
    graphics.drawImage(chart, 0, 0, null);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    paint(graphics, entries, chart.getWidth(), chart.getHeight());
    graphics.dispose();
    return all;
  }

  private static void paint(Graphics2D graphics, List<Entry> entries, int width, int top) {
    graphics.setFont(fitting(graphics, entries, width));
    FontMetrics metrics = graphics.getFontMetrics();
    int middle = top + HEIGHT / 2 - ChartStyle.TEXT / 4;
    int baseline = middle + metrics.getAscent() * 3 / 8;
    int left = (width - width(metrics, entries)) / 2;
    for (Entry entry : entries) {
      paintMark(graphics, entry, left, middle);
      left += MARK + MARK_GAP;
      graphics.setColor(ChartStyle.INK);
      graphics.drawString(entry.name(), left, baseline);
      left += metrics.stringWidth(entry.name()) + ENTRY_GAP;
    }
  }

  private static Font fitting(Graphics2D graphics, List<Entry> entries, int width) {
    int size = ChartStyle.TEXT;
    while (size > SMALLEST
        && width(graphics.getFontMetrics(ChartStyle.font(Font.PLAIN, size)), entries) > width) {
      size -= 2;
    }
    return ChartStyle.font(Font.PLAIN, size);
  }

  private static int width(FontMetrics metrics, List<Entry> entries) {
    int words = entries.stream().mapToInt(entry -> metrics.stringWidth(entry.name())).sum();
    return words + entries.size() * (MARK + MARK_GAP) + (entries.size() - 1) * ENTRY_GAP;
  }

  private static void paintMark(Graphics2D graphics, Entry entry, int left, int middle) {
    graphics.setColor(entry.colour());
    switch (entry.mark()) {
      case SQUARE -> graphics.fillRect(left + 4, middle - 14, 28, 28);
      case LINE -> {
        graphics.setStroke(new BasicStroke(6));
        graphics.drawLine(left, middle, left + MARK, middle);
        graphics.fillOval(left + MARK / 2 - 8, middle - 8, 16, 16);
      }
      case DASHES -> {
        graphics.setStroke(new BasicStroke(5));
        graphics.drawLine(left, middle, left + 14, middle);
        graphics.drawLine(left + MARK - 14, middle, left + MARK, middle);
      }
    }
  }
}
