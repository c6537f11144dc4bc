package io.mynah.store;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OTHER;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.person;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.domain.Effort;
import io.mynah.domain.Group;
import io.mynah.domain.Length;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.Settings;
import io.mynah.domain.VoiceRecord;
import io.mynah.store.conversation.AdmittedUsers;
import io.mynah.store.conversation.Expectation;
import io.mynah.store.conversation.Expectation.AwaitedFile;
import io.mynah.store.conversation.Expectation.SentenceBeginning;
import io.mynah.store.conversation.Expectations;
import io.mynah.store.conversation.OwnerPreferences;
import io.mynah.store.conversation.UserLimits;
import io.mynah.store.conversation.UserUsage;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.corpora.Removals;
import io.mynah.store.corpora.Shares;
import io.mynah.store.database.Database;
import io.mynah.store.jobs.VoiceRecords;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** What is kept of owners beside their chats: dialogue, admission, settings, models. */
@OnEachDatabase
class OwnerRecordsTest {
  private static final Address HERE = new Address("telegram:1");
  private static final Address THERE = new Address("telegram:-100");
  private static final Expectation FILE = new AwaitedFile();
  private static final Expectation BEGINNING = new SentenceBeginning(7);

  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = kind.open(folder, TestKeys.MASTER);
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
  void whatIsWaitedForIsRememberedUntilItsTimeIsOverAlsoAcrossARestart() {
    new Expectations(database).expect(OWNER, HERE, FILE, NOW.plusSeconds(60));
    restart();
    Expectations expectations = new Expectations(database);

    assertThat(expectations.expected(OWNER, HERE, NOW.plusSeconds(59))).contains(FILE);
    assertThat(expectations.expected(OWNER, HERE, NOW.plusSeconds(60))).isEmpty();
    expectations.expect(OWNER, HERE, BEGINNING, NOW.plusSeconds(600));
    assertThat(expectations.expected(OWNER, HERE, NOW.plusSeconds(60))).contains(BEGINNING);
    expectations.clear(OWNER, HERE);
    assertThat(expectations.expected(OWNER, HERE, NOW)).isEmpty();
  }

  @Test
  void whatIsWaitedForFromOnePersonInOneChatIsNotWaitedForElsewhere() {
    Expectations expectations = new Expectations(database);
    expectations.expect(OWNER, HERE, FILE, NOW.plusSeconds(60));
    expectations.expect(OTHER, HERE, BEGINNING, NOW.plusSeconds(60));

    assertThat(expectations.expected(OWNER, THERE, NOW)).isEmpty();
    expectations.clear(OWNER, HERE);
    assertThat(expectations.expected(OTHER, HERE, NOW)).contains(BEGINNING);
  }

  @Test
  void whoWasAdmittedStaysSo() {
    AdmittedUsers admittedUsers = new AdmittedUsers(database, Bot.ONLY);
    assertThat(admittedUsers.any()).isFalse();
    assertThat(admittedUsers.admitted(OWNER)).isFalse();
    admittedUsers.admit(OWNER, NOW);
    admittedUsers.admit(OWNER, NOW.plusSeconds(1));
    restart();

    AdmittedUsers next = new AdmittedUsers(database, Bot.ONLY);
    assertThat(next.any()).isTrue();
    assertThat(next.admitted(OWNER)).isTrue();
    assertThat(next.admitted(OTHER)).isFalse();
  }

  @Test
  void everyOwnerHasSettingsOfTheirOwn() {
    Settings first = new Settings(0.1, Length.SHORT, Effort.QUICK, true, false, true, null);
    Settings second = new Settings(1.25, Length.LONG, Effort.BEST, false, true, false, "pt-BR");
    OwnerPreferences preferences = new OwnerPreferences(database);
    assertThat(preferences.find(OWNER)).isEmpty();
    preferences.save(OWNER, first);
    preferences.save(OTHER, first);
    preferences.save(OWNER, second);
    restart();

    assertThat(new OwnerPreferences(database).find(OWNER)).contains(second);
    assertThat(new OwnerPreferences(database).find(OTHER)).contains(first);
  }

  @Test
  void thereIsOneRecordOfAPersonsModelAndItIsTheOwners() {
    Corpora corpora = new Corpora(database);
    Person bella = person(twoPeople(corpora, OWNER), BELLA);
    Person theirs = person(twoPeople(corpora, OTHER), BELLA);
    VoiceRecord better =
        new VoiceRecord(bella.id(), "neural", 1.75, 4_000, NOW.plusMillis(5), 1, null);
    VoiceRecords voiceRecords = new VoiceRecords(database);
    assertThat(voiceRecords.save(new VoiceRecord(bella.id(), "n-gram", 2.5, 3_000, NOW, 1, null)))
        .isTrue();
    assertThat(voiceRecords.save(better)).isTrue();
    restart();

    VoiceRecords next = new VoiceRecords(database);
    assertThat(next.find(bella)).contains(better);
    assertThat(next.of(OWNER)).containsExactly(better);
    assertThat(next.of(OTHER)).isEmpty();
    assertThat(next.find(theirs)).isEmpty();
    assertThat(next.save(new VoiceRecord(new PersonId(99), "n-gram", 2, 1, NOW, 1, null)))
        .isFalse();
    next.delete(OTHER, bella.id());
    assertThat(next.find(bella)).as("another owner deletes nothing").contains(better);
    next.delete(OWNER, bella.id());
    assertThat(next.find(bella)).isEmpty();
  }

  @Test
  void eachBotCountsWhatItsOwnUsersKeep() {
    Bot second = new Bot("second", false);
    new AdmittedUsers(database, Bot.ONLY).admit(OwnerId.telegram(1), NOW.plusSeconds(1));
    new AdmittedUsers(database, Bot.ONLY).admit(OwnerId.telegram(2), NOW);
    new AdmittedUsers(database, second).admit(second.owner(1), NOW);
    twoPeople(new Corpora(database), second.owner(1));
    twoPeople(new Corpora(database), OwnerId.telegram(3));
    twoPeople(new Corpora(database), OwnerId.LOCAL);
    UserLimits limits = new UserLimits(database);
    limits.set(second.owner(1), new UserLimits.Own(1, null, 3));

    assertThat(new UserUsage(database, Bot.ONLY).all())
        .extracting(UserUsage.User::id, UserUsage.User::messages, user -> user.admittedAt() != null)
        .containsExactly(tuple(2L, 0L, true), tuple(1L, 0L, true), tuple(3L, 2L, false));
    assertThat(new UserUsage(database, second).all())
        .extracting(UserUsage.User::id, UserUsage.User::messages, UserUsage.User::limits)
        .containsExactly(tuple(1L, 2L, new UserLimits.Own(1, null, 3)));
    assertThat(new UserUsage(database, second).all().get(0).bytes()).isEqualTo("hihello".length());
    for (Bot bot : List.of(Bot.ONLY, second)) {
      UserUsage usage = new UserUsage(database, bot);
      assertThat(usage.all()).allSatisfy(user -> assertThat(usage.find(user.id())).contains(user));
      assertThat(usage.find(9)).isEmpty();
    }
  }

  @Test
  void whoIsPutOutIsSoAtOnceAndUntilTheRestIsDone() {
    Person bella = person(twoPeople(new Corpora(database), OWNER), BELLA);
    person(twoPeople(new Corpora(database), OTHER), BELLA);
    Shares shares = new Shares(database);
    shares.begin(bella.id(), shares.group(new Group(THERE, "Friends")), NOW);
    new AdmittedUsers(database, Bot.ONLY).admit(OWNER, NOW);
    new AdmittedUsers(database, Bot.ONLY).admit(OTHER, NOW);
    new UserLimits(database).set(OWNER, new UserLimits.Own(1, 2, 3));
    new Expectations(database).expect(OWNER, HERE, FILE, NOW.plusSeconds(60));
    Removals removals = new Removals(database);
    removals.begin(new Removals.Removal(OWNER, true), NOW);
    removals.begin(new Removals.Removal(OWNER, false), NOW);
    restart();

    AdmittedUsers admitted = new AdmittedUsers(database, Bot.ONLY);
    assertThat(admitted.admitted(OWNER)).isFalse();
    assertThat(admitted.admitted(OTHER)).isTrue();
    assertThat(new Shares(database).of(OWNER)).isEmpty();
    assertThat(new UserLimits(database).of(OWNER)).isEqualTo(UserLimits.Own.NONE);
    assertThat(new Expectations(database).expected(OWNER, HERE, NOW)).isEmpty();
    removals = new Removals(database);
    removals.done(new Removals.Removal(OWNER, false), NOW);
    assertThat(removals.pending())
        .as("what is to be erased still is")
        .containsExactly(new Removals.Removal(OWNER, true));
    removals.done(new Removals.Removal(OWNER, true), NOW);
    assertThat(removals.pending()).isEmpty();
    assertThat(removals.complete()).containsExactly(new Removals.Complete(OWNER, NOW, false));
    admitted.admit(OWNER, NOW);
    assertThat(removals.complete()).containsExactly(new Removals.Complete(OWNER, NOW, true));
    removals.begin(new Removals.Removal(OWNER, false), NOW);
    assertThat(removals.pending())
        .as("what was erased then is not erased again")
        .containsExactly(new Removals.Removal(OWNER, false));
    assertThat(removals.complete()).isEmpty();
    removals.done(new Removals.Removal(OWNER, false), NOW);
    removals.deleteComplete(NOW);
    assertThat(removals.complete()).hasSize(1);
    removals.deleteComplete(NOW.plusMillis(1));
    assertThat(removals.complete()).isEmpty();
    removals.begin(new Removals.Removal(OWNER, true), NOW);
    removals.delete(new Removals.Removal(OWNER, true));
    assertThat(removals.pending()).isEmpty();
  }
}
