package io.mynah.chat.report;

import com.ibm.icu.text.NumberFormat;
import io.mynah.chat.Emphasis;
import io.mynah.chat.RichReply.Block;
import io.mynah.chat.RichReply.Details;
import io.mynah.chat.RichReply.Heading;
import io.mynah.chat.RichReply.Paragraph;
import io.mynah.chat.RichReply.Table;
import io.mynah.chat.training.VoiceBaseText;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Favourite;
import io.mynah.domain.MessageTally;
import io.mynah.domain.Recognition;
import io.mynah.domain.VoiceFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A report as tables. */
final class ReportTables {
  private static final String UNKNOWN = "–";
  private static final int EMOJI_PER = 100;
  private static final int WORDS_PER = 1_000;

  private final Phrases phrases;

  ReportTables(Phrases phrases) {
    this.phrases = phrases;
  }

  /** The heading, the tables, and the details that unfold. */
  List<Block> of(Report report) {
    VoiceFigures figures = report.card().figures();
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Heading(phrases.plain("report.title", "name", report.name())));
    blocks.add(new Table(List.of(), training(report)));
    if (figures.real().messages() > 0 && figures.made().messages() > 0) {
      blocks.add(new Table(header("report.compared"), compared(report.name(), figures)));
      List<List<String>> emoji = emoji(figures);
      if (!emoji.isEmpty()) {
        blocks.add(new Table(header("report.emoji-rate"), emoji));
      }
      List<List<String>> words = words(figures);
      if (!words.isEmpty()) {
        blocks.add(new Table(header("report.word-rate"), words));
      }
    }
    blocks.add(explained(report.name(), figures));
    if (!report.others().isEmpty()) {
      blocks.add(others(report.others()));
    }
    return blocks;
  }

  private List<List<String>> training(Report report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of(phrases.of("report.messages"), number(report.card().messages())));
    Duration time = Duration.ofMillis((long) (1000 * report.card().seconds()));
    rows.add(List.of(phrases.of("report.time"), Wording.left(phrases, time)));
    report
        .grade()
        .ifPresent(
            grade -> rows.add(List.of(phrases.of("report.quality"), phrases.of(grade.key()))));
    report
        .base()
        .ifPresent(
            base ->
                rows.add(
                    List.of(
                        phrases.of("report.base-name"),
                        Emphasis.off(VoiceBaseText.of(phrases, base)))));
    rows.add(List.of(phrases.of("report.copies"), copies(report.card().figures())));
    if (report.guesses().asked() > 0) {
      String told = ratio(report.guesses().told(), report.guesses().asked());
      rows.add(List.of(phrases.of("report.guesses"), told));
    }
    return rows;
  }

  private List<String> header(String key) {
    return List.of(phrases.of(key), phrases.of("chart.real"), phrases.of("chart.made"));
  }

  private List<List<String>> compared(String name, VoiceFigures figures) {
    List<List<String>> rows = new ArrayList<>();
    Optional<Recognition> recognition = recognition(figures);
    recognition.ifPresent(
        each ->
            rows.add(
                List.of(
                    phrases.plain("report.recognised-as", "name", name),
                    percent(each.realRecognised(), each.real()),
                    percent(each.madeRecognised(), each.made()))));
    rows.add(List.of(phrases.of("chart.lengths"), length(figures.real()), length(figures.made())));
    return rows;
  }

  private static Optional<Recognition> recognition(VoiceFigures figures) {
    return Optional.ofNullable(figures.recognition())
        .filter(each -> each.made() > 0 && each.real() > 0);
  }

  private String length(MessageTally tally) {
    return rate(tally.words(), tally.messages(), 1);
  }

  private List<List<String>> emoji(VoiceFigures figures) {
    return ReportText.emoji(figures).stream()
        .map(
            each ->
                row(
                    each,
                    rate(each.real(), figures.real().messages(), EMOJI_PER),
                    rate(each.made(), figures.made().messages(), EMOJI_PER)))
        .toList();
  }

  /** User names are left out, as in the pictures. */
  private List<List<String>> words(VoiceFigures figures) {
    return figures.words().stream()
        .filter(each -> !each.text().startsWith("@"))
        .map(
            each ->
                row(
                    each,
                    rate(each.real(), figures.real().words(), WORDS_PER),
                    rate(each.made(), figures.made().words(), WORDS_PER)))
        .toList();
  }

  private static List<String> row(Favourite favourite, String real, String made) {
    return List.of(Wording.name(favourite.text()), real, made);
  }

  private Details explained(String name, VoiceFigures figures) {
    List<Block> paragraphs = new ArrayList<>();
    paragraphs.add(new Paragraph(phrases.of("report.about-quality")));
    if (recognition(figures).isPresent()) {
      paragraphs.add(new Paragraph(phrases.plain("report.about-recognised", "name", name)));
    }
    paragraphs.add(new Paragraph(phrases.of("report.about-copies")));
    paragraphs.add(new Paragraph(phrases.plain("report.about-real", "name", name)));
    return new Details(phrases.of("report.explained"), paragraphs);
  }

  private Details others(List<Report.Other> others) {
    List<String> header =
        List.of(
            phrases.of("report.version-date"),
            phrases.of("report.version-messages"),
            phrases.of("report.quality"),
            phrases.of("report.version-recognised"),
            phrases.of("report.version-copies"));
    List<List<String>> rows = others.stream().map(this::other).toList();
    return new Details(phrases.of("report.versions"), List.of(new Table(header, rows)));
  }

  private List<String> other(Report.Other other) {
    VoiceFigures figures = other.card().figures();
    return List.of(
        Wording.date(phrases, other.voice().trainedAt()),
        number(other.card().messages()),
        phrases.of(other.grade().key()),
        recognition(figures)
            .map(each -> percent(each.madeRecognised(), each.made()))
            .orElse(UNKNOWN),
        copies(figures));
  }

  private String copies(VoiceFigures figures) {
    return figures.longer() == 0 ? UNKNOWN : ratio(figures.copied(), figures.longer());
  }

  private String ratio(int part, int whole) {
    return phrases.of("report.ratio", "part", part, "whole", whole);
  }

  private String rate(int count, int all, int per) {
    return number((double) per * count / Math.max(1, all));
  }

  private String number(double value) {
    NumberFormat format = NumberFormat.getInstance(phrases.locale());
    format.setMaximumFractionDigits(1);
    return format.format(value);
  }

  private String percent(int part, int whole) {
    return NumberFormat.getPercentInstance(phrases.locale()).format((double) part / whole);
  }
}
