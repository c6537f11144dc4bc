package io.mynah.store.jobs;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OTHER;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.TIM;
import static io.mynah.store.StoreFixture.person;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mynah.domain.CurvePoint;
import io.mynah.domain.Effort;
import io.mynah.domain.Favourite;
import io.mynah.domain.JobId;
import io.mynah.domain.MessageTally;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.Recognition;
import io.mynah.domain.ReportCard;
import io.mynah.domain.VoiceFigures;
import io.mynah.domain.VoiceRecord;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.conversation.GuessScores;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.database.Database;
import io.mynah.vault.PlainKeys;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** Report cards, learning curves, and guesses. */
@OnEachDatabase
class ReportCardsTest {
  private static final String SECRET = "kingfisher";

  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private ReportCards cards;
  private GuessScores guessScores;
  private Person bella;
  private Person tim;

  @BeforeEach
  void open() {
    database = kind.open(folder, new PlainKeys());
    cards = new ReportCards(database);
    guessScores = new GuessScores(database);
    Corpora.Imported imported = twoPeople(new Corpora(database), OWNER);
    bella = person(imported, BELLA);
    tim = person(imported, TIM);
  }

  @AfterEach
  void close() {
    database.close();
  }

  static ReportCard card(double bits) {
    MessageTally tally = new MessageTally(9, 20, List.of(1, 2, 3, 4, 5, 6, 7), List.of());
    return new ReportCard(
        31,
        12.5,
        bits,
        List.of(new CurvePoint(1.5, "n-gram", 2.5)),
        new VoiceFigures(
            new Recognition(2, 200, 166, 10, 9),
            50,
            1,
            tally,
            tally,
            "Europe/Berlin",
            List.of(new Favourite(SECRET, 3, 1)),
            List.of(new Favourite("🌙", 3, 1))));
  }

  private void save(Person person, ReportCard card, boolean due) {
    assertThat(
            database
                .jdbi()
                .<Boolean, RuntimeException>inTransaction(cards.saving(person, card, due)::makeIn))
        .isTrue();
  }

  private void voiced(PersonId person) {
    new VoiceRecords(database).save(new VoiceRecord(person, "neural", 2, 31, NOW, 1, null));
  }

  @Test
  void aCardIsKeptAsItWasUntilTheNext() {
    voiced(bella.id());
    save(bella, card(2), false);
    assertThat(cards.find(bella)).contains(card(2));
    save(bella, card(1.5), true);
    assertThat(cards.find(bella)).contains(card(1.5));
    assertThat(cards.find(tim)).isEmpty();
  }

  @Test
  void ofSomeoneWithoutAModelNoCardIsKept() {
    save(bella, card(2), true);
    assertThat(cards.find(bella)).isEmpty();
    assertThat(cards.due()).isEmpty();
  }

  @Test
  void whatIsDueIsShownOnce() {
    voiced(bella.id());
    voiced(tim.id());
    save(bella, card(2), true);
    save(tim, card(2), false);
    assertThat(cards.due()).containsExactly(bella.id());
    save(bella, card(1), false);
    assertThat(cards.due()).as("not shown yet").containsExactly(bella.id());
    assertThat(cards.shown(bella.id())).isTrue();
    assertThat(cards.shown(bella.id())).isFalse();
    assertThat(cards.due()).isEmpty();
  }

  @Test
  void aCardGoesWithItsModelAndWithItsPersonFromEveryFile() throws Exception {
    voiced(bella.id());
    voiced(tim.id());
    save(bella, card(2), false);
    save(tim, card(2), false);
    new VoiceRecords(database).delete(OWNER, tim.id());
    assertThat(cards.find(tim)).isEmpty();
    new Corpora(database).forget(OWNER, bella.id());
    assertThat(cards.find(bella)).isEmpty();
    await().untilAsserted(() -> assertThat(kind.anyHolds(folder, SECRET)).isFalse());
  }

  @Test
  void aCurveKeepsItsOrderAndGoesWithItsPerson() {
    JobId job = new Jobs(database).enqueue(OWNER, bella.id(), Effort.GOOD, null, NOW).id();
    JobClaims claims = new JobClaims(database, "worker");
    JobClaims.Claim claim = claims.claim().orElseThrow();
    CurvePoint first = new CurvePoint(3, "n-gram", 2.5);
    CurvePoint second = new CurvePoint(2, "neural", 2.25);
    assertThat(claims.make(claim, ReportCards.adding(job, first))).isTrue();
    assertThat(claims.make(claim, ReportCards.adding(job, second))).isTrue();
    assertThat(cards.curve(job)).containsExactly(first, second);
    new Corpora(database).forget(OWNER, bella.id());
    assertThat(claims.make(claim, ReportCards.adding(job, first))).isFalse();
    assertThat(cards.curve(job)).isEmpty();
  }

  @Test
  void aWorkerThatLostItsJobChangesNeitherCardNorCurve() {
    voiced(bella.id());
    JobId job = new Jobs(database).enqueue(OWNER, bella.id(), Effort.GOOD, null, NOW).id();
    JobClaims claims = new JobClaims(database, "worker");
    JobClaims.Claim lost = claims.claim().orElseThrow();
    assertThat(claims.requeue(lost)).isTrue();
    JobClaims.Claim next = claims.claim().orElseThrow();
    CurvePoint point = new CurvePoint(3, "n-gram", 2.5);

    assertThat(claims.make(lost, ReportCards.adding(job, point))).isFalse();
    assertThat(claims.make(lost, cards.saving(bella, card(2), true))).isFalse();
    assertThat(cards.curve(job)).isEmpty();
    assertThat(cards.find(bella)).isEmpty();

    assertThat(claims.make(next, cards.saving(bella, card(1), true))).isTrue();
    assertThat(cards.find(bella)).contains(card(1));
  }

  @Test
  void guessesAreCountedForEachPlayerAndTogether() {
    assertThat(guessScores.of(bella)).isEqualTo(new GuessScores.Score(0, 0));
    guessScores.count(bella, OWNER, true);
    guessScores.count(bella, OWNER, false);
    guessScores.count(bella, OTHER, true);
    assertThat(guessScores.of(bella, OWNER)).contains(new GuessScores.Score(2, 1));
    assertThat(guessScores.of(bella, OTHER)).contains(new GuessScores.Score(1, 1));
    assertThat(guessScores.of(bella)).isEqualTo(new GuessScores.Score(3, 2));
    assertThat(guessScores.of(tim, OWNER)).isEmpty();
  }

  @Test
  void guessesGoWithThePlayerWithThePersonAndWithTheModelThatTheyWereAbout() {
    voiced(bella.id());
    guessScores.count(bella, OWNER, true);
    guessScores.count(bella, OTHER, true);
    new Corpora(database).forgetEverything(OTHER);
    assertThat(guessScores.of(bella)).isEqualTo(new GuessScores.Score(1, 1));
    save(bella, card(2), false);
    assertThat(guessScores.of(bella)).isEqualTo(new GuessScores.Score(0, 0));
    guessScores.count(bella, OWNER, true);
    new Corpora(database).forget(OWNER, bella.id());
    guessScores.count(bella, OWNER, true);
    assertThat(guessScores.of(bella)).isEqualTo(new GuessScores.Score(0, 0));
  }
}
