package io.mynah.charts;

import java.awt.AWTError;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Paints charts as PNG images, without a screen. Thread-safe. */
public final class Painter {
  private static final int LINES_HEIGHT = 860;
  private static final int BARS_HEIGHT = 420;
  private static final int ROW_HEIGHT = 74;
  private static final int AROUND_ROWS = 220;

  private static final int MOST_NUMBERS = 5;

  /**
   * The smallest range of a line chart's vertical axis, so that small changes do not look large.
   */
  private static final double LEAST_SPAN = 0.5;

  /** The margin above and below lines, as a share of their range. */
  private static final double AROUND = 0.1;

  private static final double LEAST_STEP = 0.01;

  static {
    System.setProperty("java.awt.headless", "true");
  }

  /**
   * Paints lines.
   *
   * @param locale of the numbers
   * @throws CannotPaint if this Java cannot
   */
  public byte[] paint(LinePlot plot, Locale locale) throws CannotPaint {
    return attempt(() -> png(image(plot, locale)));
  }

  /**
   * Paints bar charts one below the other.
   *
   * @param plots at least one
   * @param locale of the numbers
   * @throws CannotPaint if this Java cannot
   */
  public byte[] paint(List<BarPlot> plots, Locale locale) throws CannotPaint {
    return attempt(() -> png(below(plots.stream().map(plot -> image(plot, locale)).toList())));
  }

  /** Whether this Java has glyphs for the whole text. */
  public boolean canShow(String text) {
    try {
      return attempt(() -> ChartStyle.text().canDisplayUpTo(text) < 0);
    } catch (CannotPaint e) {
      return false;
    }
  }

  /**
   * A text without characters that this Java has no glyphs for; a question mark if nothing is left.
   */
  public String legible(String text) {
    StringBuilder legible = new StringBuilder();
    text.codePoints()
        .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
        .mapToObj(Character::toString)
        .filter(this::canShow)
        .forEach(legible::append);
    return legible.toString().isBlank() ? "?" : legible.toString().strip();
  }

  /**
   * Runs painting and converts the various errors of a Java without fonts, which appear at the
   * first text or at class loading.
   */
  private static <T> T attempt(Supplier<T> painting) throws CannotPaint {
    try {
      return painting.get();
    } catch (RuntimeException | LinkageError | InternalError | AWTError fault) {
      throw new CannotPaint(fault);
    }
  }

  private static BufferedImage image(LinePlot plot, Locale locale) {
    XYChart chart =
        new XYChartBuilder()
            .width(ChartStyle.WIDTH)
            .height(LINES_HEIGHT - Legend.HEIGHT)
            .title(plot.title())
            .xAxisTitle(plot.across())
            .yAxisTitle(plot.up())
            .build();
    ChartStyle.dress(chart.getStyler(), locale);
    chart.getStyler().setYAxisDecimalPattern("0.00");
    DoubleSummaryStatistics up =
        plot.lines().stream()
            .flatMap(line -> line.up().stream())
            .mapToDouble(y -> y)
            .summaryStatistics();
    double span = up.getMax() - up.getMin();
    double around = Math.max(AROUND * span, (LEAST_SPAN - span) / 2);
    chart.getStyler().setYAxisMin(up.getMin() - around);
    chart.getStyler().setYAxisMax(up.getMax() + around);
    DoubleSummaryStatistics across =
        plot.lines().stream()
            .flatMap(line -> line.across().stream())
            .mapToDouble(x -> x)
            .summaryStatistics();
    if (across.getMax() > across.getMin()) {
      // Otherwise the library would extend the axis to a round number.
      chart.getStyler().setXAxisMin(across.getMin());
      chart.getStyler().setXAxisMax(across.getMax());
    }
    for (LinePlot.Line line : plot.lines()) {
      XYSeries series = chart.addSeries(line.name(), line.across(), line.up());
      if (line.isBaseline()) {
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(ChartStyle.QUIET);
        series.setLineStyle(
            new BasicStroke(
                5, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {18, 12}, 0));
      } else {
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setLineColor(ChartStyle.SETS[1]);
        series.setMarkerColor(ChartStyle.SETS[1]);
        series.setLineWidth(6);
      }
    }
    chart.getStyler().setMarkerSize(16);
    return Legend.below(
        BitmapEncoder.getBufferedImage(chart),
        plot.lines().stream().map(Painter::meaning).toList());
  }

  private static Legend.Entry meaning(LinePlot.Line line) {
    return line.isBaseline()
        ? new Legend.Entry(line.name(), ChartStyle.QUIET, Legend.Mark.DASHES)
        : new Legend.Entry(line.name(), ChartStyle.SETS[1], Legend.Mark.LINE);
  }

  private static BufferedImage image(BarPlot plot, Locale locale) {
    BufferedImage bars = plot.lying() ? lying(plot, locale) : standing(plot, locale);
    if (!isCompared(plot)) {
      return bars;
    }
    List<Legend.Entry> meanings =
        IntStream.range(0, plot.sets().size())
            .mapToObj(
                set ->
                    new Legend.Entry(
                        plot.sets().get(set).name(), ChartStyle.SETS[set], Legend.Mark.SQUARE))
            .toList();
    return Legend.below(bars, meanings);
  }

  private static BufferedImage standing(BarPlot plot, Locale locale) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(ChartStyle.WIDTH)
            .height(BARS_HEIGHT)
            .title(plot.title())
            .yAxisTitle(plot.unit())
            .build();
    ChartStyle.dress(chart.getStyler(), locale);
    chart.getStyler().setAvailableSpaceFill(0.8);
    for (BarPlot.Bars bars : plot.sets()) {
      chart.addSeries(bars.name(), plot.labels(), bars.values());
    }
    return BitmapEncoder.getBufferedImage(chart);
  }

  private static BufferedImage lying(BarPlot plot, Locale locale) {
    HorizontalBarChart chart =
        new HorizontalBarChartBuilder()
            .width(ChartStyle.WIDTH)
            .height(AROUND_ROWS + ROW_HEIGHT * plot.labels().size())
            .title(plot.title())
            .xAxisTitle(plot.unit())
            .build();
    ChartStyle.dress(chart.getStyler(), locale);
    chart.getStyler().setAvailableSpaceFill(0.8);
    // The library uses the other axis's hint to limit the number of group labels.
    chart.getStyler().setXAxisTickMarkSpacingHint(ROW_HEIGHT * 5 / 6);
    chart.getStyler().setXAxisTickLabelsFormattingFunction(fewLabels(plot, locale));
    chart.getStyler().setPlotGridHorizontalLinesVisible(false);
    chart.getStyler().setPlotGridVerticalLinesVisible(true);
    for (BarPlot.Bars bars : plot.sets()) {
      chart.addSeries(bars.name(), bars.values(), plot.labels());
    }
    return BitmapEncoder.getBufferedImage(chart);
  }

  /** Labels only a few of the tick marks, since all labels would overlap. */
  private static Function<Double, String> fewLabels(BarPlot plot, Locale locale) {
    double most =
        plot.sets().stream()
            .flatMap(bars -> bars.values().stream())
            .mapToDouble(x -> x)
            .max()
            .orElse(0);
    double step = Math.pow(10, Math.floor(Math.log10(Math.max(most, LEAST_STEP))));
    while (most / step > MOST_NUMBERS) {
      step *= 2;
    }
    double each = step;
    DecimalFormat format = new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(locale));
    return value -> {
      double whole = Math.rint(value / each);
      return Math.abs(value / each - whole) < 1e-6 ? format.format(whole * each) : " ";
    };
  }

  private static boolean isCompared(BarPlot plot) {
    return plot.sets().size() > 1;
  }

  private static BufferedImage below(List<BufferedImage> images) {
    int height = images.stream().mapToInt(BufferedImage::getHeight).sum();
    BufferedImage all = new BufferedImage(ChartStyle.WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = all.createGraphics();
    int top = 0;
    for (BufferedImage image : images) {
      graphics.drawImage(image, 0, top, null);
      top += image.getHeight();
    }
    graphics.dispose();
    return all;
  }

  private static byte[] png(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("an image could not be written to memory", e);
    }
    return out.toByteArray();
  }
}
