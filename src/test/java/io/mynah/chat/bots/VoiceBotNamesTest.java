package io.mynah.chat.bots;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoiceBotNamesTest {
  private static Person named(String name) {
    return new Person(
        new PersonId(7),
        new ChatId(1),
        new PersonKey("user7"),
        name,
        List.of(),
        50,
        Instant.EPOCH,
        Instant.EPOCH,
        List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bella",
        "Zoë Ångström",
        "Белла",
        "李小龍",
        "🦜",
        "",
        "7 of 9",
        "_",
        "A very long name of somebody with many names, and more, and even more than that"
      })
  void whateverTheNameWhatIsSuggestedIsAllowed(String name) {
    Person person = named(name);
    assertThat(VoiceBotNames.username(OwnerId.telegram(1), person))
        .matches("[a-z][a-z0-9_]{1,28}bot")
        .doesNotContain("__");
    assertThat(VoiceBotNames.name(person)).hasSizeLessThanOrEqualTo(64).endsWith(" 🦜");
    assertThat(VoiceBotNames.profiles(person, "u".repeat(32)))
        .hasSize(5)
        .allMatch(profile -> profile.about().length() <= 120)
        .allMatch(profile -> profile.description().length() <= 512);
  }
}
