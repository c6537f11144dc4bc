package io.mynah.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Locale;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/**
 * The colours, fonts and line styles of all charts. Charts have their own background, which suits
 * any theme.
 */
final class ChartStyle {
  /** The width of a chart in pixels. */
  static final int WIDTH = 1080;

  static final Color GROUND = new Color(0xFFFFFF);
  static final Color INK = new Color(0x22303C);
  static final Color QUIET = new Color(0x8A97A3);
  static final Color GRID = new Color(0xE3E8ED);

  /** The colours of the sets: the first set is real data, the second generated. */
  static final Color[] SETS = {new Color(0x2F6DB5), new Color(0xF08A24), new Color(0x4CA66B)};

  private static final int TITLE = 40;

  /** The font size in pixels. */
  static final int TEXT = 34;

  private static final int PADDING = 24;

  private ChartStyle() {}

  /**
   * The JVM's composite font, which takes characters of other scripts from any font that has them.
   */
  static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  static Font text() {
    return font(Font.PLAIN, TEXT);
  }

  private static void dress(Styler styler) {
    styler.setChartBackgroundColor(GROUND);
    styler.setPlotBackgroundColor(GROUND);
    styler.setPlotBorderVisible(false);
    styler.setChartPadding(PADDING);
    styler.setChartFontColor(INK);
    styler.setChartTitleFont(font(Font.BOLD, TITLE));
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitlePadding(PADDING);
    styler.setLegendVisible(false);
    styler.setAntiAlias(true);
    styler.setSeriesColors(SETS);
  }

  /**
   * @param locale of the numbers
   */
  static void dress(AxesChartStyler styler, Locale locale) {
    dress(styler);
    styler.setLocale(locale);
    styler.setAxisTickLabelsFont(text());
    styler.setAxisTickLabelsColor(INK);
    styler.setAxisTitleFont(text());
    styler.setAxisTickPadding(12);
    styler.setAxisTickMarkLength(8);
    styler.setAxisTickMarksColor(GRID);
    styler.setAxisTitlePadding(14);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(2));
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setDecimalPattern("#,##0.##");
    styler.setYAxisTickMarkSpacingHint(90);
    styler.setXAxisTickMarkSpacingHint(120);
    styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
  }
}
