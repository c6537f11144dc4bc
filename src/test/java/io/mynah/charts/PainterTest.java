package io.mynah.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PainterTest {
  private static final LinePlot LINES =
      new LinePlot(
          "How it learned",
          "minutes",
          "bits",
          List.of(
              new LinePlot.Line("before", List.of(0.0, 3.0), List.of(2.4, 2.4), true),
              new LinePlot.Line("after", List.of(0.1, 1.0, 3.0), List.of(2.4, 2.2, 2.1), false)));

  private final Painter painter = new Painter();

  private static BarPlot bars(boolean lying, String... labels) {
    List<Double> values = IntStream.range(0, labels.length).mapToObj(i -> 1.0 + i % 3).toList();
    return new BarPlot(
        "Words",
        "times",
        List.of(labels),
        List.of(new BarPlot.Bars("real", values), new BarPlot.Bars("model", values)),
        lying);
  }

  private static BufferedImage image(byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image).isNotNull();
    return image;
  }

  private static long pixels(BufferedImage image, int colour) {
    return IntStream.range(0, image.getHeight())
        .mapToLong(
            y ->
                IntStream.range(0, image.getWidth())
                    .filter(x -> (image.getRGB(x, y) & 0xFFFFFF) == colour)
                    .count())
        .sum();
  }

  @Test
  void linesAreAPictureWithAGroundOfItsOwnForDarkAndLightThemes() throws Exception {
    BufferedImage image = image(painter.paint(LINES, Locale.ENGLISH));
    assertThat(image.getWidth()).isEqualTo(1080);
    assertThat(image.getColorModel().hasAlpha()).isFalse();
    assertThat(image.getRGB(3, 3) & 0xFFFFFF).isEqualTo(0xFFFFFF);
    assertThat(pixels(image, ChartStyle.SETS[1].getRGB() & 0xFFFFFF))
        .as("the line")
        .isGreaterThan(2000);
  }

  /** Top and bottom of the dark pixels of each word of a legend. */
  private static List<int[]> words(BufferedImage image) {
    int from = image.getHeight() - Legend.HEIGHT;
    List<int[]> words = new ArrayList<>();
    int lastColumn = -1000;
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = from; y < image.getHeight(); y++) {
        Color colour = new Color(image.getRGB(x, y));
        if (colour.getRed() < 0x70 && colour.getGreen() < 0x70 && colour.getBlue() < 0x70) {
          if (x - lastColumn > 60) {
            words.add(new int[] {y, y});
          }
          int[] word = words.get(words.size() - 1);
          word[0] = Math.min(word[0], y);
          word[1] = Math.max(word[1], y);
          lastColumn = x;
        }
      }
    }
    return words;
  }

  @Test
  void theWordsOfALegendStandOnOneBaseline() throws Exception {
    BarPlot plot =
        new BarPlot(
            "Words",
            "times",
            List.of("1"),
            List.of(new BarPlot.Bars("xxx", List.of(1.0)), new BarPlot.Bars("xpx", List.of(2.0))),
            false);
    List<int[]> words = words(image(painter.paint(List.of(plot), Locale.ENGLISH)));
    assertThat(words).hasSize(2);
    assertThat(words.get(0)[0]).as("their tops").isEqualTo(words.get(1)[0]);
    assertThat(words.get(0)[1]).as("a letter hangs down").isLessThan(words.get(1)[1]);
  }

  @Test
  void theAxisOfLinesEndsAtTheLastPoint() throws Exception {
    BufferedImage image = image(painter.paint(falling(1, 2), Locale.ENGLISH));
    int orange = ChartStyle.SETS[1].getRGB() & 0xFFFFFF;
    int last =
        IntStream.range(0, image.getWidth())
            .filter(
                x ->
                    IntStream.range(0, image.getHeight() - Legend.HEIGHT)
                        .anyMatch(y -> (image.getRGB(x, y) & 0xFFFFFF) == orange))
            .max()
            .orElseThrow();
    assertThat(last).isGreaterThan(image.getWidth() * 9 / 10);
  }

  @Test
  void barsOfBothKindsStandOneBelowTheOther() throws Exception {
    int one = image(painter.paint(List.of(bars(false, "1", "2", "3")), Locale.ENGLISH)).getHeight();
    BufferedImage both =
        image(
            painter.paint(
                List.of(bars(false, "1", "2", "3"), bars(true, "ok", "hm")), Locale.ENGLISH));
    assertThat(both.getHeight()).isGreaterThan(one);
    assertThat(pixels(both, ChartStyle.SETS[0].getRGB() & 0xFFFFFF))
        .as("real")
        .isGreaterThan(20_000);
    assertThat(pixels(both, ChartStyle.SETS[1].getRGB() & 0xFFFFFF))
        .as("model")
        .isGreaterThan(20_000);
  }

  /** Pixels left of the bars that are neither the ground nor a bar: the labels. */
  private static long ofLabels(BufferedImage image) {
    return IntStream.range(0, image.getHeight() - Legend.HEIGHT)
        .mapToLong(
            y ->
                IntStream.range(0, image.getWidth() / 8)
                    .filter(x -> new Color(image.getRGB(x, y)).getRed() < 0x80)
                    .count())
        .sum();
  }

  @Test
  void wordsOfAnyScriptEmojiAndWhatLooksLikeAFormulaArePaintedOneWayOrAnother() throws Exception {
    for (String label :
        List.of("привет", "שלום", "日本語", "😂👍🏽🇩🇪", "$x^2$", "\u202Eabc", "\uD83D")) {
      BufferedImage image =
          image(painter.paint(List.of(bars(true, label, "mmmm")), Locale.ENGLISH));
      assertThat(pixels(image, ChartStyle.SETS[1].getRGB() & 0xFFFFFF))
          .as("bars of " + label)
          .isGreaterThan(5_000);
      assertThat(ofLabels(image)).as("labels").isGreaterThan(50);
    }
  }

  @Test
  void aLineOfOnePointAndBarsOfNothingArePainted() throws Exception {
    LinePlot point =
        new LinePlot(
            "a", "b", "c", List.of(new LinePlot.Line("d", List.of(1.0), List.of(2.0), false)));
    assertThat(
            pixels(
                image(painter.paint(point, Locale.ENGLISH)),
                ChartStyle.SETS[1].getRGB() & 0xFFFFFF))
        .as("the point, and its colour in the legend")
        .isGreaterThan(100);
    BarPlot none =
        new BarPlot("a", "b", List.of("c"), List.of(new BarPlot.Bars("d", List.of(0.0))), false);
    assertThat(image(painter.paint(List.of(none), Locale.ENGLISH)).getWidth()).isEqualTo(1080);
  }

  private static LinePlot falling(double from, double to) {
    return new LinePlot(
        "a",
        "b",
        "c",
        List.of(new LinePlot.Line("d", List.of(1.0, 2.0), List.of(from, to), false)));
  }

  /** How high the pixels of a line reach, of the picture's height. */
  private static double height(BufferedImage image) {
    int[] rows =
        IntStream.range(0, image.getHeight())
            .filter(
                y ->
                    IntStream.range(0, image.getWidth())
                            .filter(
                                x ->
                                    (image.getRGB(x, y) & 0xFFFFFF)
                                        == (ChartStyle.SETS[1].getRGB() & 0xFFFFFF))
                            .count()
                        > 0)
            // The legend below the axis shows the colour, too.
            .filter(y -> y < image.getHeight() * 3 / 4)
            .toArray();
    return (rows[rows.length - 1] - rows[0]) / (double) image.getHeight();
  }

  @Test
  void aChangeThatNobodyFeelsLooksSmallAndALargeOneFillsThePicture() throws Exception {
    assertThat(height(image(painter.paint(falling(2.42, 2.40), Locale.ENGLISH)))).isLessThan(0.1);
    assertThat(height(image(painter.paint(falling(3.4, 2.4), Locale.ENGLISH)))).isGreaterThan(0.3);
  }

  @Test
  void numbersAreWrittenAsTheReaderWritesThem() throws Exception {
    byte[] english = painter.paint(LINES, Locale.ENGLISH);
    assertThat(painter.paint(LINES, Locale.GERMAN)).isNotEqualTo(english);
    assertThat(painter.paint(LINES, Locale.ENGLISH)).isEqualTo(english);
    List<BarPlot> halves =
        List.of(
            new BarPlot(
                "a",
                "b",
                List.of("c", "d"),
                List.of(new BarPlot.Bars("e", List.of(0.2, 0.5))),
                true));
    assertThat(painter.paint(halves, Locale.GERMAN))
        .isNotEqualTo(painter.paint(halves, Locale.ENGLISH));
  }

  @Test
  void whatNoFontHasIsLeftOutOfAName() {
    assertThat(painter.legible("Bella \uE0AA\u202E")).isEqualTo("Bella");
    assertThat(painter.legible("\uE0AA\uE0AA")).isEqualTo("?");
    assertThat(painter.canShow("Bella")).isTrue();
  }

  /** Another Java, on a machine whose list of fonts is empty, with no screen. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void whereThereAreNoFontsItIsSaidAndNothingBreaks(@TempDir Path folder) throws Exception {
    Path fonts = folder.resolve("fonts.conf");
    Files.writeString(
        fonts,
        "<?xml version=\"1.0\"?><fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>"
            .formatted(folder.resolve("none"), folder.resolve("cache")));
    ProcessBuilder other =
        new ProcessBuilder(
            Stream.of(
                    System.getProperty("java.home") + "/bin/java",
                    "-Duser.home=" + folder,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Fontless.class.getName())
                .toList());
    other.environment().put("FONTCONFIG_FILE", fonts.toString());
    other.environment().remove("DISPLAY");
    other.redirectErrorStream(true);
    Process process = other.start();
    try (InputStream out = process.getInputStream()) {
      assertThat(new String(out.readAllBytes(), StandardCharsets.UTF_8).strip())
          .endsWith("cannot paint, false");
    }
  }

  /** What the other Java does. */
  static final class Fontless {
    public static void main(String[] arguments) {
      Painter painter = new Painter();
      try {
        painter.paint(LINES, Locale.ENGLISH);
        System.out.println("painted");
      } catch (CannotPaint e) {
        System.out.println("cannot paint, " + painter.canShow("a"));
      }
    }
  }
}
