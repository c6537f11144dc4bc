package io.mynah.telegram.incoming;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mynah.telegram.connection.TokenGuard;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Intercepts the library's polls and keeps the raw body of each update.
 *
 * <p>The library parses a whole batch with Jackson or fails: one update of an unknown shape would
 * be repeated for ever and block all others. So the library gets the bare ids, which is all that
 * its offset needs, and the bodies are fetched here with {@link #take}, one by one. The server's
 * answers also show whether polling works. Thread-safe.
 */
public final class UpdateBodyInterceptor implements Interceptor {
  private static final Logger log = LoggerFactory.getLogger(UpdateBodyInterceptor.class);
  private static final MediaType JSON = MediaType.get("application/json");
  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

  private final TokenGuard guard;
  private final Clock clock;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<Integer, Body> bodies = new ConcurrentHashMap<>();
  private volatile @Nullable Instant lastSuccess;
  private final Map<String, Instant> lastWarnings = new ConcurrentHashMap<>();
  private volatile Duration retryAfter = Duration.ZERO;
  private volatile boolean tokenRefused;
  private volatile boolean failing;

  public UpdateBodyInterceptor(TokenGuard guard, Clock clock) {
    this.guard = guard;
    this.clock = clock;
  }

  /**
   * The body of an update.
   *
   * @param text the same as JSON text, which is what is stored
   */
  record Body(JsonNode update, String text) {}

  /** Removes and returns the body of an update of the latest batch. */
  Optional<Body> take(int updateId) {
    return Optional.ofNullable(bodies.remove(updateId));
  }

  /** When the server last answered a poll successfully. */
  public Optional<Instant> lastSuccess() {
    return Optional.ofNullable(lastSuccess);
  }

  /** Whether the server has refused the token. */
  boolean isTokenRefused() {
    return tokenRefused;
  }

  /** How long the server's latest answer asked to wait. */
  Duration retryAfter() {
    return retryAfter;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    // The library does not use the documented case of method names; the server ignores case.
    String path = chain.request().url().encodedPath().toLowerCase(Locale.ROOT);
    retryAfter = Duration.ZERO;
    try (Response response = chain.proceed(chain.request())) {
      ResponseBody body = response.body();
      byte[] bytes = body == null ? new byte[0] : body.bytes();
      if (response.code() != 200) {
        handleErrorCode(response.code(), bytes);
      }
      boolean updates = response.code() == 200 && path.endsWith("/getupdates");
      byte[] passedOn = updates ? bareIds(bytes) : bytes;
      return response.newBuilder().body(ResponseBody.create(passedOn, JSON)).build();
    } catch (IOException e) {
      if (!chain.call().isCanceled()) {
        warn("Telegram cannot be reached ({}); trying again.", e.getClass().getSimpleName());
      }
      throw guard.redact(e);
    }
  }

  /** Keeps the bodies of a batch and returns the batch without them. */
  private byte[] bareIds(byte[] bytes) throws IOException {
    JsonNode reply = json.readTree(bytes);
    if (!(reply instanceof ObjectNode whole)
        || !(reply.path("result") instanceof ArrayNode updates)) {
      throw new IOException("The answer to a poll holds no updates.");
    }
    ArrayNode bare = json.createArrayNode();
    bodies.clear();
    for (JsonNode update : updates) {
      JsonNode id = update.path("update_id");
      if (id.isIntegralNumber() && id.canConvertToInt()) {
        bodies.put(id.intValue(), new Body(update, update.toString()));
        bare.addObject().set("update_id", id);
      } else {
        log.error("An update without a readable id was left out.");
      }
    }
    if (bare.isEmpty() && !updates.isEmpty()) {
      // They would come again at once, for ever; a fault makes the library wait between polls.
      throw new IOException("No update of the answer to a poll has a readable id.");
    }
    whole.set("result", bare);
    succeeded();
    return json.writeValueAsBytes(whole);
  }

  private void succeeded() {
    lastSuccess = clock.instant();
    if (failing) {
      failing = false;
      log.info("Telegram answers again.");
    }
  }

  private void handleErrorCode(int code, byte[] bytes) {
    switch (code) {
      case 401, 404 -> {
        // A proxy's error page says nothing about the token.
        if (reply(bytes).path("ok").isBoolean()) {
          tokenRefused = true;
        } else {
          warn("Telegram answers polls with HTTP {}; trying again.", code);
        }
      }
      case 409 ->
          warn(
              "Another instance polls with this bot's token: stop one of the two. Waiting until the"
                  + " other is gone. (HTTP {})",
              code);
      case 429 -> {
        retryAfter = askedWait(bytes);
        warn("Telegram asks to poll again only after {}.", retryAfter);
      }
      default -> warn("Telegram answers polls with HTTP {}; trying again.", code);
    }
  }

  private Duration askedWait(byte[] bytes) {
    long seconds = reply(bytes).path("parameters").path("retry_after").asLong(0);
    return Duration.ofSeconds(Math.max(0, Math.min(seconds, 3600)));
  }

  private JsonNode reply(byte[] bytes) {
    try {
      return json.readTree(bytes);
    } catch (IOException e) {
      return json.missingNode();
    }
  }

  /** Logs a problem, but not the same one with every poll. */
  private void warn(String format, Object detail) {
    Instant now = clock.instant();
    Instant last = lastWarnings.get(format);
    if (last == null || Duration.between(last, now).compareTo(BETWEEN_WARNINGS) >= 0) {
      lastWarnings.put(format, now);
      failing = true;
      log.warn(format, detail);
    }
  }
}
