package io.mynah.store.jobs;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OTHER;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.TIM;
import static io.mynah.store.StoreFixture.person;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.JobId;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceRecord;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.blobs.TestBlobs;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.database.Database;
import io.mynah.store.jobs.VoiceComparisons.Tally;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** How often versions were preferred, and when that is forgotten. */
@OnEachDatabase
class VoiceComparisonsTest {
  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private Corpora corpora;
  private TestBlobs blobs;
  private VoiceRecords voices;
  private VoiceComparisons comparisons;
  private Person bella;
  private Person tim;

  @BeforeEach
  void open() {
    database = kind.open(folder, TestKeys.MASTER);
    blobs = new TestBlobs(database, folder.resolve("blobs"));
    voices = new VoiceRecords(database);
    comparisons = voices.comparisons();
    corpora = new Corpora(database);
    Corpora.Imported imported = twoPeople(corpora, OWNER);
    bella = person(imported, BELLA);
    tim = person(imported, TIM);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void publish(long training) throws Exception {
    VoiceRecord voice =
        new VoiceRecord(bella.id(), "neural", 1, 10, NOW.plusSeconds(training), 1, null);
    assertThat(
            blobs
                .store()
                .write(
                    BlobName.model(bella.id()),
                    out -> out.write(1),
                    voices.versions().publishing(voice, new JobId(training))))
        .isTrue();
  }

  @Test
  void eachComparisonCountsForBothVersionsAndOneIsPreferredOrNeither() {
    comparisons.count(bella, 7, 5, 5L);
    comparisons.count(bella, 5, 7, 7L);
    comparisons.count(bella, 5, 7, 5L);
    comparisons.count(bella, 5, 7, null);
    comparisons.count(tim, 5, 6, 6L);
    assertThat(comparisons.of(bella)).isEqualTo(Map.of(5L, new Tally(2, 4), 7L, new Tally(1, 4)));
    assertThat(comparisons.of(tim)).isEqualTo(Map.of(5L, new Tally(0, 1), 6L, new Tally(1, 1)));
  }

  @Test
  void aTallyStaysWithItsVersionAndGoesWithIt() throws Exception {
    publish(1);
    publish(2);
    comparisons.count(bella, 1, 2, 1L);
    boolean used =
        blobs
            .store()
            .change(
                List.of(BlobName.model(bella.id()), BlobName.version(bella.id(), 1)),
                voices.versions().using(bella.id(), 1));
    assertThat(used).isTrue();
    assertThat(comparisons.of(bella)).containsEntry(1L, new Tally(1, 1)).hasSize(2);
    for (long training = 3; training <= VoiceVersions.MOST + 1; training++) {
      publish(training);
    }
    assertThat(comparisons.of(bella)).as("the first is too old by now").containsOnlyKeys(2L);
    publish(VoiceVersions.MOST + 1);
    comparisons.count(bella, VoiceVersions.MOST + 1, 3, 3L);
    publish(VoiceVersions.MOST + 1);
    assertThat(comparisons.of(bella))
        .as("a better model of the same training is another one")
        .doesNotContainKey((long) VoiceVersions.MOST + 1);
  }

  @Test
  void talliesGoWithTheVoiceAndWithThePerson() throws Exception {
    publish(1);
    publish(2);
    comparisons.count(bella, 1, 2, 1L);
    voices.deleteAll(OTHER, bella.id());
    assertThat(comparisons.of(bella)).as("of another owner").hasSize(2);
    voices.delete(OWNER, bella.id());
    assertThat(comparisons.of(bella)).containsOnlyKeys(1L);
    voices.deleteAll(OWNER, bella.id());
    assertThat(comparisons.of(bella)).isEmpty();
    comparisons.count(bella, 1, 2, 1L);
    corpora.forget(OWNER, bella.id());
    assertThat(comparisons.of(bella)).isEmpty();
    comparisons.count(bella, 1, 2, 1L);
    assertThat(comparisons.of(bella)).as("of somebody who was erased").isEmpty();
  }
}
