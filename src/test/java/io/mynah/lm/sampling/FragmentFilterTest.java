package io.mynah.lm.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.Scripted;
import io.mynah.lm.ShortMessages;
import io.mynah.text.ControlTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentFilterTest {
  private final FragmentFilter filter =
      new FragmentFilter(
          learned(
              "night 🌙",
              "i draw 👩‍🎨 and wave 👋🏻",
              "hej 🇸🇪",
              "love ❤️",
              "look https://example.org/maps/one",
              "ftp://a.org/b"),
          ShortMessages.NONE.with(List.of("ftp://a.org/b", "in www.a.org/c"), Scripted.BYTES));

  /** A model that has seen some messages. */
  private static Scripted learned(String... messages) {
    List<Integer> seen = new ArrayList<>();
    for (String message : messages) {
      Arrays.stream(Scripted.BYTES.encode(message)).forEach(seen::add);
      seen.add(ControlTokens.END);
    }
    return new Scripted((heard, out) -> Scripted.write(Map.of(), heard, out)) {
      @Override
      public boolean hasSeen(int[] tokens) {
        return Collections.indexOfSubList(seen, Arrays.stream(tokens).boxed().toList()) >= 0;
      }
    };
  }

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
        "he said \"no"
      })
  void recognisesHalfOfAnEmojiAndOfAQuotationAndLinksThatAreNotThePersonsOwn(String message) {
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
        "a - b_k"
      })
  void letsWholeThingsPass(String message) {
    assertThat(filter.hasFragment(message)).isFalse();
  }
}
