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
 * Stands between the library's polling and the server, and keeps each update as it came.
 *
 * <p>The library reads a whole batch with Jackson or not at all: one update of a shape that it does
 * not know would come again and again and let nothing else through. So it is given the bare ids,
 * which is all that its offset needs, and the bodies are taken from here by {@link #take}, one by
 * one. The server's answers also tell here whether polling does well. Thread-safe.
 */
public final class UpdateFeed implements Interceptor {
  private static final Logger log = LoggerFactory.getLogger(UpdateFeed.class);
  private static final MediaType JSON = MediaType.get("application/json");
  private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(1);

  private final TokenGuard guard;
  private final Clock clock;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<Integer, String> bodies = new ConcurrentHashMap<>();
  private volatile @Nullable Instant lastSuccess;
  private final Map<String, Instant> complaints = new ConcurrentHashMap<>();
  private volatile Duration retryAfter = Duration.ZERO;
  private volatile boolean tokenRefused;
  private volatile boolean failing;

  public UpdateFeed(TokenGuard guard, Clock clock) {
    this.guard = guard;
    this.clock = clock;
  }

  /** The body of an update of the latest batch, handed out once. */
  Optional<String> take(int updateId) {
    return Optional.ofNullable(bodies.remove(updateId));
  }

  /** When the server last answered a poll well. */
  public Optional<Instant> lastSuccess() {
    return Optional.ofNullable(lastSuccess);
  }

  /** Whether the server does not accept the token. */
  boolean isTokenRefused() {
    return tokenRefused;
  }

  /** How long the server asked to be left alone, with its latest answer. */
  Duration retryAfter() {
    return retryAfter;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    // The library writes the names of methods as it likes; the server does not mind.
    String path = chain.request().url().encodedPath().toLowerCase(Locale.ROOT);
    retryAfter = Duration.ZERO;
    try (Response response = chain.proceed(chain.request())) {
      ResponseBody body = response.body();
      byte[] bytes = body == null ? new byte[0] : body.bytes();
      if (response.code() != 200) {
        lookAtFault(response.code(), bytes);
      }
      boolean updates = response.code() == 200 && path.endsWith("/getupdates");
      byte[] passedOn = updates ? bareIds(bytes) : bytes;
      return response.newBuilder().body(ResponseBody.create(passedOn, JSON)).build();
    } catch (IOException e) {
      if (!chain.call().isCanceled()) {
        complain("Telegram cannot be reached ({}); trying again.", e.getClass().getSimpleName());
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
        bodies.put(id.intValue(), update.toString());
        bare.addObject().set("update_id", id);
      } else {
        log.error("An update without a readable id was left out.");
      }
    }
    if (bare.isEmpty() && !updates.isEmpty()) {
      // They would come again at once, and for ever: let the library wait between polls at least.
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

  private void lookAtFault(int code, byte[] bytes) {
    switch (code) {
      case 401, 404 -> {
        // A page of a proxy says nothing about the token.
        if (reply(bytes).path("ok").isBoolean()) {
          tokenRefused = true;
        } else {
          complain("Telegram answers polls with HTTP {}; trying again.", code);
        }
      }
      case 409 ->
          complain(
              "Another instance polls with this bot's token: stop one of the two. Waiting until the"
                  + " other is gone. (HTTP {})",
              code);
      case 429 -> {
        retryAfter = askedWait(bytes);
        complain("Telegram asks to poll again only after {}.", retryAfter);
      }
      default -> complain("Telegram answers polls with HTTP {}; trying again.", code);
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

  /** Says what is wrong, but the same thing not with every poll. */
  private void complain(String format, Object detail) {
    Instant now = clock.instant();
    Instant last = complaints.get(format);
    if (last == null || Duration.between(last, now).compareTo(BETWEEN_COMPLAINTS) >= 0) {
      complaints.put(format, now);
      failing = true;
      log.warn(format, detail);
    }
  }
}
