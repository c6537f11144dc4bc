package io.mynah.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameFoldingTest {
  @ParameterizedTest
  @CsvSource({
    "Zoë Ångström, zoe angstrom",
    "ＢＥＬＬＡ, bella",
    "Łukasz, lukasz",
    "Straße, strasse",
    "Иван, иван",
    "' Bella   Ciao ', bella ciao",
  })
  void bringsNamesThatLookAlikeToOneForm(String name, String folded) {
    assertThat(NameFolding.fold(name)).isEqualTo(folded);
  }

  @Test
  void takesComposedAndDecomposedLettersForTheSame() {
    assertThat(NameFolding.fold("Zoe\u0308")).isEqualTo(NameFolding.fold("Zo\u00EB"));
  }

  @Test
  void leavesOutWhatCannotBeSeen() {
    assertThat(NameFolding.fold("Bel\u200Bla\uFE0F")).isEqualTo("bella");
  }

  @Test
  void keepsPeopleOfOtherScriptsApart() {
    assertThat(NameFolding.fold("李雷")).isNotEqualTo(NameFolding.fold("韩梅梅"));
  }
}
