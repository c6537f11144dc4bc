package io.mynah.chat.report;

import io.mynah.chat.training.VoiceBaseText;
import io.mynah.chat.training.VoiceGrade;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Favourite;
import io.mynah.domain.MessageTally;
import io.mynah.domain.Recognition;
import io.mynah.domain.ReportCard;
import io.mynah.domain.VoiceFigures;
import io.mynah.store.conversation.GuessScores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A report as text. */
final class ReportText {
  /** Rates below half of this per 100 messages are shown as 0. */
  private static final double SHOWN = 0.1;

  private final Phrases phrases;

  ReportText(Phrases phrases) {
    this.phrases = phrases;
  }

  /** The text. */
  String of(Report report) {
    String name = report.name();
    ReportCard card = report.card();
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
    report
        .grade()
        .ifPresent(
            each -> lines.add(phrases.of("report.grade", "quality", phrases.of(each.key()))));
    report
        .base()
        .ifPresent(
            each -> lines.add(phrases.of("report.base", "base", VoiceBaseText.of(phrases, each))));
    recognised(name, card.figures().recognition()).ifPresent(lines::add);
    lines.add(copied(card.figures()));
    GuessScores.Score guesses = report.guesses();
    if (guesses.asked() > 0) {
      lines.add(phrases.of("report.guessed", "told", guesses.told(), "asked", guesses.asked()));
    }
    emojiLine(card.figures()).ifPresent(lines::add);
    return String.join("\n\n", lines);
  }

  private Optional<String> recognised(String name, @Nullable Recognition recognition) {
    if (recognition == null || recognition.made() == 0 || recognition.real() == 0) {
      return Optional.empty();
    }
    VoiceGrade likeness = VoiceGrade.of(recognition, VoiceGrade.ROUGH);
    return Optional.of(
        phrases.of(
            "report.recognised",
            "name",
            name,
            "likeness",
            likeness.name().toLowerCase(Locale.ROOT)));
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

  /**
   * Emoji are in the text and not in the picture, because few Java installations can draw them in
   * colour.
   */
  private Optional<String> emojiLine(VoiceFigures figures) {
    List<String> each =
        emoji(figures).stream().map(favourite -> emoji(favourite, figures)).toList();
    if (each.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(phrases.of("report.emoji", "list", String.join(", ", each)));
  }

  /** The favourite emoji that either side uses often enough to be shown. */
  static List<Favourite> emoji(VoiceFigures figures) {
    return figures.made().messages() == 0
        ? List.of()
        : figures.emoji().stream()
            .filter(
                favourite ->
                    isShown(favourite.real(), figures.real())
                        || isShown(favourite.made(), figures.made()))
            .toList();
  }

  private static boolean isShown(int count, MessageTally tally) {
    return inHundred(count, tally) > SHOWN / 2;
  }

  private static double inHundred(int count, MessageTally tally) {
    return 100.0 * count / tally.messages();
  }

  private String emoji(Favourite favourite, VoiceFigures figures) {
    return phrases.of(
        "report.emoji-one",
        "emoji",
        favourite.text(),
        "real",
        inHundred(favourite.real(), figures.real()),
        "made",
        inHundred(favourite.made(), figures.made()));
  }
}
