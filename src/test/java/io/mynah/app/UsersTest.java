package io.mynah.app;

import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.app.wiring.ExitCode;
import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.domain.OwnerId;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.TestPostgres;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.blobs.BlobStore;
import io.mynah.store.conversation.AdmittedUsers;
import io.mynah.store.conversation.Uploads;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.corpora.Removals;
import io.mynah.store.database.Database;
import io.mynah.store.inbox.BotName;
import io.mynah.store.inbox.PersonalMenus;
import io.mynah.vault.TestKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** Who may use the bot, as whoever runs the machine decides it, on either database. */
@OnEachDatabase
class UsersTest {
  private static final OwnerId ANN = OwnerId.telegram(11);
  private static final OwnerId BEN = OwnerId.telegram(22);

  @Parameter DatabaseKind kind;
  @TempDir Path home;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void fill() {
    environment.put("MYNAH_HOME", home.toString());
    environment.put("MYNAH_MASTER_KEY", TestKeys.MASTER.text());
    if (kind == DatabaseKind.POSTGRES) {
      environment.put("MYNAH_DATABASE", TestPostgres.url(home));
    }
    try (Database database = kind.open(home, TestKeys.MASTER)) {
      AdmittedUsers admitted = new AdmittedUsers(database, Bot.ONLY);
      admitted.admit(ANN, NOW);
      admitted.admit(BEN, NOW.plusSeconds(1));
      twoPeople(new Corpora(database), BEN);
      twoPeople(new Corpora(database), OwnerId.LOCAL);
    }
  }

  private CommandRun typing(String input, String... arguments) {
    CommandRun run = CommandRun.of(environment, input, arguments);
    assertThat(run.err()).doesNotContain("went wrong");
    return run;
  }

  private CommandRun mynah(String... arguments) {
    return typing("", arguments);
  }

  private String list() {
    return mynah("users", "list").out();
  }

  private boolean hasData(OwnerId owner) {
    try (Database database = kind.open(home, TestKeys.MASTER)) {
      return !new Corpora(database).chats(owner).isEmpty();
    }
  }

  private BlobStore blobs(Database database) {
    return BlobStore.of(database, home.resolve("blobs"));
  }

  private void addUploadAndMenu() throws IOException {
    try (Database database = kind.open(home, TestKeys.MASTER)) {
      new PersonalMenus(database).add(BEN);
      Uploads.StoredUpload upload =
          new Uploads(database)
              .add(
                  new Uploads.StoredUpload(
                      0, BEN, new Address("telegram:22"), "received", "[]", null, null, NOW));
      assertThat(
              blobs(database)
                  .write(BlobName.upload(upload.id(), 0), out -> out.write(1), handle -> true))
          .isTrue();
    }
    assertThat(hasUploadOrMenu()).isTrue();
  }

  private boolean hasUploadOrMenu() {
    try (Database database = kind.open(home, TestKeys.MASTER)) {
      return !blobs(database).names(BlobName.Group.UPLOADS).isEmpty()
          || !new Uploads(database).all().isEmpty()
          || !new PersonalMenus(database).owners().isEmpty();
    }
  }

  private boolean isPending(OwnerId owner) {
    try (Database database = kind.open(home, TestKeys.MASTER)) {
      return new Removals(database).pending().stream().anyMatch(r -> r.owner().equals(owner));
    }
  }

  private boolean isComplete(OwnerId owner) {
    try (Database database = kind.open(home, TestKeys.MASTER)) {
      return new Removals(database).complete().stream().anyMatch(r -> r.owner().equals(owner));
    }
  }

  @Test
  void listsIdsAndCountsAndNoName() {
    assertThat(list())
        .contains("11: 0 messages, 0 voices, 0.0 MB; trainings: 0 done, 0 waiting or running\n")
        .contains("22: 2 messages")
        .doesNotContain("local", "Bella", "not let in");
    assertThat(mynah("users", "list", "--json").out())
        .contains("{\"id\":\"22\",\"admitted\":true,")
        .contains("\"messages\":2,")
        .contains("\"trainings_open\":0");
  }

  @Test
  void putsOutWhomItIsToldToAndAsksWhatBecomesOfTheirData() throws IOException {
    assertThat(typing("perhaps\n", "users", "remove", "22").err()).contains("Nobody was put out");
    assertThat(list()).doesNotContain("not let in");
    CommandRun kept = typing("no\n", "users", "remove", "22");
    assertThat(kept.err()).contains("2 messages and 0 voices");
    assertThat(kept.code()).isZero();
    assertThat(list()).contains("22: 2 messages").contains("not let in");
    assertThat(isPending(BEN)).as("the next start of the bot ends the rest").isTrue();
    assertThat(hasData(BEN)).isTrue();

    addUploadAndMenu();
    CommandRun erased = mynah("users", "remove", "22", "--forget");
    assertThat(erased.out()).contains("everything that was kept for them is erased");
    assertThat(hasData(BEN)).isFalse();
    assertThat(hasUploadOrMenu()).isFalse();
    assertThat(hasData(OwnerId.LOCAL)).as("of others").isTrue();
    assertThat(isPending(BEN) || isComplete(BEN)).as("still known").isFalse();
    assertThat(list()).contains("11:").doesNotContain("22:");
    assertThat(mynah("users", "remove", "22", "--keep").err()).contains("There is no user 22");
  }

  @Test
  void nobodyIsPutOutWhomASettingLetsIn() {
    assertThat(mynah("users", "remove", "11", "--keep").err())
        .contains("administer the bot")
        .contains("MYNAH_ADMINISTRATORS");
    environment.put("MYNAH_ALLOWED", "everyone");
    CommandRun everyone = mynah("users", "remove", "22", "--keep");
    assertThat(everyone.code()).isEqualTo(ExitCode.USAGE);
    assertThat(everyone.err()).contains("answers everyone").contains("Set it to link");
    environment.put("MYNAH_ALLOWED", "11, 22");
    assertThat(mynah("users", "remove", "22", "--forget").err()).contains("off the list");
    assertThat(list()).contains("up to MYNAH_ALLOWED");
    assertThat(hasData(BEN)).isTrue();
  }

  @Test
  void limitsOnePersonUntilTheDefaultIsSetAgain() {
    CommandRun set = mynah("users", "limit", "22", "--trainings", "3", "--megabytes", "0");
    assertThat(set.code()).isZero();
    assertThat(set.out()).contains("limits: trainings 3, messages default, megabytes 0");
    assertThat(mynah("users", "limit", "22", "--messages", "9").out())
        .contains("limits: trainings 3, messages 9, megabytes 0");
    assertThat(list()).contains("messages 9");
    assertThat(
            mynah(
                    "users",
                    "limit",
                    "22",
                    "--trainings=default",
                    "--messages=default",
                    "--megabytes=default")
                .out())
        .doesNotContain("limits");
    assertThat(mynah("users", "limit", "22").code()).isEqualTo(ExitCode.USAGE);
    assertThat(mynah("users", "limit", "22", "--messages", "-1").code()).isEqualTo(ExitCode.USAGE);
    assertThat(mynah("users", "limit", "23", "--messages", "1").err()).contains("no user 23");
  }

  @Test
  void invitesOnceTheBotHasAName() {
    assertThat(mynah("users", "invite").err()).contains("Start it first");
    try (Database database = kind.open(home, TestKeys.MASTER)) {
      new BotName(database, Bot.ONLY).save("mynah_bot");
    }
    assertThat(mynah("users", "invite").out()).contains("https://t.me/mynah_bot?start=");
    environment.put("MYNAH_ALLOWED", "everyone");
    CommandRun refused = mynah("users", "invite");
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("MYNAH_ALLOWED");
  }
}
