package io.mynah.store.conversation;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OTHER;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.TIM;
import static io.mynah.store.StoreFixture.person;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Person;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.conversation.LikedMessages.Liked;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.database.Database;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** What owners like and dislike of what voices said. */
@OnEachDatabase
class LikedMessagesTest {
  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private Corpora corpora;
  private LikedMessages messages;
  private Person bella;
  private Person tim;

  @BeforeEach
  void open() {
    database = kind.open(folder, TestKeys.MASTER);
    corpora = new Corpora(database);
    messages = new LikedMessages(database);
    Corpora.Imported imported = twoPeople(corpora, OWNER);
    bella = person(imported, BELLA);
    tim = person(imported, TIM);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private List<String> liked(Person person) {
    return messages.of(person).stream().map(Liked::text).toList();
  }

  private List<String> disliked(Person person) {
    return messages.dislikedOf(person).stream().map(Liked::text).toList();
  }

  @Test
  void bothAreKeptApartAndInOrder() {
    messages.add(bella, "yes", NOW);
    messages.addDisliked(bella, "no", NOW);
    messages.addDisliked(bella, "never", NOW.plusSeconds(1));
    messages.addDisliked(tim, "hm", NOW);
    assertThat(liked(bella)).containsExactly("yes");
    assertThat(messages.dislikedOf(bella))
        .containsExactly(new Liked("no", NOW), new Liked("never", NOW.plusSeconds(1)));
    assertThat(disliked(tim)).containsExactly("hm");
  }

  @Test
  void onlyTheLastOnesAreKeptOfEach() {
    messages.add(bella, "liked", NOW);
    for (int i = 1; i <= LikedMessages.MOST_DISLIKED + 3; i++) {
      messages.addDisliked(bella, "no " + i, NOW);
    }
    assertThat(disliked(bella))
        .hasSize(LikedMessages.MOST_DISLIKED)
        .startsWith("no 4")
        .endsWith("no 23");
    for (int i = 1; i <= LikedMessages.MOST; i++) {
      messages.add(bella, "yes " + i, NOW);
    }
    assertThat(liked(bella)).hasSize(LikedMessages.MOST).doesNotContain("liked");
    assertThat(disliked(bella)).hasSize(LikedMessages.MOST_DISLIKED);
  }

  @Test
  void whatIsLikedAfterAllIsNotDislikedAnyMore() {
    messages.addDisliked(bella, "night", NOW);
    messages.addDisliked(bella, "hm", NOW);
    messages.addDisliked(bella, "night", NOW);
    assertThat(disliked(bella)).containsExactly("hm", "night");
    messages.add(bella, "night", NOW);
    assertThat(disliked(bella)).containsExactly("hm");
    assertThat(liked(bella)).containsExactly("night");
  }

  @Test
  void whatIsDislikedAfterAllIsNotLikedAnyMore() {
    messages.add(bella, "night", NOW);
    messages.add(bella, "hm", NOW);
    messages.addDisliked(bella, "night", NOW);
    assertThat(liked(bella)).containsExactly("hm");
    assertThat(disliked(bella)).containsExactly("night");
  }

  @Test
  void bothAreForgottenTogether() {
    messages.add(bella, "yes", NOW);
    messages.addDisliked(bella, "no", NOW);
    messages.addDisliked(tim, "no", NOW);
    Person others = person(twoPeople(corpora, OTHER), BELLA);
    messages.addDisliked(others, "no", NOW);
    messages.delete(tim.id());
    assertThat(disliked(tim)).isEmpty();
    assertThat(messages.wipe(OWNER)).isEqualTo(2);
    assertThat(disliked(bella)).isEmpty();
    assertThat(disliked(others)).hasSize(1);
  }

  @Test
  void theyStayReadableWhenSomebodyElseIsErasedAndGoWithTheirPerson() {
    messages.addDisliked(bella, "no", NOW);
    messages.addDisliked(tim, "hm", NOW);
    corpora.forget(OWNER, tim.id());
    assertThat(disliked(bella)).containsExactly("no");
    assertThat(disliked(tim)).isEmpty();
    messages.addDisliked(tim, "hm", NOW);
    assertThat(disliked(tim)).as("of somebody who was erased").isEmpty();
  }
}
