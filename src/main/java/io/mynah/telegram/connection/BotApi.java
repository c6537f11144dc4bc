package io.mynah.telegram.connection;

import io.mynah.telegram.connection.ApiFault.Kind;
import java.io.IOException;
import java.io.Serializable;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.client.okhttp.OkHttpTelegramClient;
import org.telegram.telegrambots.meta.TelegramUrl;
import org.telegram.telegrambots.meta.api.methods.botapimethods.BotApiMethod;
import org.telegram.telegrambots.meta.api.methods.send.SendDocument;
import org.telegram.telegrambots.meta.api.methods.send.SendPhoto;
import org.telegram.telegrambots.meta.api.objects.ResponseParameters;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import org.telegram.telegrambots.meta.exceptions.TelegramApiException;
import org.telegram.telegrambots.meta.exceptions.TelegramApiRequestException;

/** Calls methods of the Bot API, without retries, and classifies failures. Thread-safe. */
public final class BotApi {
  private static final int GATEWAY_TIMEOUT = 504;

  private final OkHttpTelegramClient client;
  private final OkHttpTelegramClient uploads;
  private final TokenGuard guard;
  private final BotEvents events;
  private final Duration longest;

  /**
   * @param http for short calls
   * @param slow for calls that upload a file
   * @param events is told of each failure
   */
  public BotApi(
      TelegramConfig config,
      OkHttpClient http,
      OkHttpClient slow,
      TokenGuard guard,
      BotEvents events) {
    this.client = new OkHttpTelegramClient(http, config.token(), url(config));
    this.uploads = new OkHttpTelegramClient(slow, config.token(), url(config));
    this.guard = guard;
    this.events = events;
    this.longest = config.pace().answerTimeout().multipliedBy(3);
  }

  public static TelegramUrl url(TelegramConfig config) {
    return TelegramUrl.builder()
        .schema(config.server().getScheme())
        .host(config.server().getHost())
        .port(config.port())
        .build();
  }

  /**
   * Calls a method and waits for the answer.
   *
   * @throws InterruptedException if the thread is interrupted; the server may have carried out the
   *     call
   */
  public <T extends Serializable> T call(BotApiMethod<T> method)
      throws ApiFault, InterruptedException {
    return await(method.getMethod(), longest, () -> client.executeAsync(method));
  }

  /**
   * Sends a picture, otherwise like {@link #call}.
   *
   * @param photo its stream is read once: create a new one for each call
   */
  public Message send(SendPhoto photo) throws ApiFault, InterruptedException {
    return await(photo.getMethod(), longest, () -> client.executeAsync(photo));
  }

  /**
   * Sends a file, otherwise like {@link #call}.
   *
   * @param document its stream is read once: create a new one for each call
   */
  public Message send(SendDocument document) throws ApiFault, InterruptedException {
    Duration most = HttpClients.LONGEST_UPLOAD.plus(longest);
    return await(document.getMethod(), most, () -> uploads.executeAsync(document));
  }

  /** Begins an asynchronous call. */
  private interface Begin<T> {
    CompletableFuture<T> begin() throws TelegramApiException;
  }

  private <T> T await(String method, Duration most, Begin<T> call)
      throws ApiFault, InterruptedException {
    try {
      return awaitAnswer(method, most, call);
    } catch (ApiFault fault) {
      events.failed(fault);
      throw fault;
    }
  }

  private <T> T awaitAnswer(String method, Duration most, Begin<T> call)
      throws ApiFault, InterruptedException {
    CompletableFuture<T> answer;
    try {
      answer = call.begin();
    } catch (TelegramApiException | RuntimeException e) {
      throw refused(method + " could not be sent: " + e.getClass().getSimpleName());
    }
    try {
      // The client's own time-outs come first; this one frees the thread if it loses a reply.
      return answer.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ApiFault(Kind.UNCLEAR, method + " got no answer.", Duration.ZERO);
    } catch (CancellationException e) {
      throw new ApiFault(Kind.PASSING, method + " was cancelled.", Duration.ZERO);
    } catch (ExecutionException e) {
      throw fault(method, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    }
  }

  private ApiFault fault(String method, Throwable cause) {
    if (cause instanceof TelegramApiRequestException refusal
        && refusal.getErrorCode() != null
        && refusal.getErrorCode() != 0) {
      return fault(method, refusal, refusal.getErrorCode());
    }
    if (cause instanceof IOException) {
      String what = cause.getClass().getSimpleName() + ": " + cause.getMessage();
      Kind kind = isUnsent(cause) ? Kind.PASSING : Kind.UNCLEAR;
      return new ApiFault(kind, method + ": " + guard.redact(what), Duration.ZERO);
    }
    if (cause instanceof TelegramApiRequestException && cause.getCause() != null) {
      // The answer says "ok" and holds something unknown: ReplyCheckInterceptor passes no refusal
      // that the library cannot read.
      return new ApiFault(Kind.UNREADABLE, method + ": unreadable answer", Duration.ZERO);
    }
    return refused(method + ": " + guard.redact(cause.getMessage()));
  }

  /** Whether the request was not sent for lack of a connection. */
  private static boolean isUnsent(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return cause instanceof ConnectException
        || cause instanceof UnknownHostException
        || cause instanceof NoRouteToHostException
        || cause instanceof SSLHandshakeException
        || (cause instanceof SocketTimeoutException && message.contains("onnect"));
  }

  private ApiFault fault(String method, TelegramApiRequestException refusal, int code) {
    String message = guard.redact("%s: %d %s".formatted(method, code, refusal.getApiResponse()));
    Kind kind =
        switch (code) {
          case 401, 404 -> code == 401 || isUnknownBot(refusal) ? Kind.TOKEN_REFUSED : Kind.REFUSED;
          case 403 -> Kind.FORBIDDEN;
          case 429 -> Kind.TOO_FAST;
          case GATEWAY_TIMEOUT -> Kind.UNCLEAR;
          default -> code >= 500 ? Kind.PASSING : Kind.REFUSED;
        };
    ResponseParameters parameters = refusal.getParameters();
    Long movedTo = parameters == null ? null : parameters.getMigrateToChatId();
    return new ApiFault(kind, message, retryAfter(parameters), code, movedTo == null ? 0 : movedTo);
  }

  /** Whether the token has the wrong form: the server answers with a bare 404. */
  private static boolean isUnknownBot(TelegramApiRequestException refusal) {
    return "Not Found".equals(refusal.getApiResponse());
  }

  private static Duration retryAfter(@Nullable ResponseParameters parameters) {
    return parameters == null || parameters.getRetryAfter() == null
        ? Duration.ofSeconds(1)
        : Duration.ofSeconds(Math.max(1, parameters.getRetryAfter()));
  }

  private ApiFault refused(String message) {
    return new ApiFault(Kind.REFUSED, guard.redact(message), Duration.ZERO);
  }
}
