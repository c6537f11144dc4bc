package io.mynah.store.corpora;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OTHER;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.START;
import static io.mynah.store.StoreFixture.TIM;
import static io.mynah.store.StoreFixture.importChat;
import static io.mynah.store.StoreFixture.message;
import static io.mynah.store.StoreFixture.named;
import static io.mynah.store.StoreFixture.person;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Message;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.database.Database;
import io.mynah.store.inbox.Inbox;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

@OnEachDatabase
class CorporaTest {
  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private Corpora corpora;

  @BeforeEach
  void open() {
    database = kind.open(folder, TestKeys.MASTER);
    corpora = new Corpora(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void messagesComeBackAsTheyWereInOrderOfTimeThenId() {
    Message late = message(1, BELLA, "späte Zeile\nzwei 👩‍👩‍👧");
    Message early =
        new Message(7, PersonKey.NOBODY, START.minusSeconds(5), 1L, "\uD83D\uDE00 سلام 你好");
    Message twin = new Message(3, TIM, late.sentAt(), null, "x");
    var imported = importChat(corpora, List.of(twin, late, early), named(BELLA, "Bella"));

    assertThat(corpora.messages(imported.chat())).containsExactly(early, late, twin);
  }

  @Test
  void ofALongChatTheLatestComeAndThenOnlyThoseOfThePerson() {
    List<Message> chat =
        LongStream.range(0, 100)
            .mapToObj(i -> message(i, i % 4 == 0 ? BELLA : TIM, "ten units " + i % 10))
            .toList();
    var imported = importChat(corpora, chat, named(BELLA, "Bella"), named(TIM, "Tim"));
    Person bella = person(imported, BELLA);

    List<Message> latest = corpora.latest(bella, 220, 110);
    assertThat(latest)
        .extracting(Message::id)
        .as("twenty of everyone, ten of Bella's in all")
        .containsExactly(
            60L, 64L, 68L, 72L, 76L, 80L, 81L, 82L, 83L, 84L, 85L, 86L, 87L, 88L, 89L, 90L, 91L,
            92L, 93L, 94L, 95L, 96L, 97L, 98L, 99L);
    assertThat(corpora.latest(bella, 10_000, 10_000)).isEqualTo(corpora.messages(imported.chat()));
  }

  @Test
  void anImportIsSeenByNobodyBeforeItEndsAndHoldsNobodyUp() {
    Inbox inbox = new Inbox(database, Clock.systemUTC());
    try (Corpora.Import chat = corpora.begin(OWNER, "personal_chat:1", "Bella", NOW)) {
      LongStream.range(0, 5_000).forEach(i -> chat.add(message(i, BELLA, "text " + i)));
      long before = System.nanoTime();
      assertThat(corpora.chats(OWNER)).isEmpty();
      assertThat(corpora.people(OWNER)).isEmpty();
      assertThat(inbox.put(0, 1, "lane", "body")).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
      assertThat(chat.finish(List.of(named(BELLA, "Bella"))).added()).isEqualTo(5_000);
    }
    assertThat(corpora.people(OWNER)).extracting(Person::messages).containsExactly(5_000);
  }

  @Test
  void anImportClosedBeforeItsEndLeavesNothing() {
    try (Corpora.Import chat = corpora.begin(OWNER, "personal_chat:1", "Bella", NOW)) {
      chat.add(message(1, BELLA, "hi"));
    }
    assertThat(corpora.chats(OWNER)).isEmpty();
    assertThat(corpora.people(OWNER)).isEmpty();
  }

  @Test
  void theTextsOfAnOwnerAreAsLongAsTheyAreReadAndNotAsTheyAreSealed() {
    var unused =
        importChat(
            corpora,
            List.of(message(1, BELLA, "hi"), message(2, TIM, "schön")),
            named(BELLA, "Bella"),
            named(TIM, "Tim"));
    assertThat(corpora.textLength(OWNER)).isEqualTo(2 + 6);
    assertThat(corpora.textLength(OTHER)).isZero();
  }

  @Test
  void aSecondExportAddsOnlyWhatIsNew() {
    var first = twoPeople(corpora, OWNER);
    var second =
        importChat(
            corpora,
            List.of(
                message(1, BELLA, "hi"),
                message(2, TIM, "hello"),
                message(3, BELLA, "new"),
                message(3, BELLA, "new")),
            named(BELLA, "Bella"),
            named(TIM, "Tim"));

    assertThat(second.added()).isEqualTo(1);
    assertThat(second.chat().id()).isEqualTo(first.chat().id());
    Person bella = person(second, BELLA);
    assertThat(bella.id()).isEqualTo(person(first, BELLA).id());
    assertThat(bella.messages()).isEqualTo(2);
    assertThat(bella.first()).isEqualTo(START.plusSeconds(60));
    assertThat(bella.last()).isEqualTo(START.plusSeconds(180));
    assertThat(second.people()).extracting(Person::key).containsExactly(BELLA, TIM);
  }

  @Test
  void renamedPeopleStayOnePersonAndTheNewestNameShows() {
    importChat(corpora, List.of(message(10, BELLA, "b")), named(BELLA, "Bella B", "Bell"));
    importChat(corpora, List.of(message(20, BELLA, "c")), named(BELLA, "Bella C", "Bella B"));
    // An export made earlier that comes last: its name is older.
    var last = importChat(corpora, List.of(message(1, BELLA, "a")), named(BELLA, "Isabella"));

    assertThat(last.people()).hasSize(1);
    assertThat(person(last, BELLA).name()).isEqualTo("Bella C");
    assertThat(person(last, BELLA).aliases()).containsExactly("Bella B", "Bell", "Isabella");
    assertThat(corpora.people(OWNER)).isEqualTo(last.people());
  }

  @Test
  void sendersThatTheExportDoesNotNameAreCalledByTheirKey() {
    var imported =
        importChat(
            corpora,
            List.of(message(1, PersonKey.ofName("Ann"), "x"), message(2, PersonKey.NOBODY, "y")),
            named(TIM, "Tim, who wrote nothing"));
    assertThat(imported.people()).extracting(Person::name).containsExactly("Ann");
  }

  @Test
  void ownersSeeOnlyWhatIsTheirs() {
    var mine = twoPeople(corpora, OWNER);
    var theirs = twoPeople(corpora, OTHER);

    assertThat(theirs.chat().id()).isNotEqualTo(mine.chat().id());
    assertThat(corpora.people(OWNER)).isEqualTo(mine.people());
    assertThat(corpora.chat(OTHER, mine.chat().id())).isEmpty();
    assertThat(corpora.chat(OWNER, mine.chat().id())).contains(mine.chat());
    assertThat(corpora.person(OTHER, person(mine, BELLA).id())).isEmpty();
    assertThat(corpora.person(OWNER, person(mine, BELLA).id())).contains(person(mine, BELLA));
    corpora.forget(OTHER, mine.chat().id());
    corpora.forget(OTHER, person(mine, BELLA).id());
    assertThat(corpora.people(OWNER)).isEqualTo(mine.people());
  }
}
