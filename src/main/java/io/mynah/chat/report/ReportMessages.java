package io.mynah.chat.report;

import io.mynah.charts.CannotPaint;
import io.mynah.chat.Button;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.training.VoiceGrade;
import io.mynah.chat.voice.Delivery;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.MessageRef;
import io.mynah.domain.Person;
import io.mynah.domain.ReportCard;
import io.mynah.domain.VoiceRecord;
import io.mynah.store.conversation.GuessScores;
import io.mynah.store.jobs.VoiceRecords;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the messages of a report: its text and its pictures. Thread-safe. */
final class ReportMessages {
  private static final Logger log = LoggerFactory.getLogger(ReportMessages.class);

  private final VoiceRecords voiceRecords;
  private final GuessScores guessScores;
  private final ReportPictures pictures;

  ReportMessages(VoiceRecords voiceRecords, GuessScores guessScores, ReportPictures pictures) {
    this.voiceRecords = voiceRecords;
    this.guessScores = guessScores;
    this.pictures = pictures;
  }

  /**
   * The messages of a report, sent together: the text under the first picture, or alone if pictures
   * cannot be drawn.
   */
  Delivery.Message of(Phrases phrases, Person person, ReportCard card) {
    Reply words = words(phrases, person, card);
    List<ReportPictures.Picture> painted;
    try {
      painted = pictures.paint(phrases, person, card);
    } catch (CannotPaint fault) {
      log.warn("no pictures of reports: {}", fault.getMessage());
      return (to, at) -> to.send(at, words);
    }
    return (to, at) -> {
      MessageRef last = to.sendPicture(at, painted.get(0).png(), words);
      for (ReportPictures.Picture picture : painted.subList(1, painted.size())) {
        last = to.sendPicture(at, picture.png(), Reply.of(picture.caption()));
      }
      return last;
    };
  }

  private Reply words(Phrases phrases, Person person, ReportCard card) {
    String name = Wording.name(person.name());
    Optional<VoiceRecord> voice = voiceRecords.find(person);
    Button speak =
        new Button(
            phrases.of("button.speak", "name", name),
            Action.of(Verb.SPEAK, person.id().value(), 1).encode());
    Button guess = phrases.button("button.guess", Action.of(Verb.QUIZ, person.id().value()));
    return new Reply(
        new ReportText(phrases)
            .of(
                name,
                card,
                voice.map(each -> VoiceGrade.of(each, card.figures().recognition())),
                voice.map(VoiceRecord::base),
                guessScores.of(person)),
        List.of(List.of(speak, guess)));
  }
}
