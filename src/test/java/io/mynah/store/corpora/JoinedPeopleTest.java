package io.mynah.store.corpora;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OTHER;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.TIM;
import static io.mynah.store.StoreFixture.message;
import static io.mynah.store.StoreFixture.named;
import static io.mynah.store.StoreFixture.person;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.Address;
import io.mynah.domain.Correction;
import io.mynah.domain.Effort;
import io.mynah.domain.Group;
import io.mynah.domain.GroupPermission;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.domain.VoiceRecord;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.conversation.Corrections;
import io.mynah.store.conversation.LikedMessages;
import io.mynah.store.database.Database;
import io.mynah.store.jobs.Jobs;
import io.mynah.store.jobs.VoiceRecords;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** People of several chats who are one person for their owner. */
@OnEachDatabase
class JoinedPeopleTest {
  private static final PersonKey BELLA_B = PersonKey.ofName("Bella B.");

  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private Corpora corpora;
  private JoinedPeople joined;
  private Person bella;
  private Person tim;
  private Person bellaB;
  private Person timB;

  @BeforeEach
  void open() {
    database = kind.open(folder, TestKeys.MASTER);
    corpora = new Corpora(database);
    joined = new JoinedPeople(database);
    Corpora.Imported first = twoPeople(corpora, OWNER);
    bella = person(first, BELLA);
    tim = person(first, TIM);
    Corpora.Imported second = imports(OWNER, "whatsapp:1", 10);
    bellaB = person(second, BELLA_B);
    timB = person(second, TIM);
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** Three messages of Bella and one of Tim, an hour after those of the first chat. */
  private Corpora.Imported imports(OwnerId owner, String chat, long from) {
    try (Corpora.Import target = corpora.begin(owner, chat, "Bella B.", NOW)) {
      for (long i = 0; i < 3; i++) {
        target.add(message(from + i, BELLA_B, "later " + i));
      }
      target.add(message(from + 3, TIM, "yes"));
      return target.finish(List.of(named(BELLA_B, "Bella B.", "Bells"), named(TIM, "Tim")));
    }
  }

  private void join(Person main, Person other) {
    assertThat(joined.join(OWNER, main.id(), other.id(), false, NOW))
        .isEqualTo(JoinedPeople.Outcome.JOINED);
  }

  private Person joinedBella() {
    return corpora.person(OWNER, bella.id()).orElseThrow();
  }

  @Test
  void areOnePersonWithTheMessagesOfBoth() {
    join(bella, bellaB);
    Person one = joinedBella();
    assertThat(corpora.people(OWNER)).containsExactlyInAnyOrder(one, tim, timB);
    assertThat(corpora.person(OWNER, bellaB.id())).contains(one);
    assertThat(one.id()).isEqualTo(bella.id());
    assertThat(one.name()).isEqualTo("Bella");
    assertThat(one.aliases()).containsExactly("Bella B.", "Bells");
    assertThat(one.messages()).isEqualTo(4);
    assertThat(one.first()).isEqualTo(bella.first());
    assertThat(one.last()).isEqualTo(bellaB.last());
    assertThat(one.sources()).containsExactly(bella, bellaB);
    assertThat(corpora.peopleOfChats(OWNER)).containsExactlyInAnyOrder(bella, tim, bellaB, timB);
    assertThat(corpora.personOfChat(OWNER, bellaB.id())).contains(bellaB);
    assertThat(corpora.lastTexts(one, 2)).containsExactly("later 1", "later 2");
    assertThat(corpora.lastTexts(one, 9)).startsWith("hi").hasSize(4);
  }

  @Test
  void mayBeOfThreeChatsAndWhoeverIsNamedFirstStaysTheMainOne() {
    Person third = person(imports(OWNER, "whatsapp:2", 20), BELLA_B);
    join(bellaB, third);
    join(bella, third);
    assertThat(joinedBella().sources()).containsExactly(bella, bellaB, third);
    assertThat(corpora.person(OWNER, third.id())).contains(joinedBella());
    assertThat(joined.join(OWNER, bella.id(), third.id(), false, NOW))
        .isEqualTo(JoinedPeople.Outcome.ALREADY);
    assertThat(corpora.people(OWNER)).hasSize(4);
  }

  @Test
  void areNeverOfOneChatNorOfTwoOwners() {
    Person stranger = person(imports(OTHER, "whatsapp:1", 10), BELLA_B);
    assertThat(joined.join(OWNER, bella.id(), tim.id(), false, NOW))
        .isEqualTo(JoinedPeople.Outcome.SAME_CHAT);
    assertThat(joined.join(OWNER, bella.id(), stranger.id(), false, NOW))
        .isEqualTo(JoinedPeople.Outcome.GONE);
    assertThat(joined.join(OTHER, bella.id(), stranger.id(), false, NOW))
        .isEqualTo(JoinedPeople.Outcome.GONE);
    join(bella, bellaB);
    assertThat(joined.join(OWNER, bella.id(), timB.id(), false, NOW))
        .isEqualTo(JoinedPeople.Outcome.SAME_CHAT);
    assertThat(corpora.person(OTHER, bella.id())).isEmpty();
    assertThat(corpora.person(OTHER, bellaB.id())).isEmpty();
    assertThat(joined.separate(OTHER, bella.id(), true)).isFalse();
    assertThat(joinedBella().sources()).hasSize(2);
  }

  @Test
  void stayOneWhenANewerExportIsImported() {
    join(bella, bellaB);
    imports(OWNER, "whatsapp:1", 30);
    assertThat(joinedBella().messages()).isEqualTo(7);
    assertThat(corpora.people(OWNER)).hasSize(3);
  }

  @Test
  void haveOneVoiceAndOneTrainingAndNobodyIsSharedTwice() {
    Shares shares = new Shares(database);
    Group group = new Group(new Address("group"), "Group");
    boolean begun = shares.begin(bellaB.id(), shares.group(group), NOW);
    begun &= shares.begin(bella.id(), shares.group(group), NOW);
    assertThat(begun).isTrue();
    shares.allow(bella.id(), shares.group(group), GroupPermission.REAL_MESSAGES, true);
    voice(bellaB);
    new LikedMessages(database).add(bellaB, "liked", NOW);
    join(bella, bellaB);
    assertThat(shares.at(group.address()))
        .singleElement()
        .satisfies(
            share -> {
              assertThat(share.person()).isEqualTo(joinedBella());
              assertThat(share.permissions()).as("nobody allowed those of both").isEmpty();
            });
    assertThat(new VoiceRecords(database).find(bellaB)).isEmpty();
    assertThat(new LikedMessages(database).of(bellaB)).isEmpty();
    assertThat(job(bellaB.id())).isEqualTo(bella.id());
  }

  /** Whom a training asked for somebody is of. */
  private PersonId job(PersonId of) {
    return new Jobs(database).enqueue(OWNER, of, Effort.QUICK, null, NOW).person();
  }

  private void voice(Person of) {
    boolean saved =
        new VoiceRecords(database).save(new VoiceRecord(of.id(), "neural", 2, 20, NOW, 2, null));
    assertThat(saved).isTrue();
  }

  private void correct(Person who, String text, Instant at) {
    Corrections.Origin origin =
        new Corrections.Origin(new MessageRef(new Address("a"), text), "instead");
    assertThat(new Corrections(database).add(who, new Correction("well?", text), origin, at))
        .isPresent();
  }

  private List<String> corrections(Person who) {
    return new Corrections(database).of(who).stream().map(Correction::text).toList();
  }

  @Test
  void haveTheCorrectionsOfAll() {
    correct(bella, "mine", NOW);
    correct(bellaB, "hers", NOW);
    join(bella, bellaB);
    Person one = joinedBella();
    assertThat(corrections(one)).containsExactly("mine", "hers");
    Corrections store = new Corrections(database);
    long hers = store.kept(one).get(1).number();
    assertThat(store.change(one, hers, "changed")).isTrue();
    assertThat(store.give(one, hers)).isTrue();
    assertThat(corrections(bellaB)).containsExactly("changed");
    assertThat(store.remove(one, hers)).isPresent();
    assertThat(corrections(one)).containsExactly("mine");
    assertThat(store.change(tim, store.kept(one).get(0).number(), "x")).isFalse();
  }

  @Test
  void separatedTheyAreAsBeforeAndTheVoiceThatLearnedFromBothIsGone() {
    assertThat(joined.join(OWNER, bella.id(), bellaB.id(), true, NOW))
        .isEqualTo(JoinedPeople.Outcome.JOINED);
    voice(bella);
    assertThat(joined.separate(OWNER, bella.id(), true)).isTrue();
    assertThat(joined.separate(OWNER, bella.id(), true)).isFalse();
    assertThat(corpora.people(OWNER)).containsExactlyInAnyOrder(bella, tim, bellaB, timB);
    assertThat(new VoiceRecords(database).find(bella)).isEmpty();
    assertThat(new Erasures(database).relearners())
        .extracting(Erasures.Relearner::person)
        .containsExactlyInAnyOrder(bella.id(), bellaB.id());
  }

  @Test
  void theVoiceGoesInTheTransactionThatForgetsOneOfThem() {
    voice(bella);
    voice(tim);
    correct(bella, "before", NOW.minus(Duration.ofDays(1)));
    join(bella, bellaB);
    new LikedMessages(database).add(bella, "liked", NOW);
    correct(bella, "since", NOW.plusSeconds(1));
    fails();
    assertThatThrownBy(() -> corpora.forget(OWNER, bellaB.id())).isInstanceOf(JdbiException.class);
    assertThat(new VoiceRecords(database).find(bella)).isEmpty();
    assertThat(new VoiceRecords(database).find(tim)).as("of a chat that stays").isPresent();
    assertThat(new LikedMessages(database).of(bella)).isEmpty();
    assertThat(corrections(bella)).containsExactly("before");
    assertThat(corpora.people(OWNER)).containsExactlyInAnyOrder(bella, tim, timB);
  }

  /** From now on no message can be deleted. */
  private void fails() {
    database
        .jdbi()
        .useHandle(
            h -> {
              if (kind == DatabaseKind.SQLITE) {
                h.execute(
                    """
                    create trigger fault before delete on messages
                    begin select raise(abort, 'full'); end""");
              } else {
                h.execute(
                    """
                    create function fault() returns trigger language plpgsql
                    as 'begin raise exception ''full''; end'""");
                h.execute(
                    """
                    create trigger fault before delete on messages
                    for each row execute function fault()""");
              }
            });
  }

  @Test
  void theVoiceGoesWhenAnybodyOfOneOfTheChatsIsForgotten() {
    voice(bella);
    correct(bella, "since", NOW.plusSeconds(1));
    join(bella, bellaB);
    corpora.forget(OWNER, timB.id());
    assertThat(new VoiceRecords(database).find(bella)).isEmpty();
    assertThat(joinedBella().sources()).hasSize(2);
    assertThat(corrections(bella)).containsExactly("since");
  }

  @Test
  void theVoiceGoesWithAChatAndTheOthersStayPeopleOfTheirOwn() {
    voice(bella);
    join(bella, bellaB);
    corpora.forget(OWNER, bellaB.chat());
    assertThat(new VoiceRecords(database).find(bella)).isEmpty();
    assertThat(corpora.people(OWNER)).containsExactlyInAnyOrder(bella, tim);
  }

  @Test
  void whenTheMainOneIsForgottenTheOthersArePeopleOfTheirOwn() {
    join(bella, bellaB);
    corpora.forget(OWNER, bella.id());
    assertThat(corpora.people(OWNER)).containsExactlyInAnyOrder(tim, bellaB, timB);
    assertThat(corpora.personOfChat(OWNER, bella.id())).isEmpty();
    assertThat(job(bellaB.id())).isEqualTo(bellaB.id());
  }

  @Test
  void allChatsAreInUseWhileTheVoiceIs() {
    join(bella, bellaB);
    IdleChats idle = new IdleChats(database);
    Instant later = NOW.plus(Duration.ofDays(400));
    idle.used(bella.id(), later);
    assertThat(idle.before(later)).isEmpty();
    assertThat(joined.separate(OWNER, bella.id(), false)).isTrue();
    assertThat(job(bella.id())).isEqualTo(bella.id());
    assertThat(idle.before(later.plusSeconds(1))).hasSize(2);
  }
}
