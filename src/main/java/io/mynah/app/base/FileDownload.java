package io.mynah.app.base;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Loads one file from a server, and goes on where an earlier attempt ended if the server still has
 * the same version of it. A file beside it keeps how the server calls that version, its validator
 * (RFC 9110, sections 8.8 and 13.1.5). For one thread.
 */
final class FileDownload {
  /** After how many attempts that bring no more, or another version, loading is given up. */
  private static final int MOST_ATTEMPTS = 3;

  private static final int BUFFER = 1 << 16;
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int NOT_SATISFIABLE = 416;
  private static final Pattern RANGE =
      Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(\\d{1,18})");
  private static final Pattern STRONG_TAG = Pattern.compile("\"[\\x20-\\x7e]*\"");
  private static final Pattern SHA256 = Pattern.compile("(?:W/)?\"?([0-9a-fA-F]{64})\"?");

  private final OkHttpClient client;
  private final DownloadProgress progress;

  FileDownload(OkHttpClient client, DownloadProgress progress) {
    this.client = client;
    this.progress = progress;
  }

  /**
   * A client that follows redirections, but never from https to http.
   *
   * @param patience how long a server may be silent once it is connected
   */
  static OkHttpClient client(Duration patience) {
    return new OkHttpClient.Builder()
        .readTimeout(patience)
        .addNetworkInterceptor(FileDownload::keepEncrypted)
        .build();
  }

  private static Response keepEncrypted(Interceptor.Chain chain) throws IOException {
    HttpUrl from = chain.request().url();
    Response response = chain.proceed(chain.request());
    HttpUrl to = response.isRedirect() ? from.resolve(response.header("Location", "")) : null;
    return to != null && from.isHttps() && !to.isHttps()
        ? response.newBuilder().removeHeader("Location").build()
        : response;
  }

  /**
   * Loads a file; what breaks off is continued at once, unless several attempts one after another
   * bring no more than those before.
   *
   * @param most bytes that are accepted
   * @return the file's SHA-256 by the server, if it says one; in lower-case hexadecimal
   * @throws DownloadFault when it cannot be loaded; what came is kept
   */
  Optional<String> load(URI address, Path file, long most) throws IOException {
    long furthest = size(file);
    int vain = 0;
    int others = 0;
    while (true) {
      try {
        return attempt(address, file, most);
      } catch (OtherVersion e) {
        delete(file);
        furthest = 0;
        if (++others == MOST_ATTEMPTS) {
          throw DownloadFault.changing(address);
        }
      } catch (Interruption e) {
        vain = size(file) > furthest ? 0 : vain + 1;
        furthest = Math.max(furthest, size(file));
        if (vain == MOST_ATTEMPTS) {
          throw Files.exists(validator(file))
              ? DownloadFault.interrupted(address, size(file))
              : DownloadFault.interruptedForGood(address);
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

  private Optional<String> attempt(URI address, Path file, long most) throws IOException {
    String version = Files.exists(validator(file)) ? Files.readString(validator(file)) : "";
    long had = version.isEmpty() ? 0 : size(file);
    Request.Builder request =
        new Request.Builder()
            .url(address.toURL())
            .header("User-Agent", "Mynah")
            .header("Accept-Encoding", "identity");
    if (had > 0) {
      request.header("Range", "bytes=" + had + "-").header("If-Range", version);
    }
    try (Response response = send(address, request.build(), had > 0)) {
      Matcher range = RANGE.matcher(response.header("Content-Range", ""));
      long whole = range.matches() ? Long.parseLong(range.group(2)) : -1;
      int status = response.code();
      if (had > 0 && (status == PARTIAL || status == NOT_SATISFIABLE)) {
        requireSame(version, response);
        if (status == PARTIAL && whole >= 0 && String.valueOf(had).equals(range.group(1))) {
          receive(address, response, file, new Extent(had, whole, most));
        } else if (status == PARTIAL || (whole >= 0 && whole != had)) {
          throw new OtherVersion();
        } // else nothing was missing
        return digest(response);
      }
      if (status != OK) {
        throw DownloadFault.refused(address, status);
      }
      delete(file);
      Optional<String> received = version(response);
      if (received.isPresent()) {
        Files.writeString(validator(file), received.get());
      }
      long length = requireNonNull(response.body()).contentLength();
      receive(address, response, file, new Extent(0, length, most));
      return digest(response);
    }
  }

  /**
   * @param kept whether a part of the file is there
   */
  private Response send(URI address, Request request, boolean kept) throws IOException {
    try {
      return client.newCall(request).execute();
    } catch (IOException e) {
      if (kept) {
        throw new Interruption(e);
      }
      throw DownloadFault.unreachable(address, e);
    }
  }

  /** A server may send the rest of another version, in spite of the condition. */
  private static void requireSame(String version, Response response) throws OtherVersion {
    String now = response.header(version.startsWith("\"") ? "ETag" : "Last-Modified");
    if (now != null && !now.equals(version)) {
      throw new OtherVersion();
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

  private void receive(URI address, Response response, Path file, Extent extent)
      throws IOException {
    if (extent.length > extent.most) {
      throw DownloadFault.tooLong(address, extent.length);
    }
    if (extent.length - extent.from
        > Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace()) {
      throw DownloadFault.diskFull(extent.length - extent.from);
    }
    String name = String.valueOf(file.getFileName());
    InputStream body = requireNonNull(response.body()).byteStream();
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
      throw new OtherVersion();
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

  /** What names this version and no other: a tag, unless it is weak, or else a time. */
  private static Optional<String> version(Response response) {
    String tag = response.header("ETag");
    return tag == null
        ? Optional.ofNullable(response.header("Last-Modified"))
        : Optional.of(tag).filter(text -> STRONG_TAG.matcher(text).matches());
  }

  /** The SHA-256 as the hub says it, mostly in the answer that redirects to the file. */
  private static Optional<String> digest(Response response) {
    for (Response each = response; each != null; each = each.priorResponse()) {
      Matcher digest = SHA256.matcher(each.header("X-Linked-ETag", ""));
      if (digest.matches()) {
        return Optional.of(digest.group(1).toLowerCase(Locale.ROOT));
      }
    }
    return Optional.empty();
  }

  /** The connection broke; what came is in the file. */
  private static final class Interruption extends IOException {
    private static final long serialVersionUID = 1L;

    Interruption(IOException cause) {
      super(cause);
    }
  }

  /** What came does not belong to what is there. */
  private static final class OtherVersion extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
