package io.mynah.app.base;

import io.mynah.lm.transformer.hub.ModelFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads the files of a model from a server into a folder: first those that say what it is, so that
 * one that is not supported is refused before its weights are loaded. What is there of an earlier
 * attempt is continued. For one thread.
 *
 * @param folder exists
 * @param sha256 of model.safetensors, in lower-case hexadecimal; null to believe the server
 */
record ModelDownload(FileDownload files, Path folder, @Nullable String sha256) {
  private static final long MOST_BYTES = 1 << 26;
  private static final int NOT_FOUND = 404;
  private static final String TOKENIZER = "tokenizer.json";
  private static final String CONFIG = "config.json";

  /** Files that a model need not have. */
  private static final List<String> OPTIONAL =
      List.of("README.md", "LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE");

  /** Where the hub keeps the files of a model, below the address of its page. */
  private static final String BELOW_PAGE = "resolve/main";

  /** What decides, after the small files, whether to go on. */
  @FunctionalInterface
  interface Check {
    /** Checks what the small files say. */
    void check(ModelFolder model) throws UnusableModel;
  }

  /**
   * Loads the files.
   *
   * @param address of the folder, or of the model's page on the hub
   * @throws DownloadFault when something cannot be loaded; what came is kept
   */
  void load(ModelAddress address, Check check) throws IOException, UnusableModel {
    ModelAddress place = config(address);
    load(place, TOKENIZER, MOST_BYTES);
    for (String name : OPTIONAL) {
      try {
        boolean unused = find(place, name, MOST_BYTES);
      } catch (DownloadFault e) {
        if (!e.forbidden()) {
          throw e;
        }
      }
    }
    ModelFolder model = new ModelFolder(folder);
    check.check(model);
    try {
      load(place, ModelFolder.WEIGHTS, Long.MAX_VALUE);
      return;
    } catch (DownloadFault e) {
      if (!e.missing()) {
        throw e;
      }
    }
    if (!find(place, ModelFolder.INDEX, MOST_BYTES)) {
      throw DownloadFault.refused(place.file(ModelFolder.WEIGHTS), NOT_FOUND);
    }
    FileDownload.delete(folder.resolve(ModelFolder.WEIGHTS));
    if (sha256 != null) {
      throw DownloadFault.inParts();
    }
    for (String part : UnusableModel.unless(model::parts)) {
      load(place, part, Long.MAX_VALUE);
    }
  }

  /** Loads config.json; returns where the files are. */
  private ModelAddress config(ModelAddress address) throws IOException {
    if (find(address, CONFIG, MOST_BYTES)) {
      return address;
    }
    ModelAddress below = address.below(BELOW_PAGE);
    if (find(below, CONFIG, MOST_BYTES)) {
      return below;
    }
    throw DownloadFault.refused(address.file(CONFIG), NOT_FOUND);
  }

  /** Loads a file; returns whether the server has it. */
  private boolean find(ModelAddress place, String name, long most) throws IOException {
    try {
      load(place, name, most);
      return true;
    } catch (DownloadFault e) {
      if (!e.missing()) {
        throw e;
      }
      FileDownload.delete(folder.resolve(name));
      return false;
    }
  }

  private void load(ModelAddress place, String name, long most) throws IOException {
    Optional<String> served = files.load(place.file(name), folder.resolve(name), most);
    verify(name, served, name.equals(ModelFolder.WEIGHTS) ? sha256 : null);
  }

  /** Checks a file's SHA-256; the user's word has precedence over the server's. */
  private void verify(String name, Optional<String> served, @Nullable String given)
      throws IOException {
    String expected = given == null ? served.orElse(null) : given;
    if (expected == null) {
      return;
    }
    Path file = folder.resolve(name);
    MessageDigest digest = sha256Digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(expected)) {
      FileDownload.delete(file);
      throw DownloadFault.wrongDigest(
          name, given == null ? "the server" : "--sha256", expected, found);
    }
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
