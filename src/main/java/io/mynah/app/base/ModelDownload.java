package io.mynah.app.base;

import io.mynah.lm.transformer.hub.ModelFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
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
  private static final int CONNECT_SECONDS = 20;
  private static final int NOT_FOUND = 404;
  private static final String TOKENIZER = "tokenizer.json";
  private static final String CONFIG = "config.json";

  /** Files that a model need not have. */
  private static final List<String> OPTIONAL =
      List.of("README.md", "LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE");

  /** Where the hub keeps the files of a model, below the address of its page. */
  private static final String BELOW_PAGE = "resolve/main";

  /** What decides, between the small files and the weights, whether to go on. */
  @FunctionalInterface
  interface Check {
    /**
     * Checks what the small files say.
     *
     * @throws IOException when the model is not supported
     */
    void check(ModelFolder model) throws IOException;
  }

  /** A client that follows redirections, but never from https to http. */
  static HttpClient client() {
    return HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.NORMAL)
        .connectTimeout(Duration.ofSeconds(CONNECT_SECONDS))
        .build();
  }

  /**
   * Loads the files.
   *
   * @param address of the folder, or of the model's page on the hub
   * @throws DownloadFault when something cannot be loaded; what came is kept
   */
  void load(ModelAddress address, Check check) throws IOException, InterruptedException {
    ModelAddress place = config(address);
    required(place, TOKENIZER);
    for (String name : OPTIONAL) {
      boolean unused = optional(place, name);
    }
    ModelFolder model = new ModelFolder(folder);
    check.check(model);
    if (whole(place)) {
      return;
    }
    if (!optional(place, ModelFolder.INDEX)) {
      throw DownloadFault.refused(place.file(ModelFolder.WEIGHTS), NOT_FOUND);
    }
    if (sha256 != null) {
      throw DownloadFault.inParts();
    }
    for (String part : model.parts()) {
      verify(part, files.load(place.file(part), folder.resolve(part), Long.MAX_VALUE), null);
    }
  }

  /** Loads config.json; returns where the files are. */
  private ModelAddress config(ModelAddress address) throws IOException, InterruptedException {
    if (optional(address, CONFIG)) {
      return address;
    }
    ModelAddress below = address.below(BELOW_PAGE);
    if (optional(below, CONFIG)) {
      return below;
    }
    throw DownloadFault.refused(address.file(CONFIG), NOT_FOUND);
  }

  private void required(ModelAddress place, String name) throws IOException, InterruptedException {
    Optional<String> unused = files.load(place.file(name), folder.resolve(name), MOST_BYTES);
  }

  /** Loads a small file; returns whether there is one. */
  private boolean optional(ModelAddress place, String name)
      throws IOException, InterruptedException {
    try {
      required(place, name);
      return true;
    } catch (DownloadFault e) {
      if (!e.missing()) {
        throw e;
      }
      FileDownload.delete(folder.resolve(name));
      return false;
    }
  }

  /** Loads model.safetensors; returns whether there is one. */
  private boolean whole(ModelAddress place) throws IOException, InterruptedException {
    Path file = folder.resolve(ModelFolder.WEIGHTS);
    try {
      Optional<String> served = files.load(place.file(ModelFolder.WEIGHTS), file, Long.MAX_VALUE);
      verify(ModelFolder.WEIGHTS, served, sha256);
      return true;
    } catch (DownloadFault e) {
      if (!e.missing()) {
        throw e;
      }
      FileDownload.delete(file);
      return false;
    }
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
