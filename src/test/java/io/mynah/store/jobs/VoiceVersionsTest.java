package io.mynah.store.jobs;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.TIM;
import static io.mynah.store.StoreFixture.person;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Bot;
import io.mynah.domain.JobId;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceBase;
import io.mynah.domain.VoiceRecord;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.blobs.TestBlobs;
import io.mynah.store.conversation.UserUsage;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.database.Database;
import io.mynah.vault.PlainKeys;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** Which versions of voices are kept, and how another one is put in use. */
@OnEachDatabase
class VoiceVersionsTest {
  private static final VoiceBase BASE = new VoiceBase("owl", false, "MIT");

  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private Corpora corpora;
  private TestBlobs blobs;
  private VoiceRecords voices;
  private VoiceVersions versions;
  private ReportCards cards;
  private Person bella;
  private Person tim;

  @BeforeEach
  void open() {
    database = kind.open(folder, new PlainKeys());
    blobs = new TestBlobs(database, folder.resolve("blobs"));
    voices = new VoiceRecords(database);
    versions = voices.versions();
    cards = new ReportCards(database);
    corpora = new Corpora(database);
    Corpora.Imported imported = twoPeople(corpora, OWNER);
    bella = person(imported, BELLA);
    tim = person(imported, TIM);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private VoiceRecord voice(Person person, long training, int preparation) {
    return new VoiceRecord(
        person.id(),
        "neural",
        1.0 / training,
        (int) training * 10,
        NOW.plusSeconds(training),
        preparation,
        BASE);
  }

  /** A training publishes a model, whose bytes tell of it. */
  private void publish(Person person, long training, int bytes, int preparation) throws Exception {
    assertThat(
            blobs
                .store()
                .write(
                    BlobName.model(person.id()),
                    out -> out.write(new byte[bytes]),
                    versions.publishing(voice(person, training, preparation), new JobId(training))))
        .isTrue();
  }

  private void publish(long training) throws Exception {
    publish(bella, training, (int) training, 1);
  }

  private boolean use(long version) {
    return blobs
        .store()
        .change(
            List.of(BlobName.model(bella.id()), BlobName.version(bella.id(), version)),
            versions.using(bella.id(), version));
  }

  private void examine(double bits) {
    assertThat(
            database
                .jdbi()
                .<Boolean, RuntimeException>inTransaction(
                    cards.saving(bella, ReportCardsTest.card(bits), false)::makeIn))
        .isTrue();
  }

  private List<Long> numbers() {
    return versions.of(bella).stream().map(VoiceVersions.Version::number).toList();
  }

  private long inUse() {
    return versions.of(bella).stream()
        .filter(VoiceVersions.Version::inUse)
        .findFirst()
        .orElseThrow()
        .number();
  }

  private int bytes(BlobName name) throws Exception {
    try (InputStream in = blobs.store().find(name).orElseThrow().stream()) {
      return in.readAllBytes().length;
    }
  }

  @Test
  void theLastFiveAreKeptEachWithItsModel() throws Exception {
    for (long training = 1; training <= 7; training++) {
      publish(training);
    }
    assertThat(numbers()).containsExactly(7L, 6L, 5L, 4L, 3L);
    assertThat(inUse()).isEqualTo(7);
    assertThat(versions.of(bella).get(2).voice()).isEqualTo(voice(bella, 5, 1));
    assertThat(bytes(BlobName.model(bella.id()))).isEqualTo(7);
    assertThat(bytes(BlobName.version(bella.id(), 5))).isEqualTo(5);
    assertThat(blobs.names()).hasSize(5);
    assertThat(versions.of(tim)).isEmpty();
    assertThat(voices.find(bella)).contains(voice(bella, 7, 1));
  }

  @Test
  void aBetterModelOfTheSameTrainingIsNoNewVersion() throws Exception {
    publish(1);
    publish(bella, 2, 20, 1);
    publish(bella, 2, 21, 1);
    assertThat(numbers()).containsExactly(2L, 1L);
    assertThat(bytes(BlobName.model(bella.id()))).isEqualTo(21);
  }

  @Test
  void anotherVersionIsPutInUseWithItsCardAndTheOneBeforeIsKept() throws Exception {
    publish(1);
    examine(1);
    publish(2);
    assertThat(cards.find(bella)).as("until the new one is examined").isPresent();
    examine(2);
    publish(3);

    assertThat(use(1)).isTrue();
    assertThat(inUse()).isEqualTo(1);
    assertThat(numbers()).containsExactly(3L, 2L, 1L);
    assertThat(voices.find(bella)).contains(voice(bella, 1, 1));
    assertThat(bytes(BlobName.model(bella.id()))).isEqualTo(1);
    assertThat(bytes(BlobName.version(bella.id(), 3))).isEqualTo(3);
    assertThat(cards.find(bella)).contains(ReportCardsTest.card(1));

    assertThat(use(3)).isTrue();
    assertThat(cards.find(bella)).as("the third was not examined").isEmpty();
    assertThat(use(2)).isTrue();
    assertThat(cards.find(bella)).contains(ReportCardsTest.card(2));
    assertThat(cards.ofVersions(bella))
        .containsExactly(new ReportCards.OfVersion(1, ReportCardsTest.card(1)));
  }

  @Test
  void whatIsInUseOrNotThereIsNotPutInUse() throws Exception {
    publish(1);
    publish(2);
    assertThat(use(2)).isFalse();
    assertThat(use(9)).isFalse();
    voices.delete(OWNER, bella.id());
    assertThat(use(1)).as("the voice was erased").isFalse();
    assertThat(bytes(BlobName.model(bella.id()))).isEqualTo(2);
  }

  @Test
  void aTrainingThatEndsLaterIsInUseAndTheOneThatWasChosenStays() throws Exception {
    for (long training = 1; training <= 5; training++) {
      publish(training);
    }
    assertThat(use(1)).isTrue();
    publish(6);
    assertThat(inUse()).isEqualTo(6);
    assertThat(numbers()).containsExactly(6L, 5L, 4L, 3L, 1L);
  }

  @Test
  void aTrainingWhoseVersionWasPutAsideMeanwhileHasOneVersionStill() throws Exception {
    publish(1);
    publish(bella, 2, 20, 1);
    assertThat(use(1)).isTrue();
    assertThat(database.<Boolean>read(versions.unlessKept(bella.id(), new JobId(2))::makeIn))
        .isFalse();
    publish(bella, 2, 21, 1);
    assertThat(numbers()).containsExactly(2L, 1L);
    assertThat(inUse()).isEqualTo(2);
    assertThat(blobs.names()).hasSize(2);
  }

  @Test
  void theBytesOfAllVersionsCountForTheirOwner() throws Exception {
    UserUsage usage = new UserUsage(database, Bot.ONLY);
    long texts = usage.all().get(0).bytes();
    publish(bella, 1, 1_000, 1);
    publish(bella, 2, 2_000, 1);
    publish(tim, 3, 400, 1);
    assertThat(usage.all().get(0).bytes()).isEqualTo(texts + 3_400);
    assertThat(blobs.store().size(BlobName.Group.versions(bella.id()))).isEqualTo(1_000);
  }

  @Test
  void whatLearnedWithAnEarlierPreparationIsNotKept() throws Exception {
    publish(1);
    publish(2);
    publish(bella, 3, 3, 2);
    assertThat(numbers()).containsExactly(3L);
    assertThat(blobs.names()).containsExactly("model/" + bella.id().value());
  }

  @Test
  void ofSomeoneForgottenNoRecordIsLeftAndTheOthersCardsOpenWithTheNewKey() throws Exception {
    publish(1);
    publish(2);
    publish(tim, 3, 3, 1);
    publish(tim, 4, 4, 1);
    publish(1);
    examine(1);
    publish(5);
    corpora.forget(OWNER, tim.id());
    assertThat(versions.of(tim)).isEmpty();
    assertThat(cards.ofVersions(bella)).extracting(ReportCards.OfVersion::version).contains(1L);
    assertThat(use(1)).isTrue();
    assertThat(cards.find(bella)).contains(ReportCardsTest.card(1));
  }
}
