package io.mynah.app.wiring;

import io.mynah.domain.VoiceBase;
import io.mynah.lm.BaseNetworks;
import io.mynah.lm.BaseSource;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.PretrainedBase;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TransformerConfig;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.training.BaseNames;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bases that there are. Trainings start from those that the setting {@code training.base}
 * names: those that come with Mynah, a user's file, or none. Voices also find the others: those
 * that come with Mynah, and those that the user has added. Each is read at first use and then kept.
 * Thread-safe.
 */
public final class ConfiguredBases implements Supplier<List<BaseSource>>, BaseNetworks, BaseNames {
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
  private final BaseLibrary added;

  /** Those that come with Mynah. Null before the first use. */
  private @Nullable List<Known> shipped;

  /** Those of files that were found, by the file. */
  private final Map<Path, Known> files = new HashMap<>();

  /**
   * A base.
   *
   * @param digest of its network, as of {@link BaseNetworks#find}; empty if it cannot be changed
   */
  private record Known(String digest, VoiceBase about, BaseSource source) {}

  /**
   * @param setting {@code shipped}, {@code none}, or the path of a file that {@code mynah pretrain}
   *     or {@code mynah base add} made
   */
  public ConfiguredBases(NeuralLearner learner, String setting, BaseLibrary added) {
    this.learner = learner;
    this.setting = setting;
    this.added = added;
  }

  /** Whether trainings start from a base that trains slowly; false if it cannot be read. */
  public boolean large() {
    if (setting.equals(SHIPPED) || setting.equals(NONE)) {
      return false;
    }
    try {
      // Its weights have 8 bits.
      return TransformerConfig.isLarge(Files.size(Path.of(setting)));
    } catch (IOException e) {
      return false;
    }
  }

  /** Reads a user's file at once, so that a wrong one is reported before any work. */
  public ConfiguredBases checked() {
    if (!setting.equals(SHIPPED)) {
      get().forEach(BaseSource::get);
    }
    return this;
  }

  /**
   * The bases that trainings start from; of those that come with Mynah, only the tokenizers are
   * read.
   *
   * @throws CommandFailure when the user's file is not a valid base
   */
  @Override
  public List<BaseSource> get() {
    return switch (setting) {
      case NONE -> List.of();
      case SHIPPED -> shipped().stream().map(Known::source).toList();
      default -> List.of(file(Path.of(setting)).source());
    };
  }

  /**
   * {@inheritDoc}
   *
   * @throws UncheckedIOException when a base cannot be read. This says nothing about the model that
   *     needs it, so it must not look as if that were damaged
   */
  @Override
  public @Nullable TokenModel find(String digest) {
    try {
      Optional<Known> known = known(digest);
      return known.isEmpty() ? null : known.get().source().get().network();
    } catch (CommandFailure e) {
      throw new UncheckedIOException(new IOException("the base cannot be read", e));
    }
  }

  @Override
  public Optional<VoiceBase> describe(String digest) {
    try {
      return known(digest).map(Known::about);
    } catch (CommandFailure e) {
      return Optional.empty();
    }
  }

  /**
   * The base with a network.
   *
   * @throws CommandFailure when it is not found, and a base cannot be read
   */
  private Optional<Known> known(String digest) {
    Optional<Known> known = shipped().stream().filter(each -> each.digest.equals(digest)).findAny();
    if (known.isPresent()) {
      return known;
    }
    CommandFailure fault = null;
    for (Path path : paths()) {
      try {
        Known each = file(path);
        if (each.digest.equals(digest)) {
          return Optional.of(each);
        }
      } catch (CommandFailure e) {
        fault = e;
      }
    }
    if (fault != null) {
      throw fault;
    }
    return known;
  }

  /** The files of bases: those that the user has added, and that of the setting. */
  private Set<Path> paths() {
    Set<Path> paths = new LinkedHashSet<>();
    try {
      for (String name : added.names()) {
        added.find(name).ifPresent(paths::add);
      }
    } catch (IOException e) {
      throw unreadable(added.folder().toString(), e);
    }
    if (!setting.equals(SHIPPED) && !setting.equals(NONE)) {
      paths.add(Path.of(setting));
    }
    return paths;
  }

  private synchronized Known file(Path path) {
    Known known = files.get(path);
    if (known == null) {
      known = open(path);
      files.put(path, known);
    }
    return known;
  }

  private Known open(Path path) {
    Opener opener = () -> Files.newInputStream(path);
    VoiceBase about = about(path);
    try (DataInputStream in = buffered(opener)) {
      PretrainedBase.Head head = PretrainedBase.Head.read(in);
      BaseSource source = new BaseSource(head.tokenizer(), () -> read(path.toString(), opener));
      return new Known(head.digest(), about, source);
    } catch (IOException e) {
      // It may be of an earlier version, which does not have the digest.
      PretrainedBase base = read(path.toString(), opener);
      String digest =
          base.network() instanceof TransformerModel network
              ? HexFormat.of().formatHex(network.digest())
              : "";
      return new Known(digest, about, BaseSource.of(base));
    }
  }

  private VoiceBase about(Path path) {
    try {
      for (String name : added.names()) {
        if (added.find(name).filter(path::equals).isPresent()) {
          return new VoiceBase(name, false, added.about(name).licence());
        }
      }
    } catch (IOException e) {
      throw unreadable(path.toString(), e);
    }
    return new VoiceBase(String.valueOf(path.getFileName()), false, "");
  }

  private synchronized List<Known> shipped() {
    List<Known> known = shipped;
    if (known == null) {
      known = LANGUAGES.stream().map(this::shipped).toList();
      shipped = known;
    }
    return known;
  }

  private Known shipped(String language) {
    Opener opener = () -> resource(FOLDER + language + ".base");
    try (DataInputStream in = buffered(opener)) {
      PretrainedBase.Head head = PretrainedBase.Head.read(in);
      return new Known(
          head.digest(),
          new VoiceBase(language, true, ""),
          new BaseSource(head.tokenizer(), () -> read(language, opener)));
    } catch (IOException e) {
      throw unreadable(language, e);
    }
  }

  private PretrainedBase read(String name, Opener opener) {
    try (DataInputStream in = buffered(opener)) {
      return PretrainedBase.read(learner, in);
    } catch (IOException e) {
      throw unreadable(name, e);
    } catch (OutOfMemoryError e) {
      throw new CommandFailure(
          "The base %s does not fit into the memory that Java may use. Give it more with MYNAH_JAVA_OPTS=-Xmx… or set training.base to shipped."
              .formatted(name));
    }
  }

  private static CommandFailure unreadable(String name, IOException e) {
    return new CommandFailure(
        "The base %s cannot be read (%s). Make it anew with mynah pretrain or mynah base add, or set training.base to shipped or none."
            .formatted(name, e.getClass().getSimpleName()));
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
