package io.mynah.telegram.outgoing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mynah.chat.Channel.FileUnavailable;
import io.mynah.chat.FileTarget;
import io.mynah.telegram.connection.InterruptibleWait;
import io.mynah.telegram.connection.ReachabilityProbe;
import io.mynah.telegram.connection.TelegramConfig;
import io.mynah.telegram.connection.TokenGuard;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongPredicate;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Downloads files, streaming them to disk. Replaces the library's own download, which always uses
 * Telegram's server, holds the whole file in memory, and takes an error page for the file.
 * Thread-safe.
 */
public final class FileDownloads {
  private static final Logger log = LoggerFactory.getLogger(FileDownloads.class);
  private static final int PIECE = 1 << 16;
  private static final long LONGEST_ASKED_SECONDS = 3600;

  private final TelegramConfig config;
  private final OkHttpClient http;
  private final TokenGuard guard;
  private final InterruptibleWait waits;
  private final ReachabilityProbe reachability;

  public FileDownloads(
      TelegramConfig config,
      OkHttpClient http,
      TokenGuard guard,
      InterruptibleWait waits,
      ReachabilityProbe reachability) {
    this.reachability = reachability;
    this.config = config;
    this.http = http;
    this.guard = guard;
    this.waits = waits;
  }

  /**
   * Downloads a file from the path that the server gave; starts over after an interruption.
   *
   * @param filePath the server's {@code file_path}
   * @param size as the server reports it, −1 if unknown
   * @param limit the most bytes to take
   * @throws NotOnDisk when it is not at the server's path on this machine's disk
   */
  public void fetch(String filePath, long size, long limit, FileTarget into, LongPredicate progress)
      throws IOException {
    Path local = localFile(filePath);
    if (local != null) {
      Attempt attempt = new Attempt(into, limit, progress);
      try (InputStream in = open(local)) {
        attempt.copy(in);
      }
      deleteServersOwn(local);
      return;
    }
    HttpUrl url = url(filePath);
    ReachabilityProbe.Tries tries = reachability.tries();
    while (true) {
      Attempt attempt = new Attempt(into, limit, progress);
      try {
        download(url, size, attempt);
        return;
      } catch (FileUnavailable | FileSystemException e) {
        throw e;
      } catch (IOException e) {
        IOException fault = guard.redact(e);
        if (attempt.stopped || Thread.currentThread().isInterrupted()) {
          throw fault;
        }
        retry(tries, fault, attempt.askedWait);
      }
    }
  }

  private static InputStream open(Path local) throws IOException {
    try {
      return Files.newInputStream(local);
    } catch (NoSuchFileException e) {
      throw new NotOnDisk();
    }
  }

  /**
   * Deletes the server's unsealed copy of a fetched file. The server downloads it again on request.
   */
  private static void deleteServersOwn(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.info(
          "The Bot API server's own copy of a file stays on its disk ({}).",
          e.getClass().getSimpleName());
    }
  }

  private void retry(ReachabilityProbe.Tries tries, IOException fault, Duration askedWait)
      throws IOException {
    if (tries.failed()) {
      throw fault;
    }
    log.info("A download broke off ({}); trying again.", fault.getClass().getSimpleName());
    waits.sleep(Math.max(tries.pause().toNanos(), askedWait.toNanos()));
  }

  /** How long the file server asks to wait. */
  private static Duration askedWait(@Nullable ResponseBody body) throws IOException {
    if (body == null) {
      return Duration.ZERO;
    }
    byte[] start = body.byteStream().readNBytes(PIECE);
    long seconds =
        new ObjectMapper().readTree(start).path("parameters").path("retry_after").asLong();
    return Duration.ofSeconds(Math.max(0, Math.min(seconds, LONGEST_ASKED_SECONDS)));
  }

  private void download(HttpUrl url, long size, Attempt attempt) throws IOException {
    Call call = http.newCall(new Request.Builder().url(url).build());
    try (Response response = call.execute()) {
      ResponseBody body = response.body();
      if (response.code() == 404 || response.code() == 400 || response.code() == 403) {
        throw new FileUnavailable("Telegram no longer has this file. Please send it again.");
      }
      if (response.code() == 429) {
        attempt.askedWait = askedWait(body);
      }
      if (response.code() != 200 || body == null) {
        throw new IOException("The file's server answered with HTTP " + response.code() + ".");
      }
      long copied = attempt.copy(body.byteStream());
      if (size >= 0 && copied != size) {
        attempt.into.delete();
        throw new IOException("The file has %d bytes, not %d.".formatted(copied, size));
      }
    }
  }

  /** The file on this machine's disk that a server with {@code --local} named, or null. */
  private @Nullable Path localFile(String filePath) throws FileUnavailable {
    Path path;
    try {
      path = Path.of(filePath);
    } catch (InvalidPathException e) {
      return null;
    }
    if (!path.isAbsolute()) {
      return null;
    }
    if (config.localServer() && Files.isRegularFile(path) && Files.isReadable(path)) {
      return path;
    }
    throw new NotOnDisk();
  }

  private HttpUrl url(String filePath) throws FileUnavailable {
    if (List.of(filePath.split("/")).contains("..")) {
      // Such a path would leave the file folder and reach the bot's methods.
      throw new FileUnavailable("The server named no place where a file can be.");
    }
    return new HttpUrl.Builder()
        .scheme(config.server().getScheme())
        .host(config.server().getHost())
        .port(config.port())
        .addPathSegment("file")
        .addPathSegment("bot" + config.token())
        .addPathSegments(filePath)
        .build();
  }

  /**
   * Thrown when a file that a server with {@code --local} named is missing: the server has another
   * disk, or the same file was just fetched and deleted for another sender.
   */
  public static final class NotOnDisk extends FileUnavailable {
    private static final long serialVersionUID = 1L;

    private NotOnDisk() {
      super(
          "The Bot API server keeps the file on its own disk, where this machine cannot read it."
              + " Let both see the same folder, or run the server without --local.");
    }
  }

  /** One attempt to write the file; deletes what it wrote if it fails. */
  private static final class Attempt {
    private final FileTarget into;
    private final long limit;
    private final LongPredicate progress;
    private boolean stopped;
    private Duration askedWait = Duration.ZERO;

    Attempt(FileTarget into, long limit, LongPredicate progress) {
      this.into = into;
      this.limit = limit;
      this.progress = progress;
    }

    long copy(InputStream in) throws IOException {
      // Opened outside the clean-up, which must not delete a file that existed before.
      OutputStream out = into.create();
      boolean whole = false;
      try {
        long copied;
        try (out) {
          copied = pump(in, out);
        }
        whole = true;
        return copied;
      } finally {
        if (!whole) {
          into.delete();
        }
      }
    }

    private long pump(InputStream in, OutputStream out) throws IOException {
      byte[] piece = new byte[PIECE];
      long copied = 0;
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        copied += read;
        if (copied > limit) {
          throw new FileUnavailable("The file is larger than the server may give.");
        }
        out.write(piece, 0, read);
        if (!progress.test(copied)) {
          stopped = true;
          throw new InterruptedIOException("The download was stopped.");
        }
      }
      return copied;
    }
  }
}
