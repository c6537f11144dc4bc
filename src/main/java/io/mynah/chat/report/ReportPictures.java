package io.mynah.chat.report;

import com.ibm.icu.lang.UCharacter;
import io.mynah.charts.BarPlot;
import io.mynah.charts.CannotPaint;
import io.mynah.charts.LinePlot;
import io.mynah.charts.Painter;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.CurvePoint;
import io.mynah.domain.Favourite;
import io.mynah.domain.MessageTally;
import io.mynah.domain.Person;
import io.mynah.domain.ReportCard;
import io.mynah.domain.VoiceFigures;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Draws the pictures of a report: the learning curve, and the person's habits. Thread-safe. */
final class ReportPictures {
  /** From this many seconds on a training's time is given in minutes. */
  private static final double MINUTES_FROM = 120;

  /** A curve with fewer points is not drawn. */
  private static final int FEWEST_POINTS = 3;

  private static final int LONGEST_NAME = 22;
  private static final int LONGEST_LABEL = 20;

  private final Painter painter;

  ReportPictures(Painter painter) {
    this.painter = painter;
  }

  /** A PNG image with a caption. */
  static final class Picture {
    private final byte[] png;
    private final String caption;

    Picture(byte[] png, String caption) {
      this.png = png;
      this.caption = caption;
    }

    byte[] png() {
      return png;
    }

    String caption() {
      return caption;
    }
  }

  /**
   * Draws the pictures of a report.
   *
   * @return at least one picture
   * @throws CannotPaint if this Java installation cannot draw
   */
  List<Picture> paint(Phrases phrases, Person person, ReportCard card) throws CannotPaint {
    String name = shortened(painter.legible(Wording.name(person.name())), LONGEST_NAME);
    List<Picture> pictures = new ArrayList<>();
    if (card.curve().size() >= FEWEST_POINTS) {
      LinePlot plot = learning(phrases, name, card);
      pictures.add(new Picture(painter.paint(plot, phrases.locale()), plot.title()));
    }
    byte[] habits = painter.paint(habits(phrases, name, card.figures()), phrases.locale());
    pictures.add(
        new Picture(habits, phrases.of("report.habits", "name", Wording.name(person.name()))));
    return pictures;
  }

  /** The learning curve of a card with points; the comparison line ends where the curve ends. */
  static LinePlot learning(Phrases phrases, String name, ReportCard card) {
    CurvePoint first = card.curve().get(0);
    double end = card.curve().get(card.curve().size() - 1).seconds();
    boolean minutes = end >= MINUTES_FROM;
    double unit = minutes ? 60 : 1;
    List<Double> times = card.curve().stream().map(point -> point.seconds() / unit).toList();
    List<Double> bits = card.curve().stream().map(CurvePoint::bits).toList();
    return new LinePlot(
        phrases.plain("chart.learning", "name", name),
        phrases.of(minutes ? "chart.minutes" : "chart.seconds"),
        phrases.plain("chart.bits"),
        List.of(
            new LinePlot.Line(
                phrases.plain("chart.counting"),
                List.of(0.0, end / unit),
                List.of(first.bits(), first.bits()),
                true),
            new LinePlot.Line(phrases.plain("chart.network"), times, bits, false)));
  }

  private List<BarPlot> habits(Phrases phrases, String name, VoiceFigures figures) {
    List<BarPlot> plots = new ArrayList<>();
    plots.add(lengths(phrases, figures));
    plots.add(hours(phrases, name, figures));
    List<Favourite> favourites =
        Stream.concat(figures.words().stream(), figures.emoji().stream())
            .filter(
                favourite ->
                    !favourite.text().startsWith("@") && !label(phrases, favourite).isBlank())
            .toList();
    if (!favourites.isEmpty()) {
      plots.add(favourites(phrases, favourites, figures));
    }
    return plots;
  }

  private static BarPlot lengths(Phrases phrases, VoiceFigures figures) {
    List<String> labels = new ArrayList<>();
    int from = 0;
    for (int to : MessageTally.CLASSES) {
      labels.add(from >= to ? Integer.toString(to) : from + "–" + to);
      from = to + 1;
    }
    labels.add(from + "+");
    return new BarPlot(
        phrases.plain("chart.lengths"),
        phrases.plain("chart.percent"),
        labels,
        List.of(
            new BarPlot.Bars(
                phrases.plain("chart.real"), percents(figures.real(), figures.real().lengths())),
            new BarPlot.Bars(
                phrases.plain("chart.made"), percents(figures.made(), figures.made().lengths()))),
        false);
  }

  private static BarPlot hours(Phrases phrases, String name, VoiceFigures figures) {
    return new BarPlot(
        phrases.plain("chart.hours", "name", name, "zone", zone(phrases, figures)),
        phrases.plain("chart.percent"),
        IntStream.range(0, 24).mapToObj(Integer::toString).toList(),
        List.of(
            new BarPlot.Bars(
                phrases.plain("chart.real"), percents(figures.real(), figures.real().hours()))),
        false);
  }

  private static String zone(Phrases phrases, VoiceFigures figures) {
    return ZoneId.of(figures.zone()).getDisplayName(TextStyle.SHORT, phrases.locale());
  }

  private static List<Double> percents(MessageTally tally, List<Integer> counts) {
    return counts.stream().map(count -> 100.0 * count / Math.max(1, tally.messages())).toList();
  }

  private BarPlot favourites(Phrases phrases, List<Favourite> favourites, VoiceFigures figures) {
    double real = Math.max(1, figures.real().words()) / 1000.0;
    double made = Math.max(1, figures.made().words()) / 1000.0;
    return new BarPlot(
        phrases.plain("chart.favourites"),
        phrases.plain("chart.per-thousand"),
        favourites.stream().map(favourite -> label(phrases, favourite)).toList(),
        List.of(
            new BarPlot.Bars(
                phrases.plain("chart.real"),
                favourites.stream().map(f -> f.real() / real).toList()),
            new BarPlot.Bars(
                phrases.plain("chart.made"),
                favourites.stream().map(f -> f.made() / made).toList())),
        true);
  }

  /**
   * A word unchanged; an emoji that no font has is replaced by its English name, for readers of
   * English only. Blank if nothing can be shown.
   */
  private String label(Phrases phrases, Favourite favourite) {
    String text = favourite.text();
    if (painter.canShow(text)) {
      return shortened(text, LONGEST_LABEL);
    }
    if (!phrases.locale().getLanguage().equals(Locale.ENGLISH.getLanguage())) {
      return "";
    }
    int first = text.codePointAt(0);
    String name = Character.isLetter(first) ? null : UCharacter.getName(first);
    return name == null ? "" : shortened(name.toLowerCase(Locale.ROOT), LONGEST_LABEL);
  }

  private static String shortened(String text, int longest) {
    return text.codePointCount(0, text.length()) <= longest
        ? text
        : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
  }
}
