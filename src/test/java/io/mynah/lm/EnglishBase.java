package io.mynah.lm;

import static java.util.Objects.requireNonNull;

import io.mynah.lm.transformer.training.TransformerLearner;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;

/** The base of English that comes with Mynah. */
public final class EnglishBase {
  private EnglishBase() {}

  public static PretrainedBase read() throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(
                requireNonNull(EnglishBase.class.getResourceAsStream("/io/mynah/base/en.base"))))) {
      return PretrainedBase.read(
          TransformerLearner.ofPerson(VoiceParameters.defaults().network(), BaseNetworks.NONE), in);
    }
  }
}
