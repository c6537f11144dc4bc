package io.mynah.chat.report;

import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.CurvePoint;
import io.mynah.domain.Favourite;
import io.mynah.domain.Recognition;
import io.mynah.domain.ReportCard;
import io.mynah.domain.VoiceFigures;
import io.mynah.store.Guesses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A report in words that a person understands. */
final class ReportText {
  private final Phrases phrases;

  ReportText(Phrases phrases) {
    this.phrases = phrases;
  }

  String of(String name, ReportCard card, Guesses.Score guesses) {
    List<String> lines = new ArrayList<>();
    lines.add(
        phrases.of(
            "report.head",
            "name",
            name,
            "count",
            card.messages(),
            "time",
            Wording.left(phrases, Duration.ofMillis((long) (1000 * card.seconds())))));
    recognised(name, card.figures().recognition()).ifPresent(lines::add);
    lines.add(copied(card.figures()));
    lines.add(foretold(name, card));
    if (guesses.asked() > 0) {
      lines.add(phrases.of("report.guessed", "told", guesses.told(), "asked", guesses.asked()));
    }
    emoji(card.figures()).ifPresent(lines::add);
    return String.join("\n\n", lines);
  }

  private Optional<String> recognised(String name, @Nullable Recognition recognition) {
    if (recognition == null || recognition.made() == 0 || recognition.real() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        phrases.of(
            "report.recognised",
            "name",
            name,
            "made",
            times(recognition.madeRecognised(), recognition.made()),
            "real",
            times(recognition.realRecognised(), recognition.real()),
            "people",
            recognition.people(),
            "chance",
            times(1, recognition.people())));
  }

  private static long times(int count, int of) {
    return Math.round(100.0 * count / of);
  }

  private String copied(VoiceFigures figures) {
    if (figures.copied() == 0) {
      return phrases.of("report.copied-none", "count", figures.longer());
    }
    long every = Math.round((double) figures.longer() / figures.copied());
    return every < 2
        ? phrases.of("report.copied-most", "count", figures.longer(), "copied", figures.copied())
        : phrases.of("report.copied", "every", every);
  }

  private String foretold(String name, ReportCard card) {
    Optional<CurvePoint> counted = card.curve().stream().findFirst();
    return counted.filter(first -> card.bits() < first.bits()).isPresent()
        ? phrases.of(
            "report.bits",
            "name",
            name,
            "bits",
            card.bits(),
            "counted",
            counted.orElseThrow().bits())
        : phrases.of("report.bits-alone", "name", name, "bits", card.bits());
  }

  /** Here and not in the picture, for few Javas have their colours. */
  private Optional<String> emoji(VoiceFigures figures) {
    if (figures.emoji().isEmpty() || figures.made().messages() == 0) {
      return Optional.empty();
    }
    List<String> each =
        figures.emoji().stream().map(favourite -> emoji(favourite, figures)).toList();
    return Optional.of(phrases.of("report.emoji", "list", String.join(", ", each)));
  }

  private String emoji(Favourite favourite, VoiceFigures figures) {
    return phrases.of(
        "report.emoji-one",
        "emoji",
        favourite.text(),
        "real",
        100.0 * favourite.real() / figures.real().messages(),
        "made",
        100.0 * favourite.made() / figures.made().messages());
  }
}
