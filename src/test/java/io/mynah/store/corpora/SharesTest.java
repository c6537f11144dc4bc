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
import io.mynah.domain.GroupShare;
import io.mynah.domain.PersonId;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.database.Database;
import io.mynah.vault.PlainKeys;
import java.nio.file.Path;
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
  void realMessagesAreShownOnlyIfTheOwnerSaysSoForThisPersonAndGroup() {
    long group = share(bella, tim);
    long other = shares.group(new Group(NEW, "Others"));
    shares.begin(bella, other, NOW);
    assertThat(shares.at(OLD)).noneMatch(GroupShare::realMessages);
    shares.allowRealMessages(bella, group, true);
    assertThat(shares.at(OLD)).extracting(GroupShare::realMessages).containsExactly(true, false);
    assertThat(shares.at(NEW)).noneMatch(GroupShare::realMessages);
    shares.end(bella, group);
    shares.begin(bella, group, NOW);
    assertThat(shares.at(OLD)).as("a new share asks anew").noneMatch(GroupShare::realMessages);
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
    shares.allowRealMessages(bella, group, true);
    shares.moved(OLD, NEW);
    shares.moved(OLD, NEW);
    assertThat(shares.at(OLD)).isEmpty();
    assertThat(shares.at(NEW)).extracting(GroupShare::realMessages).containsExactly(true, false);
    assertThat(shares.of(OWNER).get(0).group()).isEqualTo(new Group(NEW, "Friends"));
  }

  @Test
  void sharesOfBothAddressesAreThereAfterAMove() {
    share(bella);
    long next = shares.group(new Group(NEW, "Friends"));
    shares.begin(bella, next, NOW);
    shares.begin(tim, next, NOW);
    shares.moved(OLD, NEW);
    assertThat(shares.at(OLD)).isEmpty();
    assertThat(shares.at(NEW)).extracting(s -> s.person().id()).containsExactly(bella, tim);
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
