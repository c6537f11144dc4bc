package io.mynah.lm.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.Scripted;
import io.mynah.lm.ShortMessages;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentFilterTest {
  private final FragmentFilter filter =
      new FragmentFilter(
          Scripted.thatHasSeen(
              List.of(
                  "night 🌙",
                  "i draw 👩‍🎨 and wave 👋🏻",
                  "hej 🇸🇪",
                  "love ❤️",
                  "look https://example.org/maps/one",
                  "ftp://a.org/b")),
          ShortMessages.NONE.with(
              List.of("ftp://a.org/b", "in www.a.org/c", "(lol"), Scripted.BYTES));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "night 🌙🏻",
        "the moon 🏻",
        "hej 🇸",
        "i draw 👩‍",
        "i draw 👩🏻‍🎨",
        "look https://example.org/ma",
        "see https://example.org/maps/one",
        "ftp://a.org/bb",
        "https://",
        "www.a.org/c",
        "he said \"no",
        "so (for the moon 🌙"
      })
  void recognisesHalfOfAnEmojiOrOfAPairOfSignsAndLinksThatAreNotThePersonsOwn(String message) {
    assertThat(filter.hasFragment(message)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "night 🌙 🌙🌙",
        "👩‍🎨👋🏻",
        "👩 and 👋",
        "hej 🇸🇪",
        "love ❤️",
        "ftp://a.org/b",
        "see ftp://a.org/b",
        "in www.a.org/c",
        "awww... so cute",
        "meh :///",
        "he said \"no\" :)",
        "a screen of 24\"",
        "צה\"ל",
        "so (for the moon) 🌙",
        "(lol",
        "sad :(( (: and so :(",
        "a - b_k"
      })
  void letsWholeThingsPass(String message) {
    assertThat(filter.hasFragment(message)).isFalse();
  }
}
