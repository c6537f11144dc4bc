package io.mynah.store.corpora;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OTHER;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.TIM;
import static io.mynah.store.StoreFixture.person;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.GroupPermission;
import io.mynah.domain.GroupShare;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.corpora.UnpromptedTurns.Turn;
import io.mynah.store.database.Database;
import io.mynah.vault.PlainKeys;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** Who is shared where, through all that happens to groups and people. */
@OnEachDatabase
class SharesTest {
  private static final Address OLD = new Address("telegram:-7");
  private static final Address NEW = new Address("telegram:-100777");
  private static final Group FRIENDS = new Group(OLD, "Friends");

  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private Corpora corpora;
  private Shares shares;
  private PersonId bella;
  private PersonId tim;
  private PersonId theirs;

  @BeforeEach
  void open() {
    database = kind.open(folder, new PlainKeys());
    corpora = new Corpora(database);
    shares = new Shares(database);
    Corpora.Imported mine = twoPeople(corpora, OWNER);
    bella = person(mine, BELLA).id();
    tim = person(mine, TIM).id();
    theirs = person(twoPeople(corpora, OTHER), BELLA).id();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private long share(PersonId... people) {
    long group = shares.group(FRIENDS);
    for (PersonId person : people) {
      assertThat(shares.begin(person, group, NOW)).isTrue();
    }
    return group;
  }

  @Test
  void peopleOfSeveralOwnersAreSharedInOneGroupAndEachOwnerKnowsTheirs() {
    long group = share(bella, theirs);
    assertThat(shares.begin(bella, group, NOW)).as("again").isFalse();

    assertThat(shares.at(OLD)).extracting(s -> s.person().id()).containsExactly(bella, theirs);
    assertThat(shares.at(OLD)).extracting(GroupShare::owner).containsExactly(OWNER, OTHER);
    assertThat(shares.at(NEW)).isEmpty();
    assertThat(shares.of(OWNER)).singleElement().extracting(GroupShare::group).isEqualTo(FRIENDS);
    assertThat(shares.end(bella, group)).isTrue();
    assertThat(shares.end(bella, group)).isFalse();
    assertThat(shares.at(OLD)).extracting(GroupShare::owner).containsExactly(OTHER);
  }

  @Test
  void whatIsAllowedIsAllowedForThisPersonAndGroupOnly() {
    long group = share(bella, tim);
    shares.begin(bella, shares.group(new Group(NEW, "Others")), NOW);
    for (GroupPermission permission : GroupPermission.values()) {
      assertThat(shares.at(OLD)).allMatch(share -> share.permissions().isEmpty());
      shares.allow(bella, group, permission, true);
      assertThat(shares.of(bella, group).orElseThrow().permissions()).containsExactly(permission);
      assertThat(shares.of(tim, group).orElseThrow().permissions()).isEmpty();
      assertThat(shares.at(NEW)).allMatch(share -> share.permissions().isEmpty());
      shares.allow(bella, group, permission, false);
      assertThat(shares.at(OLD)).allMatch(share -> share.permissions().isEmpty());
      shares.allow(bella, group, permission, true);
      shares.end(bella, group);
      shares.begin(bella, group, NOW);
    }
    assertThat(shares.at(OLD))
        .as("a new share asks anew")
        .allMatch(share -> share.permissions().isEmpty());
  }

  @Test
  void whenAVoiceSpeaksUnaskedIsPlannedOnceAndAnAnswerMakesItBeginAnew() {
    long group = share(bella, tim);
    UnpromptedTurns turns = shares.unprompted();
    shares.allow(tim, group, GroupPermission.MENTIONS, true);
    assertThat(turns.due(NOW, 5)).as("nobody may").isEmpty();
    shares.allow(bella, group, GroupPermission.UNPROMPTED, true);
    Turn planless = turns.due(NOW, 5).get(0);
    assertThat(planless).isEqualTo(new Turn(bella, group, null, 0));
    Instant next = NOW.plusSeconds(60);
    assertThat(turns.plan(planless, next, 0)).isTrue();
    assertThat(turns.plan(planless, next, 0)).as("planned already").isFalse();
    assertThat(turns.due(next.minusMillis(1), 5)).isEmpty();
    Turn due = turns.due(next, 5).get(0);
    assertThat(due).isEqualTo(new Turn(bella, group, next, 0));
    assertThat(turns.plan(due, next.plusSeconds(60), 1)).isTrue();
    assertThat(turns.due(next.plusSeconds(60), 1)).as("nobody answered").isEmpty();
    assertThat(turns.due(next.plusSeconds(60), 2)).hasSize(1);
    turns.answered(bella, group);
    assertThat(turns.due(NOW, 1)).containsExactly(planless);
    shares.left(OLD, NOW);
    assertThat(turns.due(next, 5)).as("put out of the group").isEmpty();
  }

  @Test
  void whatIsSwitchedOffIsNotPlannedAnyMore() {
    long group = share(bella);
    UnpromptedTurns turns = shares.unprompted();
    shares.allow(bella, group, GroupPermission.UNPROMPTED, true);
    Turn turn = turns.due(NOW, 5).get(0);
    shares.allow(bella, group, GroupPermission.UNPROMPTED, false);
    assertThat(turns.plan(turn, NOW, 1)).isFalse();
    assertThat(turns.due(NOW, 5)).isEmpty();
  }

  @Test
  void theHoursOfAChatAreThoseOfAllItsMessages() {
    int[] hours = shares.unprompted().hours(shares(bella).person());
    assertThat(Arrays.stream(hours).sum())
        .isEqualTo(corpora.people(OWNER).stream().mapToInt(Person::messages).sum());
    assertThat(hours[shares(bella).person().first().atZone(ZoneOffset.UTC).getHour()]).isPositive();
  }

  private GroupShare shares(PersonId person) {
    long group = shares.group(FRIENDS);
    boolean unused = shares.begin(person, group, NOW);
    return shares.of(person, group).orElseThrow();
  }

  @Test
  void aGroupIsToldOnceAndItsNameIsTheNewest() {
    long group = share(bella);
    assertThat(shares.told(group)).isFalse();
    shares.tell(group, NOW);
    assertThat(shares.told(group)).isTrue();
    assertThat(shares.group(new Group(OLD, "Best friends"))).isEqualTo(group);
    assertThat(shares.find(group)).contains(new Group(OLD, "Best friends"));
    assertThat(shares.told(group)).isTrue();
  }

  @Test
  void sharesMoveWithTheirGroupWithAllThatWasAllowed() {
    long group = share(bella, theirs);
    for (GroupPermission permission : GroupPermission.values()) {
      shares.allow(bella, group, permission, true);
    }
    shares.moved(OLD, NEW);
    shares.moved(OLD, NEW);
    assertThat(shares.at(OLD)).isEmpty();
    assertThat(shares.at(NEW))
        .extracting(GroupShare::permissions)
        .containsExactly(Set.of(GroupPermission.values()), Set.of());
    assertThat(shares.of(OWNER).get(0).group()).isEqualTo(new Group(NEW, "Friends"));
  }

  @Test
  void sharesOfBothAddressesAreThereAfterAMove() {
    long group = share(bella, theirs);
    shares.allow(theirs, group, GroupPermission.UNPROMPTED, true);
    long next = shares.group(new Group(NEW, "Friends"));
    shares.begin(bella, next, NOW);
    shares.begin(tim, next, NOW);
    shares.moved(OLD, NEW);
    assertThat(shares.at(OLD)).isEmpty();
    assertThat(shares.at(NEW))
        .extracting(s -> s.person().id())
        .containsExactlyInAnyOrder(bella, tim, theirs);
    assertThat(shares.of(theirs, next).orElseThrow().permissions())
        .containsExactly(GroupPermission.UNPROMPTED);
  }

  @Test
  void aGroupThatPutMynahOutSharesNobodyAlsoWhenItComesBack() {
    long group = share(bella);
    shares.left(OLD, NOW);
    assertThat(shares.at(OLD)).isEmpty();
    assertThat(shares.of(OWNER)).isEmpty();
    assertThat(shares.find(group)).isEmpty();
    shares.joined(OLD);
    assertThat(shares.at(OLD)).isEmpty();
    assertThat(shares.group(FRIENDS)).isNotEqualTo(group);
  }

  @Test
  void aMoveIsNoEndInWhicheverOrderItIsHeardOf() {
    share(bella);
    shares.left(OLD, NOW);
    shares.joined(NEW);
    shares.moved(OLD, NEW);
    assertThat(shares.at(NEW)).hasSize(1);
    shares.left(OLD, NOW);
    shares.joined(NEW);
    assertThat(shares.at(NEW)).hasSize(1);
  }

  @Test
  void whoIsForgottenIsSharedNowhereAndTheGroupsNameGoesToo() throws Exception {
    Group secret = new Group(OLD, "Quiet Mice Club");
    long group = shares.group(secret);
    shares.begin(bella, group, NOW);
    shares.begin(theirs, group, NOW);
    corpora.forget(OWNER, bella);
    assertThat(shares.at(OLD)).extracting(GroupShare::owner).containsExactly(OTHER);
    corpora.forgetEverything(OTHER);
    assertThat(shares.at(OLD)).isEmpty();
    assertThat(kind.anyHolds(folder, "Quiet Mice Club")).isFalse();
  }

  @Test
  void aGroupOfWhichAnOwnerIsAskedIsKnownUntilTheyChoose() {
    long asked = shares.ask(OWNER, FRIENDS, NOW);
    assertThat(shares.asked(OWNER)).containsExactly(new Shares.Question(FRIENDS, NOW));
    assertThat(shares.asked(OTHER)).isEmpty();
    assertThat(shares.begin(theirs, asked, NOW)).isTrue();
    assertThat(shares.end(theirs, asked)).isTrue();
    assertThat(shares.find(asked)).as("though nobody is shared there").contains(FRIENDS);

    assertThat(shares.begin(bella, asked, NOW)).isTrue();
    assertThat(shares.asked(OWNER)).isEmpty();
    assertThat(shares.end(bella, asked)).isTrue();
    assertThat(shares.find(asked)).as("nobody is shared or asked").isEmpty();
  }

  @Test
  void aGroupOfWhichAnOwnerIsAskedIsForgottenAfterAWhileAndWithTheLastOfTheirChats()
      throws Exception {
    Group secret = new Group(OLD, "Quiet Mice Club");
    long first = shares.ask(OWNER, secret, NOW);
    long second = shares.ask(OTHER, new Group(NEW, "Others"), NOW.plus(Shares.ASKED));
    assertThat(shares.find(first)).isPresent();
    assertThat(shares.ask(OTHER, new Group(NEW, "Others"), NOW.plus(Shares.ASKED).plusMillis(1)))
        .isEqualTo(second);
    assertThat(shares.find(first)).isEmpty();

    long again = shares.ask(OWNER, secret, NOW);
    corpora.forgetEverything(OWNER);
    assertThat(shares.find(again)).isEmpty();
    assertThat(kind.anyHolds(folder, "Quiet Mice Club")).isFalse();
  }
}
