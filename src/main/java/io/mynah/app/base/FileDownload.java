package io.mynah.app.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Loads one file from a server, and goes on where an earlier attempt ended if the server still has
 * the same version of it. A file beside it keeps how the server calls that version, its validator
 * (RFC 9110, sections 8.8 and 13.1.5). For one thread.
 */
final class FileDownload {
  private static final int BUFFER = 1 << 16;
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int NOT_SATISFIABLE = 416;
  private static final Pattern RANGE =
      Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(\\d{1,18})");
  private static final Pattern SHA256 = Pattern.compile("(?:W/)?\"?([0-9a-fA-F]{64})\"?");

  private final HttpClient client;
  private final DownloadProgress progress;

  FileDownload(HttpClient client, DownloadProgress progress) {
    this.client = client;
    this.progress = progress;
  }

  /**
   * Loads a file; what breaks off is continued at once, as long as more comes each time.
   *
   * @param most bytes that are accepted
   * @return the file's SHA-256 by the server, if it says one; in lower-case hexadecimal
   * @throws DownloadFault when it cannot be loaded; what came is kept
   */
  Optional<String> load(URI address, Path file, long most)
      throws IOException, InterruptedException {
    while (true) {
      long had = size(file);
      try {
        return attempt(address, file, most);
      } catch (Interruption e) {
        if (size(file) <= had) {
          throw DownloadFault.interrupted(address, size(file));
        }
      }
    }
  }

  /** Deletes a file, if there is one, and its validator. */
  static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(validator(file));
  }

  private static Path validator(Path file) {
    return file.resolveSibling(file.getFileName() + ".validator");
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private Optional<String> attempt(URI address, Path file, long most)
      throws IOException, InterruptedException {
    long had = Files.exists(validator(file)) ? size(file) : 0;
    HttpRequest.Builder request = HttpRequest.newBuilder(address).header("User-Agent", "Mynah");
    if (had > 0) {
      request.header("Range", "bytes=" + had + "-");
      request.header("If-Range", Files.readString(validator(file)));
    }
    HttpResponse<InputStream> response = send(request.build());
    int status = response.statusCode();
    Matcher range = RANGE.matcher(response.headers().firstValue("content-range").orElse(""));
    boolean ranged = range.matches();
    long whole = ranged ? Long.parseLong(range.group(2)) : -1;
    try (InputStream body = response.body()) {
      if (status == NOT_SATISFIABLE && had > 0 && whole == had) {
        return digest(response); // nothing was missing
      }
      if (status == PARTIAL && ranged && String.valueOf(had).equals(range.group(1))) {
        receive(address, body, file, new Extent(had, whole, most));
        return digest(response);
      }
      if (status != OK) {
        if (status == PARTIAL || status == NOT_SATISFIABLE) {
          delete(file);
        }
        throw DownloadFault.refused(address, status);
      }
      delete(file);
      Optional<String> version = version(response.headers());
      if (version.isPresent()) {
        Files.writeString(validator(file), version.get());
      }
      long length = response.headers().firstValueAsLong("content-length").orElse(-1);
      receive(address, body, file, new Extent(0, length, most));
      return digest(response);
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw DownloadFault.unreachable(request.uri(), e);
    }
  }

  /**
   * Which bytes come.
   *
   * @param from the first of them
   * @param length of the whole file; −1 if unknown
   * @param most bytes of the whole file
   */
  private record Extent(long from, long length, long most) {}

  private void receive(URI address, InputStream body, Path file, Extent extent) throws IOException {
    if (extent.length > extent.most) {
      throw DownloadFault.tooLong(address, extent.length);
    }
    if (extent.length - extent.from
        > Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace()) {
      throw DownloadFault.diskFull(extent.length - extent.from);
    }
    String name = String.valueOf(file.getFileName());
    long at = extent.from;
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] some = new byte[BUFFER];
      for (int read = read(body, some); read >= 0; read = read(body, some)) {
        at += read;
        if (at > extent.most) {
          throw DownloadFault.tooLong(address, at);
        }
        write(out, some, read);
        progress.received(name, at, extent.length);
      }
    }
    if (extent.length >= 0 && at < extent.length) {
      throw new Interruption(new IOException("too few bytes"));
    }
    if (extent.length >= 0 && at > extent.length) {
      delete(file);
      throw DownloadFault.interrupted(address, 0);
    }
    progress.complete(name, at);
  }

  private static int read(InputStream body, byte[] into) throws Interruption {
    try {
      return body.read(into);
    } catch (IOException e) {
      throw new Interruption(e);
    }
  }

  private static void write(OutputStream out, byte[] some, int count) throws DownloadFault {
    try {
      out.write(some, 0, count);
    } catch (IOException e) {
      throw DownloadFault.unwritable(e);
    }
  }

  /** What names this version and no other; weak tags do not. */
  private static Optional<String> version(HttpHeaders headers) {
    return headers
        .firstValue("etag")
        .filter(tag -> tag.startsWith("\""))
        .or(() -> headers.firstValue("last-modified"));
  }

  /** The SHA-256 in the answer or in one that redirected to it, where the hub says it. */
  private static Optional<String> digest(HttpResponse<?> response) {
    for (HttpResponse<?> each = response;
        each != null;
        each = each.previousResponse().orElse(null)) {
      Optional<String> digest = sha256(each.headers(), "x-linked-etag");
      if (digest.isPresent()) {
        return digest;
      }
    }
    return sha256(response.headers(), "etag");
  }

  private static Optional<String> sha256(HttpHeaders headers, String name) {
    return headers
        .firstValue(name)
        .map(SHA256::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1).toLowerCase(Locale.ROOT));
  }

  /** The connection broke; what came is in the file. */
  private static final class Interruption extends IOException {
    private static final long serialVersionUID = 1L;

    Interruption(IOException cause) {
      super(cause);
    }
  }
}
