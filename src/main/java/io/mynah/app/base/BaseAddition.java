package io.mynah.app.base;

import io.mynah.app.wiring.BaseLibrary;
import io.mynah.app.wiring.CommandEnvironment;
import io.mynah.app.wiring.CommandFailure;
import io.mynah.app.wiring.ExitCode;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.PretrainedBase;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.TransformerShape;
import io.mynah.lm.transformer.hub.ModelCard;
import io.mynah.lm.transformer.hub.ModelFolder;
import io.mynah.lm.transformer.hub.PublishedTokenizer;
import io.mynah.store.database.FolderLock;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adds a published model as a base: one in a folder of this machine, or one that is loaded from a
 * server. For one thread.
 *
 * @param learner writes the base
 */
record BaseAddition(CommandEnvironment environment, BaseLibrary library, NeuralLearner learner) {
  private static final double MEGABYTE = 1e6;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

  /** Bytes of a weight in memory, with its share of a scale. */
  private static final double BYTES_OF_WEIGHT = 1 + 4.0 / 32;

  /**
   * Adds a model.
   *
   * @param source a folder or an address
   * @param given what the base is to be called; null for the name of the source
   * @param sha256 of model.safetensors at an address; null if unknown
   * @return the name of the base
   * @throws CommandFailure when it cannot be added
   */
  String add(String source, @Nullable String given, @Nullable String sha256) {
    try {
      return ModelAddress.is(source)
          ? addFrom(ModelAddress.parse(source), given, sha256)
          : addFrom(folder(source), given, sha256);
    } catch (DownloadFault e) {
      throw new CommandFailure(e.sentence());
    } catch (UnusableModel e) {
      throw new CommandFailure(
          "The model in %s cannot be added. %s Nothing was written."
              .formatted(source, e.sentence()));
    } catch (IOException e) {
      throw new CommandFailure(
          "The base cannot be written to %s (%s). Make room on the disk, or make the folder writable."
              .formatted(library.folder(), e.getClass().getSimpleName()));
    } catch (OutOfMemoryError e) {
      throw tooLarge("this model");
    }
  }

  private String addFrom(Path folder, @Nullable String given, @Nullable String sha256)
      throws IOException, UnusableModel {
    if (sha256 != null) {
      throw new CommandFailure("--sha256 is for addresses only.", ExitCode.USAGE);
    }
    String name = name(given == null ? String.valueOf(folder.getFileName()) : given);
    add(folder, name);
    try {
      library.deleteDownload(name);
    } catch (FolderLock.InUse e) {
      return name; // what is loaded now is not needed, and stays
    }
    return name;
  }

  private String addFrom(ModelAddress address, @Nullable String given, @Nullable String sha256)
      throws IOException, UnusableModel {
    if (sha256 != null && !SHA256.matcher(sha256).matches()) {
      throw new CommandFailure("--sha256 must be 64 hexadecimal digits.", ExitCode.USAGE);
    }
    String name = name(given == null ? address.name() : given);
    environment.home().create();
    DownloadProgress progress = new DownloadProgress(environment.terminal());
    FileDownload files = new FileDownload(FileDownload.client(PATIENCE), progress);
    try (BaseLibrary.Download download = library.download(name, address.toString())) {
      try {
        new ModelDownload(
                files, download.folder(), sha256 == null ? null : sha256.toLowerCase(Locale.ROOT))
            .load(address, BaseAddition::check);
        add(download.folder(), name);
      } catch (UnusableModel e) {
        download.delete();
        throw e;
      }
      download.delete();
    } catch (FolderLock.InUse e) {
      throw new CommandFailure(
          "Another command loads a model now. Run this one again when that has ended.");
    } finally {
      progress.stop();
    }
    return name;
  }

  private static void check(ModelFolder model) throws UnusableModel {
    checkMemory(UnusableModel.unless(model::shape));
    PublishedTokenizer unused = UnusableModel.unless(model::tokenizer);
  }

  private static Path folder(String source) {
    try {
      return Path.of(source).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new CommandFailure("%s is no folder.".formatted(source), ExitCode.USAGE);
    }
  }

  private String name(String given) {
    String name =
        BaseLibrary.name(given)
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "%s cannot be the name of a base. Give one with --name: letters, digits, dots and dashes, but not shipped, none or chosen."
                            .formatted(given),
                        ExitCode.USAGE));
    if (library.find(name).isPresent()) {
      throw new CommandFailure(
          "There is a base %s already. Give another --name, or remove it with: mynah base remove %s"
              .formatted(name, name));
    }
    return name;
  }

  private void add(Path folder, String name) throws IOException, UnusableModel {
    ModelFolder model = new ModelFolder(folder);
    ModelCard card = UnusableModel.unless(model::card);
    checkMemory(UnusableModel.unless(model::shape));
    PretrainedBase base = UnusableModel.unless(model::base);
    environment.home().create();
    library.add(
        name,
        new BaseLibrary.About(card.title(), card.licence()),
        file -> {
          write(base, file);
          if (card.licenceFile().isPresent()) {
            Files.copy(card.licenceFile().get(), file.resolveSibling("LICENSE"));
          }
        });
  }

  /** Refuses a model that cannot be read with the memory there is, before it is read. */
  private static void checkMemory(TransformerShape shape) {
    long largest =
        new ParameterLayout(shape)
            .parts().stream().mapToLong(ParameterLayout.Part::length).max().orElse(0);
    double needed = BYTES_OF_WEIGHT * ParameterLayout.count(shape) + (double) Float.BYTES * largest;
    if (needed > Runtime.getRuntime().maxMemory()) {
      throw tooLarge(
          String.format(
              Locale.ROOT,
              "a model of %,d weights, which needs %.0f MB,",
              ParameterLayout.count(shape),
              needed / MEGABYTE));
    }
  }

  private static CommandFailure tooLarge(String what) {
    return new CommandFailure(
        "There is not enough memory for %s: Java may use %.0f MB. Give it more with MYNAH_JAVA_OPTS=-Xmx…, or take a smaller model."
            .formatted(what, Runtime.getRuntime().maxMemory() / MEGABYTE));
  }

  private void write(PretrainedBase base, Path file) throws IOException {
    try (DataOutputStream to =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      base.write(learner, to);
    }
  }
}
