package io.mynah.chat.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.RichReply.Block;
import io.mynah.chat.RichReply.Details;
import io.mynah.chat.RichReply.Heading;
import io.mynah.chat.RichReply.Paragraph;
import io.mynah.chat.RichReply.Table;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Favourite;
import io.mynah.domain.MessageTally;
import io.mynah.domain.PersonId;
import io.mynah.domain.Recognition;
import io.mynah.domain.ReportCard;
import io.mynah.domain.VoiceBase;
import io.mynah.domain.VoiceFigures;
import io.mynah.domain.VoiceRecord;
import io.mynah.lm.training.VoiceTrainer;
import io.mynah.store.conversation.GuessScores;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTablesTest {
  private static final Recognition RECOGNITION = new Recognition(4, 200, 80, 50, 25);
  private static final MessageTally REAL = new MessageTally(10_000, 32_000, List.of(), List.of());
  private static final MessageTally MADE = new MessageTally(200, 500, List.of(), List.of());
  private static final MessageTally NONE = new MessageTally(0, 0, List.of(), List.of());

  private static VoiceFigures figures(
      @Nullable Recognition recognition, int longer, MessageTally made) {
    return new VoiceFigures(
        recognition,
        longer,
        longer / 40,
        REAL,
        made,
        "UTC",
        List.of(
            new Favourite("@tim", 99, 9),
            new Favourite("<i>hey", 64, 1),
            new Favourite("שלום", 32, 0)),
        List.of(new Favourite("😂", 425, 3), new Favourite("🌙", 4, 0)));
  }

  private static VoiceRecord voice(@Nullable VoiceBase base) {
    Instant at = Instant.parse("2026-11-12T10:00:00Z");
    return new VoiceRecord(new PersonId(7), VoiceTrainer.NEURAL, 2, 14_213, at, 1, base);
  }

  private static ReportCard card(VoiceFigures figures) {
    return new ReportCard(14_213, 240, 2, List.of(), figures);
  }

  private static List<Block> blocks(String language, Report report) {
    return new ReportTables(Phrases.in(Locale.forLanguageTag(language))).of(report);
  }

  private static Report full() {
    return new Report(
        "A <b> & B",
        card(figures(RECOGNITION, 120, MADE)),
        Optional.of(voice(new VoiceBase("tiny", false, "MIT"))),
        new GuessScores.Score(10, 7),
        List.of(
            new Report.Other(voice(null), card(figures(RECOGNITION, 80, MADE))),
            new Report.Other(voice(null), card(figures(null, 0, NONE)))));
  }

  private static List<List<String>> rows(Block block) {
    Table table = (Table) block;
    return table.header().isEmpty()
        ? table.rows()
        : Stream.concat(Stream.of(table.header()), table.rows().stream()).toList();
  }

  @Test
  void theFiguresOfThePersonAndTheVoiceStandSideBySide() {
    List<Block> blocks = blocks("en", full());
    assertThat(blocks).hasSize(7);
    assertThat(blocks.get(0)).isEqualTo(new Heading("Report on A <b> & B's voice"));
    assertThat(rows(blocks.get(1)))
        .containsExactly(
            List.of("Messages it learned from", "14,213"),
            List.of("Training time", "about 4 minutes"),
            List.of("Grade", "good"),
            List.of("Base", "tiny, licence MIT"),
            List.of("Copies of real messages", "3 of 120"),
            List.of("Guessed right in the quiz", "7 of 10"));
    assertThat(rows(blocks.get(2)))
        .containsExactly(
            List.of("Side by side", "real", "made up"),
            List.of("Recognised as A <b> & B", "50%", "40%"),
            List.of("Words in a message", "3.2", "2.5"));
    assertThat(rows(blocks.get(3)))
        .containsExactly(
            List.of("Emoji in 100 messages", "real", "made up"), List.of("😂", "4.2", "1.5"));
    assertThat(rows(blocks.get(4)))
        .containsExactly(
            List.of("Favourite words in 1,000 words", "real", "made up"),
            List.of("<i>hey", "2", "2"),
            List.of("\u2068שלום\u2069", "1", "0"));
  }

  @Test
  void theMeaningAndTheOtherVersionsUnfold() {
    List<Block> blocks = blocks("en", full());
    Details explained = (Details) blocks.get(5);
    assertThat(explained.summary()).isEqualTo("What the figures mean");
    assertThat(explained.blocks()).hasSize(4).allMatch(Paragraph.class::isInstance);
    Details others = (Details) blocks.get(6);
    assertThat(others.summary()).isEqualTo("Other versions of the voice");
    assertThat(rows(others.blocks().get(0)))
        .containsExactly(
            List.of("Trained", "Messages", "Grade", "Recognised", "Copies"),
            List.of("Nov 12, 2026", "14,213", "good", "40%", "2 of 80"),
            List.of("Nov 12, 2026", "14,213", "very good", "–", "–"));
  }

  @Test
  void whatWasNotMeasuredIsLeftOut() {
    Report report =
        new Report(
            "Bella",
            card(figures(null, 0, NONE)),
            Optional.empty(),
            new GuessScores.Score(0, 0),
            List.of());
    List<Block> blocks = blocks("en", report);
    assertThat(blocks).hasSize(3);
    assertThat(rows(blocks.get(1)))
        .extracting(row -> row.get(0))
        .containsExactly("Messages it learned from", "Training time", "Copies of real messages");
    assertThat(((Details) blocks.get(2)).blocks()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de", "es", "pt", "ru"})
  void everyTableIsARectangleWithoutMarksInEachLanguage(String language) {
    List<Block> blocks = blocks(language, full());
    assertThat(blocks).hasSize(7);
    assertThat(blocks)
        .filteredOn(Table.class::isInstance)
        .allSatisfy(
            table ->
                assertThat(rows(table))
                    .allMatch(row -> row.size() == rows(table).get(0).size())
                    .allMatch(row -> row.stream().noneMatch(String::isBlank)));
    assertThat(blocks.toString()).doesNotContainPattern("[\\uFDD0-\\uFDD3]");
  }
}
