package io.mynah.chat.report;

import io.mynah.charts.CannotPaint;
import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.chat.RichReply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.VoiceStores;
import io.mynah.chat.settings.OwnerSettings;
import io.mynah.chat.voice.Delivery;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.ReportCard;
import io.mynah.store.conversation.GuessScores;
import io.mynah.store.jobs.ReportCards.OfVersion;
import io.mynah.store.jobs.VoiceVersions.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the messages of a report: its text or tables, and its pictures. Thread-safe. */
final class ReportMessages {
  private static final Logger log = LoggerFactory.getLogger(ReportMessages.class);

  private final Channel channel;
  private final OwnerSettings settings;
  private final VoiceStores stores;
  private final GuessScores guessScores;
  private final ReportPictures pictures;

  ReportMessages(
      Channel channel,
      OwnerSettings settings,
      VoiceStores stores,
      GuessScores guessScores,
      ReportPictures pictures) {
    this.channel = channel;
    this.settings = settings;
    this.stores = stores;
    this.guessScores = guessScores;
    this.pictures = pictures;
  }

  /**
   * The messages of a report, sent together: the text under the first picture, or alone if pictures
   * cannot be drawn. An owner who chose tables gets them before the pictures, if the channel shows
   * tables.
   */
  Delivery.Message of(Phrases phrases, OwnerId owner, Person person, ReportCard card) {
    return of(phrases, person, card, tables(owner));
  }

  /**
   * The messages of a report as {@link #of} makes them, each sent once under a name, by its
   * position. Text and tables have other messages at the same positions, so they are sent under
   * names of their own: a report that an earlier process began in another form begins anew.
   */
  Delivery.Message once(
      String name, Phrases phrases, OwnerId owner, Person person, ReportCard card) {
    boolean tables = tables(owner);
    String ofForm = tables ? name + ":tables" : name;
    Delivery.Message report = of(phrases, person, card, tables);
    return (to, at) -> to.once(ofForm, () -> report.send(to, at));
  }

  private boolean tables(OwnerId owner) {
    return channel.showsTables() && settings.of(owner).tables();
  }

  private Delivery.Message of(Phrases phrases, Person person, ReportCard card, boolean tables) {
    Report report = report(person, card);
    Reply words = words(phrases, person, report);
    List<ReportPictures.Picture> painted = painted(phrases, person, card);
    if (tables) {
      RichReply rich = new RichReply(new ReportTables(phrases).of(report), words);
      return (to, at) -> sendPictures(to, at, painted, to.sendRich(at, rich));
    }
    if (painted.isEmpty()) {
      return (to, at) -> to.send(at, words);
    }
    return (to, at) ->
        sendPictures(
            to,
            at,
            painted.subList(1, painted.size()),
            to.sendPicture(at, painted.get(0).png(), words));
  }

  /** The pictures; none if this Java installation cannot draw. */
  private List<ReportPictures.Picture> painted(Phrases phrases, Person person, ReportCard card) {
    try {
      return pictures.paint(phrases, person, card);
    } catch (CannotPaint fault) {
      log.warn("no pictures of reports: {}", fault.getMessage());
      return List.of();
    }
  }

  private static MessageRef sendPictures(
      Channel to, Address at, List<ReportPictures.Picture> painted, MessageRef before)
      throws IOException {
    MessageRef last = before;
    for (ReportPictures.Picture picture : painted) {
      last = to.sendPicture(at, picture.png(), Reply.of(picture.caption()));
    }
    return last;
  }

  private Report report(Person person, ReportCard card) {
    Map<Long, ReportCard> cards =
        stores.cards().ofVersions(person).stream()
            .collect(Collectors.toMap(OfVersion::version, OfVersion::card));
    List<Report.Other> others = new ArrayList<>();
    for (Version version : stores.voiceRecords().versions().of(person)) {
      ReportCard other = cards.get(version.number());
      if (other != null && !version.inUse()) {
        others.add(new Report.Other(version.voice(), other));
      }
    }
    return new Report(
        Wording.name(person.name()),
        card,
        stores.voiceRecords().find(person),
        guessScores.of(person),
        others);
  }

  private static Reply words(Phrases phrases, Person person, Report report) {
    Button speak =
        new Button(
            phrases.of("button.speak", "name", report.name()),
            Action.of(Verb.SPEAK, person.id().value(), 1).encode());
    Button guess = phrases.button("button.guess", Action.of(Verb.QUIZ, person.id().value()));
    return new Reply(new ReportText(phrases).of(report), List.of(List.of(speak, guess)));
  }
}
