package io.mynah.app.wiring;

import io.mynah.lm.BaseNetworks;
import io.mynah.lm.BaseSource;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.PretrainedBase;
import io.mynah.lm.TokenModel;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bases that trainings may start from, as named by the setting {@code training.base}: those
 * that come with Mynah, a user's file, or none. Each is read at first use and then kept.
 * Thread-safe.
 */
public final class ConfiguredBases implements Supplier<List<BaseSource>>, BaseNetworks {
  /** The setting for the bases that come with Mynah. */
  public static final String SHIPPED = "shipped";

  /** The setting for the base that {@code mynah base use} chose. */
  public static final String CHOSEN = "chosen";

  /** The setting for no base. */
  public static final String NONE = "none";

  private static final String FOLDER = "/io/mynah/base/";

  /** The languages of the bases that come with Mynah. */
  static final List<String> LANGUAGES = List.of("en", "de", "es", "pt", "ru", "fr", "it", "uk");

  private final NeuralLearner learner;
  private final String setting;

  /** By the digest of the network; the user's file has an empty one. Null before the first use. */
  private @Nullable Map<String, BaseSource> sources;

  /**
   * @param setting {@code shipped}, {@code none}, or the path of a file that {@code mynah pretrain}
   *     or {@code mynah base add} made
   */
  public ConfiguredBases(NeuralLearner learner, String setting) {
    this.learner = learner;
    this.setting = setting;
  }

  /** Reads a user's file at once, so that a wrong one is reported before any work. */
  public ConfiguredBases checked() {
    if (!setting.equals(SHIPPED)) {
      get();
    }
    return this;
  }

  /**
   * The bases; of those that come with Mynah, only the tokenizers are read.
   *
   * @throws CommandFailure when the user's file is not a valid base
   */
  @Override
  public List<BaseSource> get() {
    return List.copyOf(sources().values());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of a user's file always its network, which may be another one.
   *
   * @throws UncheckedIOException when the base cannot be read. This says nothing about the model
   *     that needs it, so it must not look as if that were damaged
   */
  @Override
  public @Nullable TokenModel find(String digest) {
    try {
      Map<String, BaseSource> known = sources();
      BaseSource source = known.getOrDefault(digest, known.get(""));
      return source == null ? null : source.get().network();
    } catch (CommandFailure e) {
      throw new UncheckedIOException(new IOException("the base cannot be read", e));
    }
  }

  private synchronized Map<String, BaseSource> sources() {
    Map<String, BaseSource> known = sources;
    if (known == null) {
      known =
          switch (setting) {
            case NONE -> Map.of();
            case SHIPPED -> shipped();
            default ->
                Map.of("", BaseSource.of(read(() -> Files.newInputStream(Path.of(setting)))));
          };
      sources = known;
    }
    return known;
  }

  private Map<String, BaseSource> shipped() {
    Map<String, BaseSource> found = new LinkedHashMap<>();
    for (String language : LANGUAGES) {
      Opener opener = () -> resource(FOLDER + language + ".base");
      try (DataInputStream in = buffered(opener)) {
        PretrainedBase.Head head = PretrainedBase.Head.read(in);
        found.put(head.digest(), new BaseSource(head.tokenizer(), () -> read(opener)));
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
    return found;
  }

  private PretrainedBase read(Opener opener) {
    try (DataInputStream in = buffered(opener)) {
      return PretrainedBase.read(learner, in);
    } catch (IOException e) {
      throw unreadable(e);
    } catch (OutOfMemoryError e) {
      throw new CommandFailure(
          "The base %s does not fit into the memory that Java may use. Give it more with MYNAH_JAVA_OPTS=-Xmx… or set training.base to shipped."
              .formatted(setting));
    }
  }

  private CommandFailure unreadable(IOException e) {
    return new CommandFailure(
        "The base %s cannot be read (%s). Make it anew with mynah pretrain or mynah base add, or set training.base to shipped or none."
            .formatted(setting, e.getClass().getSimpleName()));
  }

  private static DataInputStream buffered(Opener opener) throws IOException {
    return new DataInputStream(new BufferedInputStream(opener.open()));
  }

  private static InputStream resource(String name) throws IOException {
    InputStream resource = ConfiguredBases.class.getResourceAsStream(name);
    if (resource == null) {
      throw new FileNotFoundException(name);
    }
    return resource;
  }

  /** Opens a file. */
  @FunctionalInterface
  private interface Opener {
    InputStream open() throws IOException;
  }
}
