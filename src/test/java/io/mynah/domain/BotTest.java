package io.mynah.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BotTest {
  private static final Bot APART = new Bot("second", false);
  private static final Bot SHARING = new Bot("third", true);

  @Test
  void ofOneTelegramUserEachBotMakesItsOwnOwnerUnlessTheyShareThem() {
    OwnerId first = Bot.ONLY.owner(7);
    assertThat(first).isEqualTo(OwnerId.telegram(7)).isEqualTo(new OwnerId("telegram:7"));
    assertThat(APART.owner(7)).isEqualTo(new OwnerId("telegram/second:7"));
    assertThat(SHARING.owner(7)).isEqualTo(first);

    assertThat(APART.isElsewhere(first)).isTrue();
    assertThat(Bot.ONLY.isElsewhere(APART.owner(7))).isTrue();
    assertThat(SHARING.isElsewhere(first)).isFalse();
    assertThat(APART.isElsewhere(OwnerId.LOCAL)).isFalse();
    assertThat(APART.user(APART.owner(7))).hasValue(7);
    assertThat(APART.user(first)).isEmpty();
    assertThat(Bot.ONLY.user(APART.owner(7))).isEmpty();
  }

  @Test
  void conversationsAreWithOneBot() {
    Address first = new Address("telegram:7");
    Address third = new Address("telegram/third:7:2");
    assertThat(Bot.ONLY.has(first)).isTrue();
    assertThat(Bot.ONLY.isElsewhere(third)).isTrue();
    assertThat(SHARING.has(third)).isTrue();
    assertThat(SHARING.isElsewhere(first)).isTrue();
    assertThat(SHARING.isElsewhere(new Address("console"))).isFalse();
    assertThat(new Bot("thir", false).has(third)).isFalse();
  }

  @Test
  void whoStandsForAnonymousAdministratorsDoesSoAtEachBot() {
    assertThat(APART.owner(1087968824L).isAnonymous()).isTrue();
    assertThat(Bot.ONLY.owner(1087968824L).isAnonymous()).isTrue();
    assertThat(Bot.ONLY.owner(7).isAnonymous()).isFalse();
    assertThat(OwnerId.LOCAL.telegramUser()).isEqualTo(OptionalLong.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Second", "a b", "a:b", "a/b", "a_b", "%"})
  void namesCannotBeTakenForOtherParts(String name) {
    assertThatThrownBy(() -> new Bot(name, false)).isInstanceOf(IllegalArgumentException.class);
  }
}
