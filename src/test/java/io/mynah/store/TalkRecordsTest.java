package io.mynah.store;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OTHER;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.TIM;
import static io.mynah.store.StoreFixture.person;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mynah.domain.Address;
import io.mynah.domain.Correction;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.TestPerson;
import io.mynah.store.conversation.ChatSessions;
import io.mynah.store.conversation.Corrections;
import io.mynah.store.conversation.SpokenMessages;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.database.Database;
import io.mynah.vault.PlainKeys;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** What is kept of talk: with whom, which messages were whose, and what they should have been. */
@OnEachDatabase
class TalkRecordsTest {
  private static final Address HERE = new Address("telegram:1");
  private static final Address THERE = new Address("telegram:2");
  private static final MessageRef SAID = new MessageRef(HERE, "5");

  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private Person bella;
  private Person tim;

  @BeforeEach
  void open() {
    database = kind.open(folder, new PlainKeys());
    var imported = twoPeople(new Corpora(database), OWNER);
    bella = person(imported, BELLA);
    tim = person(imported, TIM);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void restart() {
    database.close();
    open();
  }

  @Test
  void anOwnerTalksWithOnePersonAtAnAddressUntilTheyEndItAlsoAcrossARestart() {
    assertThat(new ChatSessions(database).begin(OWNER, HERE, bella.id())).isTrue();
    restart();
    ChatSessions chatSessions = new ChatSessions(database);
    assertThat(chatSessions.with(OWNER, HERE)).contains(bella.id());
    assertThat(chatSessions.with(OWNER, THERE)).isEmpty();
    assertThat(chatSessions.with(OTHER, HERE)).isEmpty();

    assertThat(chatSessions.begin(OWNER, HERE, tim.id())).isTrue();
    assertThat(chatSessions.with(OWNER, HERE)).contains(tim.id());
    chatSessions.end(OWNER, HERE);
    assertThat(chatSessions.with(OWNER, HERE)).isEmpty();
    assertThat(chatSessions.begin(OWNER, HERE, new PersonId(99))).isFalse();
  }

  @Test
  void aMessageIsRatedOnceAndByItsOwnerAlone() {
    SpokenMessages spokenMessages = new SpokenMessages(database);
    spokenMessages.record(SAID, OWNER, bella.id(), NOW);
    spokenMessages.record(new MessageRef(HERE, "6"), OWNER, bella.id(), NOW);
    spokenMessages.record(new MessageRef(HERE, "7"), OWNER, tim.id(), NOW);
    restart();
    SpokenMessages next = new SpokenMessages(database);
    assertThat(next.find(SAID)).contains(new SpokenMessages.Saying(OWNER, bella.id(), false));
    assertThat(next.find(new MessageRef(THERE, "5"))).isEmpty();

    assertThat(next.like(OTHER, SAID)).isEmpty();
    assertThat(next.like(OWNER, SAID)).hasValue(1);
    assertThat(next.like(OWNER, SAID)).isEmpty();
    assertThat(next.rate(OWNER, SAID)).isFalse();
    assertThat(next.find(SAID)).contains(new SpokenMessages.Saying(OWNER, bella.id(), true));
    next.record(SAID, OWNER, bella.id(), NOW);
    assertThat(next.like(OWNER, SAID)).as("recorded again").isEmpty();
    assertThat(next.like(OWNER, new MessageRef(HERE, "6"))).hasValue(2);
    assertThat(next.rate(OWNER, new MessageRef(HERE, "7"))).isTrue();
    assertThat(next.like(OWNER, new MessageRef(HERE, "7"))).isEmpty();
  }

  @Test
  void asWhomAMessageWasSaidIsKnownForSomeMonths() {
    SpokenMessages spokenMessages = new SpokenMessages(database);
    spokenMessages.record(SAID, OWNER, bella.id(), NOW);
    spokenMessages.record(
        new MessageRef(HERE, "6"), OWNER, bella.id(), NOW.plus(SpokenMessages.KEPT));
    assertThat(spokenMessages.find(SAID)).isPresent();
    spokenMessages.record(
        new MessageRef(HERE, "7"), OWNER, bella.id(), NOW.plus(SpokenMessages.KEPT).plusMillis(1));
    assertThat(spokenMessages.find(SAID)).isEmpty();
    assertThat(spokenMessages.find(new MessageRef(HERE, "6"))).isPresent();
  }

  @Test
  void correctionsAreKeptInOrder() {
    Corrections corrections = new Corrections(database);
    Correction first = new Correction("how was it?", "not bad for a monday");
    Correction second = new Correction(null, "hey you");
    corrections.add(bella, first, TestOrigin.ANY, NOW);
    corrections.add(bella, second, TestOrigin.ANY, NOW);
    corrections.add(TestPerson.of(new PersonId(99)), second, TestOrigin.ANY, NOW);
    restart();
    assertThat(new Corrections(database).of(bella)).containsExactly(first, second);
    assertThat(new Corrections(database).of(tim)).isEmpty();
  }

  @Test
  void aCorrectionIsFoundByTheMessageThatSaysItAndByNobodyElse() {
    Corrections corrections = new Corrections(database);
    Corrections.Origin origin = TestOrigin.inMessage("9");
    long number =
        corrections.add(bella, new Correction("how was it?", "fine"), origin, NOW).orElseThrow();
    assertThat(corrections.in(origin.written(), OWNER, NOW.plusMillis(1))).isEmpty();
    assertThat(corrections.in(origin.written(), OWNER, NOW))
        .contains(new Corrections.Written(bella.id(), number, true));
    assertThat(corrections.in(origin.written(), new OwnerId("9"), NOW)).isEmpty();
    assertThat(corrections.in(origin.corrected(), OWNER, NOW)).isEmpty();
    assertThat(corrections.remove(tim, number)).isEmpty();
    assertThat(corrections.remove(bella, number)).contains(origin);
    assertThat(corrections.in(origin.written(), OWNER, NOW)).isEmpty();
  }

  @Test
  void aCorrectionIsGivenForTheFirstTimeOnceUntilItIsChanged() {
    Corrections corrections = new Corrections(database);
    Correction fine = new Correction("how was it?", "fine");
    long number = corrections.add(bella, fine, TestOrigin.ANY, NOW).orElseThrow();
    assertThat(corrections.kept(bella))
        .containsExactly(new Corrections.Kept(number, fine, TestOrigin.ANY, false, NOW));
    assertThat(corrections.give(tim, number)).isFalse();
    assertThat(corrections.give(bella, number)).isTrue();
    assertThat(corrections.give(bella, number)).isFalse();
    assertThat(corrections.kept(bella)).extracting(Corrections.Kept::given).containsExactly(true);
    assertThat(corrections.change(bella, number, "splendid")).isTrue();
    assertThat(corrections.give(bella, number)).isTrue();
  }

  @Test
  void withThePersonTheChatOrEverythingAllOfItIsErasedFromEveryFile() throws Exception {
    for (int way = 0; way < 3; way++) {
      Corpora corpora = new Corpora(database);
      ChatSessions chatSessions = new ChatSessions(database);
      SpokenMessages spokenMessages = new SpokenMessages(database);
      Corrections corrections = new Corrections(database);
      corrections.add(bella, new Correction("a kingfisher?", "a bluebird"), TestOrigin.ANY, NOW);
      spokenMessages.record(SAID, OWNER, bella.id(), NOW);
      assertThat(chatSessions.begin(OWNER, HERE, bella.id())).isTrue();
      assertThat(kind.anyHolds(folder, "kingfisher")).isTrue();
      switch (way) {
        case 0 -> corpora.forget(OWNER, bella.id());
        case 1 -> corpora.forget(OWNER, corpora.chats(OWNER).get(0).id());
        default -> corpora.forgetEverything(OWNER);
      }
      assertThat(chatSessions.with(OWNER, HERE)).isEmpty();
      assertThat(spokenMessages.find(SAID)).isEmpty();
      assertThat(corrections.of(bella)).isEmpty();
      await().untilAsserted(() -> assertThat(kind.anyHolds(folder, "kingfisher")).isFalse());
      await().untilAsserted(() -> assertThat(kind.anyHolds(folder, "bluebird")).isFalse());
      restart();
    }
  }
}
