package io.mynah.store.conversation;

import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OTHER;
import static io.mynah.store.StoreFixture.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mynah.domain.Bot;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.conversation.Invitations.Outcome;
import io.mynah.store.database.Database;
import io.mynah.store.inbox.BotName;
import io.mynah.store.inbox.PersonalMenus;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** Links that let in one person each, and what the bot is called in them. */
@OnEachDatabase
class InvitationsTest {
  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private Invitations invitations;

  @BeforeEach
  void open() {
    database = kind.open(folder, TestKeys.MASTER);
    invitations = new Invitations(database, Bot.ONLY, new SplittableRandom(5));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private boolean isAdmitted() {
    return new AdmittedUsers(database, Bot.ONLY).admitted(OWNER);
  }

  @Test
  void aCodeLetsOnePersonInAndTheNextIsToldThatItWasUsed() {
    String code = invitations.make(NOW);
    assertThat(invitations.use(code, OWNER, NOW)).isEqualTo(Outcome.ADMITTED);
    assertThat(invitations.use(code, OTHER, NOW)).isEqualTo(Outcome.USED);
    assertThat(isAdmitted()).isTrue();
    assertThat(new AdmittedUsers(database, Bot.ONLY).admitted(OTHER)).isFalse();
  }

  @Test
  void aCodeThatWasMadeByAnotherProcessIsGood() {
    String code;
    try (Database beside = kind.open(folder, TestKeys.MASTER)) {
      code = new Invitations(beside, Bot.ONLY, new SplittableRandom(6)).make(NOW);
    }
    assertThat(invitations.use(code, OWNER, NOW)).isEqualTo(Outcome.ADMITTED);
  }

  @Test
  void aCodeIsGoodForAWeek() {
    String early = invitations.make(NOW);
    String late = invitations.make(NOW);
    assertThat(invitations.use(early, OWNER, NOW.plus(Invitations.VALID).minusMillis(1)))
        .isEqualTo(Outcome.ADMITTED);
    assertThat(invitations.use(late, OTHER, NOW.plus(Invitations.VALID)))
        .isEqualTo(Outcome.EXPIRED);
    String next = invitations.make(NOW.plus(Duration.ofDays(800)));
    assertThat(invitations.use(late, OTHER, NOW)).as("long ago").isEqualTo(Outcome.UNKNOWN);
    assertThat(invitations.use(next, OTHER, NOW.plus(Duration.ofDays(800))))
        .isEqualTo(Outcome.ADMITTED);
  }

  @Test
  void noOtherWordLetsAnybodyIn() {
    String code = invitations.make(NOW);
    for (String word :
        new String[] {"", code.substring(1), code.toLowerCase(Locale.ROOT), code + "A"}) {
      assertThat(invitations.use(word, OWNER, NOW)).as(word).isEqualTo(Outcome.UNKNOWN);
    }
    assertThat(isAdmitted()).isFalse();
  }

  @Test
  void codesFitIntoLinksAndStandInNoFile() throws Exception {
    String code = invitations.make(NOW);
    assertThat(code).matches("[A-Za-z0-9_-]{20,64}").isNotEqualTo(invitations.make(NOW));
    await().untilAsserted(() -> assertThat(kind.anyHolds(folder, code)).isFalse());
  }

  @Test
  void codesThatNobodyUsedCanBeWithdrawn() {
    String used = invitations.make(NOW);
    String unused = invitations.make(NOW);
    assertThat(invitations.use(used, OWNER, NOW)).isEqualTo(Outcome.ADMITTED);
    invitations.withdraw();
    assertThat(invitations.use(unused, OTHER, NOW)).isEqualTo(Outcome.UNKNOWN);
    assertThat(invitations.use(used, OTHER, NOW)).isEqualTo(Outcome.USED);
  }

  @Test
  void whoWasLetInFirstIsKnown() {
    assertThat(invitations.firstAdmitted()).isEmpty();
    assertThat(invitations.use(invitations.make(NOW), OTHER, NOW)).isEqualTo(Outcome.ADMITTED);
    assertThat(invitations.use(invitations.make(NOW), OWNER, NOW)).isEqualTo(Outcome.ADMITTED);
    assertThat(invitations.firstAdmitted()).contains(OTHER);
  }

  @Test
  void aLinkLetsInAtItsOwnBotAlone() {
    Bot other = new Bot("second", false);
    Invitations others = new Invitations(database, other, new SplittableRandom(6));
    String code = invitations.make(NOW);
    assertThat(others.use(code, other.owner(9), NOW)).isEqualTo(Outcome.UNKNOWN);
    others.withdraw();
    assertThat(invitations.use(code, OWNER, NOW)).isEqualTo(Outcome.ADMITTED);

    assertThat(others.firstAdmitted()).isEmpty();
    assertThat(new AdmittedUsers(database, other).any()).isFalse();
    assertThat(others.use(others.make(NOW), other.owner(9), NOW)).isEqualTo(Outcome.ADMITTED);
    assertThat(others.firstAdmitted()).contains(other.owner(9));
    assertThat(invitations.firstAdmitted()).contains(OWNER);
  }

  @Test
  void whoEverHadAMenuOfTheirOwnIsKnown() {
    PersonalMenus menus = new PersonalMenus(database);
    menus.add(OWNER);
    menus.add(OTHER);
    menus.add(OWNER);
    assertThat(menus.owners()).containsExactly(OWNER, OTHER);
  }

  @Test
  void theBotIsCalledWhatItWasCalledLast() {
    BotName name = new BotName(database, Bot.ONLY);
    assertThat(name.find()).isEmpty();
    name.save("polly_bot");
    name.save("mynah_bot");
    assertThat(new BotName(database, Bot.ONLY).find()).contains("mynah_bot");
  }
}
