package io.mynah.chat.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mynah.charts.CannotPaint;
import io.mynah.charts.LinePlot;
import io.mynah.charts.Painter;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.CurvePoint;
import io.mynah.domain.Favourite;
import io.mynah.domain.MessageTally;
import io.mynah.domain.ReportCard;
import io.mynah.domain.TestPerson;
import io.mynah.domain.VoiceFigures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ReportPicturesTest {
  private static final String MOON = "🌙";

  private final Painter painter = new Painter();
  private final ReportPictures pictures = new ReportPictures(painter);

  private static ReportCard card() {
    MessageTally real =
        new MessageTally(200, 600, List.of(0, 90, 50, 30, 20, 10, 0), Collections.nCopies(24, 8));
    MessageTally made = new MessageTally(200, 700, List.of(0, 80, 60, 30, 20, 10, 0), List.of());
    return new ReportCard(
        200,
        600,
        2,
        List.of(
            new CurvePoint(6, "n-gram", 2.4),
            new CurvePoint(180, "neural", 2.2),
            new CurvePoint(372, "neural", 2.1)),
        new VoiceFigures(
            null,
            10,
            0,
            real,
            made,
            "UTC",
            List.of(new Favourite("honestly", 40, 30), new Favourite("elephant", 20, 25)),
            List.of(new Favourite(MOON, 20, 10))));
  }

  private List<ReportPictures.Picture> paint(Locale language) throws CannotPaint {
    return pictures.paint(Phrases.in(language), TestPerson.of(1, "Bella"), card());
  }

  private int height(Locale language) throws CannotPaint, IOException {
    byte[] habits = paint(language).get(1).png();
    return ImageIO.read(new ByteArrayInputStream(habits)).getHeight();
  }

  @Test
  void anEmojiThatNoFontHasIsNamedInEnglishToReadersOfEnglishAlone() throws Exception {
    assumeThat(painter.canShow(MOON)).isFalse();
    assertThat(height(Locale.GERMAN)).isLessThan(height(Locale.ENGLISH));
    assertThat(height(Locale.forLanguageTag("ru"))).isEqualTo(height(Locale.GERMAN));
    assertThat(height(Locale.UK)).isEqualTo(height(Locale.ENGLISH));
  }

  @Test
  void theLearningCurveEndsAtItsLastPoint() {
    LinePlot plot = ReportPictures.learning(Phrases.in(Locale.ENGLISH), "Bella", card());
    assertThat(plot.lines())
        .allSatisfy(
            line -> assertThat(line.across().get(line.across().size() - 1)).isEqualTo(372 / 60.0));
  }

  @Test
  void picturesArePaintedInEachLanguage() throws Exception {
    for (String language : List.of("en", "de", "es", "pt", "ru")) {
      assertThat(paint(Locale.forLanguageTag(language))).hasSize(2);
    }
  }
}
