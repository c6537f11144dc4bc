package io.mynah.app.wiring;

import io.mynah.lm.NeuralLearner;
import io.mynah.lm.PretrainedBase;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads the base that trainings start from, as named by the setting {@code training.base}. It is
 * read at first use and then kept. Thread-safe.
 */
public final class ConfiguredBase implements Supplier<@Nullable PretrainedBase> {
  private static final String SHIPPED = "/io/mynah/base/en.base";

  private final NeuralLearner learner;
  private final String setting;
  private boolean read;
  private @Nullable PretrainedBase base;

  /**
   * @param setting {@code shipped}, {@code none}, or a file that {@code mynah pretrain} made
   */
  public ConfiguredBase(NeuralLearner learner, String setting) {
    this.learner = learner;
    this.setting = setting;
  }

  /** Reads a user's file at once, so that a wrong one is reported before any work. */
  public ConfiguredBase checked() {
    if (!setting.equals("shipped")) {
      get();
    }
    return this;
  }

  /**
   * The base, or null if the setting is {@code none}.
   *
   * @throws CommandFailure when the file is not a valid base
   */
  @Override
  public synchronized @Nullable PretrainedBase get() {
    if (!read && !setting.equals("none")) {
      try (InputStream file = open()) {
        base = PretrainedBase.read(learner, new DataInputStream(new BufferedInputStream(file)));
      } catch (IOException e) {
        throw new CommandFailure(
            "The base %s cannot be read (%s). Make it anew with mynah pretrain, or set training.base to shipped or none."
                .formatted(setting, e.getClass().getSimpleName()));
      }
    }
    read = true;
    return base;
  }

  private InputStream open() throws IOException {
    if (!setting.equals("shipped")) {
      return Files.newInputStream(Path.of(setting));
    }
    InputStream resource = ConfiguredBase.class.getResourceAsStream(SHIPPED);
    if (resource == null) {
      throw new FileNotFoundException(SHIPPED);
    }
    return resource;
  }
}
