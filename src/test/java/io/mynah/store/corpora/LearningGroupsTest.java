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
import io.mynah.domain.Chat;
import io.mynah.domain.Effort;
import io.mynah.domain.Group;
import io.mynah.domain.Job;
import io.mynah.domain.Message;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.corpora.AddedMessages.Added;
import io.mynah.store.corpora.AddedMessages.Entry;
import io.mynah.store.database.Database;
import io.mynah.store.jobs.Jobs;
import io.mynah.vault.PlainKeys;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** Where new messages go, one by one, and whose do not. */
@OnEachDatabase
class LearningGroupsTest {
  private static final Group FRIENDS = new Group(new Address("telegram:-1007"), "Friends");
  private static final PersonKey NINA = new PersonKey("user50");

  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private Corpora corpora;
  private LearningGroups groups;
  private AddedMessages messages;

  @BeforeEach
  void open() {
    database = kind.open(folder, new PlainKeys());
    corpora = new Corpora(database);
    groups = new LearningGroups(database);
    messages = new AddedMessages(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Chat learn(OwnerId owner) {
    assertThat(groups.begin(owner, FRIENDS, "supergroup:7", NOW)).isTrue();
    return groups.of(owner).get(0);
  }

  private static Entry entry(String text, int second, Long id) {
    return new Entry(NINA, "Nina", NOW.plusSeconds(second), id, null, text, false);
  }

  private List<String> texts(Chat chat) {
    return corpora.messages(chat).stream().map(Message::text).toList();
  }

  @Test
  void aMessageIsAddedOnceWithItsAuthorAndCounted() {
    Chat chat = learn(OWNER);
    assertThat(chat.title()).isEqualTo("Friends");
    assertThat(messages.has(chat.id(), NINA)).isFalse();
    assertThat(messages.add(OWNER, chat.id(), entry("one", 1, 1L))).isPresent();
    assertThat(messages.add(OWNER, chat.id(), entry("one", 1, 1L))).isEmpty();
    Added second = messages.add(OWNER, chat.id(), entry("two", 2, 2L)).orElseThrow();
    Person nina = corpora.people(OWNER).get(0);
    assertThat(second).isEqualTo(new Added(nina.id(), 2, 2));
    assertThat(nina.name()).isEqualTo("Nina");
    assertThat(nina.first()).isEqualTo(NOW.plusSeconds(1));
    assertThat(nina.last()).isEqualTo(NOW.plusSeconds(2));
    Job unused = new Jobs(database).enqueue(OWNER, nina.id(), Effort.GOOD, null, NOW);
    Added third = messages.add(OWNER, chat.id(), entry("three", 3, 3L)).orElseThrow();
    assertThat(third.unlearned()).as("since it is learned from").isEqualTo(1);
    assertThat(messages.has(chat.id(), NINA)).isTrue();
  }

  @Test
  void aMessageWithoutAnIdIsAddedOnceAndGivesWayToThatOfAnExport() {
    Chat chat = learn(OWNER);
    messages.add(OWNER, chat.id(), entry("one", 1, null));
    assertThat(messages.add(OWNER, chat.id(), entry("one", 1, null))).isEmpty();
    messages.add(OWNER, chat.id(), entry("two", 1, null));
    messages.add(OWNER, chat.id(), entry("three", 3, null));
    assertThat(corpora.messages(chat)).extracting(Message::id).allMatch(id -> id < 0);
    try (Corpora.Import exported = corpora.begin(OWNER, "supergroup:7", "Friends", NOW)) {
      exported.add(new Message(8, NINA, NOW.plusSeconds(1), null, "one"));
      exported.add(new Message(9, NINA, NOW.plusSeconds(1), null, "two"));
      exported.finish(List.of());
    }
    assertThat(texts(chat)).containsExactly("one", "two", "three");
    assertThat(corpora.people(OWNER).get(0).messages()).isEqualTo(3);
  }

  @Test
  void aMessageOfAGroupIsAddedWhileItIsLearnedFromAndItsAuthorHasNotOptedOut() {
    Chat chat = learn(OWNER);
    assertThat(messages.add(OWNER, chat.id(), ofGroup(1))).isPresent();
    groups.optOut(NINA, NOW);
    assertThat(messages.add(OWNER, chat.id(), ofGroup(2))).isEmpty();
    groups.optIn(NINA);
    groups.end(OWNER, chat.id(), NOW);
    assertThat(messages.add(OWNER, chat.id(), ofGroup(3))).isEmpty();
  }

  private static Entry ofGroup(long id) {
    return new Entry(NINA, "Nina", NOW, id, null, "said", true);
  }

  @Test
  void aGroupWithANewAddressIsLearnedFromInTheChatOfItsNewIdentity() {
    Chat before = learn(OWNER);
    Address to = new Address("telegram:-1008");
    groups.told(before.id(), NOW);
    groups.left(FRIENDS.address(), NOW);
    groups.moved(FRIENDS.address(), to, "supergroup:8", NOW);
    assertThat(groups.at(FRIENDS.address())).isEmpty();
    assertThat(groups.at(to))
        .singleElement()
        .satisfies(
            learning -> {
              assertThat(learning.chat()).isNotEqualTo(before.id());
              assertThat(learning.toldAt()).isEqualTo(NOW);
            });
    assertThat(groups.of(OWNER)).extracting(Chat::sourceKey).containsExactly("supergroup:8");
    assertThat(groups.begin(OWNER, new Group(to, "Friends"), "supergroup:8", NOW))
        .as("again")
        .isFalse();
  }

  @Test
  void nothingIsAddedToAChatOfAnother() {
    Chat chat = learn(OWNER);
    assertThat(messages.add(OTHER, chat.id(), entry("one", 1, 1L))).isEmpty();
    assertThat(groups.end(OTHER, chat.id(), NOW)).isFalse();
    assertThat(groups.of(OTHER)).isEmpty();
    assertThat(groups.at(FRIENDS.address())).hasSize(1);
  }

  @Test
  void aChatThatIsErasedIsNotAddedTo() {
    Chat chat = learn(OWNER);
    messages.add(OWNER, chat.id(), entry("one", 1, 1L));
    corpora.forget(OWNER, chat.id());
    assertThat(groups.at(FRIENDS.address())).isEmpty();
    assertThat(messages.add(OWNER, chat.id(), entry("two", 2, 2L))).isEmpty();
    assertThat(learn(OWNER).id()).isNotEqualTo(chat.id());
  }

  @Test
  void aMessageAddedWhileAnotherPersonIsErasedOpensLater() {
    var imported = twoPeople(corpora, OWNER);
    Chat chat = imported.chat();
    int before = corpora.messages(chat).size();
    int ofBella = person(imported, BELLA).messages();
    messages.add(OWNER, chat.id(), entry("one", 1, null));
    corpora.forget(OWNER, person(imported, BELLA).id());
    messages.add(OWNER, chat.id(), entry("two", 2, null));
    assertThat(texts(chat)).hasSize(before - ofBella + 2).contains("one", "two");
    assertThat(corpora.people(OWNER)).extracting(Person::key).contains(TIM, NINA);
  }

  @Test
  void whoOptedOutIsFoundInEveryChatOfAGroupEvenAfterItsEnd() {
    Chat mine = learn(OWNER);
    Chat theirs = learn(OTHER);
    for (OwnerId owner : List.of(OWNER, OTHER)) {
      messages.add(owner, groups.of(owner).get(0).id(), entry("one", 1, 1L));
    }
    groups.end(OWNER, mine.id(), NOW);
    groups.optOut(NINA, NOW);
    groups.optOut(NINA, NOW);
    assertThat(groups.isOptedOut(NINA)).isTrue();
    assertThat(groups.isOptedOut(BELLA)).isFalse();
    assertThat(groups.learned(NINA))
        .extracting(LearningGroups.Learned::owner)
        .containsExactly(OWNER, OTHER);
    assertThat(groups.at(FRIENDS.address()))
        .extracting(LearningGroups.Learning::chat)
        .containsExactly(theirs.id());
    assertThat(groups.optIn(NINA)).isTrue();
    assertThat(groups.optIn(NINA)).isFalse();
    assertThat(groups.isOptedOut(NINA)).isFalse();
  }
}
