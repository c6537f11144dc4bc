package io.mynah.vault;

import java.util.Optional;

/** Keys for tests that are about something else. */
public final class TestKeys {
  /** Of all data folders; a folder that is opened again needs the same. */
  public static final MasterKey MASTER = MasterKey.random();

  private static final Optional<DataKey> OF_MODELS = Optional.of(MASTER.newKey());

  private TestKeys() {}

  /** A key, whoever asks. */
  public static Optional<DataKey> ofModels(Object unused) {
    return OF_MODELS;
  }
}
