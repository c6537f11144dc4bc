package io.mynah.store.inbox;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.person;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.Address;
import io.mynah.domain.Correction;
import io.mynah.domain.Person;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.TestOrigin;
import io.mynah.store.conversation.Corrections;
import io.mynah.store.conversation.Expectation.AwaitedFile;
import io.mynah.store.conversation.Expectations;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.database.Database;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import io.mynah.vault.PlainKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** What updates do once, however often they are handled. */
@OnEachDatabase
class UpdateEffectsTest {
  private static final Address HERE = new Address("telegram:1");

  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private Inbox inbox;
  private Corrections corrections;
  private Expectations expectations;
  private UpdateEffects effects;
  private Person bella;
  private OptionalLong update;

  @BeforeEach
  void open() {
    start();
    bella = person(twoPeople(new Corpora(database), OWNER), BELLA);
    assertThat(inbox.put(0, 1, "lane", "{}")).isTrue();
    update = OptionalLong.of(inbox.newest());
  }

  private void start() {
    database = kind.open(folder, new PlainKeys());
    inbox = new Inbox(database, Clock.fixed(NOW, ZoneOffset.UTC));
    corrections = new Corrections(database);
    expectations = new Expectations(database);
    effects = new UpdateEffects(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Outcome correct(String text) {
    corrections.add(bella, new Correction(null, text), TestOrigin.ANY, NOW);
    expectations.clear(OWNER, HERE);
    return Outcome.of("kept", bella.id().value(), 7L);
  }

  @Test
  void anEffectIsHadOnceAndWhatCameOfItIsKnownInTheNextProcess() {
    assertThat(effects.of(update, "correct")).isEmpty();
    Outcome first = effects.once(update, "correct", () -> correct("first"));
    database.close();
    start();
    assertThat(effects.of(update, "correct")).contains(first);
    assertThat(effects.once(update, "correct", () -> correct("second"))).isEqualTo(first);
    assertThat(first.is("kept")).isTrue();
    assertThat(first.number(1)).isEqualTo(7);
    assertThat(corrections.of(bella)).containsExactly(new Correction(null, "first"));
  }

  @Test
  void effectsOfOtherNamesAndOtherUpdatesAreOthers() {
    Outcome unused = effects.once(update, "correct", () -> correct("first"));
    assertThat(effects.of(update, "like")).isEmpty();
    assertThat(effects.once(update, "like", () -> Outcome.of("none")))
        .isEqualTo(Outcome.of("none"));
    assertThat(effects.of(OptionalLong.of(99), "correct")).isEmpty();
  }

  @Test
  void anEffectIsStoredAsAWholeOrNotAtAll() {
    expectations.expect(OWNER, HERE, new AwaitedFile(), NOW.plusSeconds(60));
    assertThatThrownBy(
            () ->
                effects.once(
                    update,
                    "correct",
                    () -> {
                      Outcome unused = correct("half");
                      throw new IllegalStateException("killed");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(effects.of(update, "correct")).isEmpty();
    assertThat(corrections.of(bella)).isEmpty();
    assertThat(expectations.expected(OWNER, HERE, NOW)).contains(new AwaitedFile());

    Outcome unused = effects.once(update, "correct", () -> correct("whole"));
    assertThat(corrections.of(bella)).hasSize(1);
    assertThat(expectations.expected(OWNER, HERE, NOW)).isEmpty();
  }

  @Test
  void whatIsHandledOnceIsNotNoted() {
    for (String text : new String[] {"first", "second"}) {
      Outcome unused = effects.once(OptionalLong.empty(), "correct", () -> correct(text));
    }
    assertThat(effects.of(OptionalLong.empty(), "correct")).isEmpty();
    assertThat(corrections.of(bella)).hasSize(2);
    assertThat(notes()).isZero();
  }

  @Test
  void theNotesOfAnUpdateGoWithIt() {
    Outcome unused = effects.once(update, "correct", () -> correct("first"));
    assertThat(notes()).isEqualTo(1);
    inbox.done(update.getAsLong());
    assertThat(notes()).isZero();
  }

  private int notes() {
    return database
        .jdbi()
        .withHandle(h -> h.createQuery("select count(*) from effects").mapTo(Integer.class).one());
  }
}
