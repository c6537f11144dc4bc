package io.mynah.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many people at once: {@code mvn test -Pload}. What is promised about time holds on two cores that
 * do nothing else, so it is printed as JSON and only what holds anywhere is asserted.
 */
class LoadTest {
  @TempDir Path folder;

  @Test
  @Tag("load")
  void aThousandPeopleAtOnceAreAllAnswered() throws Exception {
    LoadRun.Figures figures;
    try (LoadRun run = new LoadRun(folder)) {
      figures = run.run(Integer.getInteger("mynah.load.seconds", 60));
    }
    System.out.println(
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(figures));
    assertThat(figures.lost()).isZero();
    assertThat(figures.mostInTenSeconds()).as("thirty a second").isLessThanOrEqualTo(300);
    assertThat(figures.slowestIntakeMs()).as("the update thread").isLessThan(2_000);
  }

  @Test
  @Tag("load")
  void whoTalksDoesNotWaitForChatsThatAreImportedForgottenAndSealedAnew() throws Exception {
    BusyStoreRun.Figures figures;
    try (BusyStoreRun run = new BusyStoreRun(folder)) {
      figures = run.run();
    }
    System.out.println(
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(figures));
    assertThat(figures.lost()).isZero();
    assertThat(figures.messages()).isGreaterThan(900_000);
  }
}
