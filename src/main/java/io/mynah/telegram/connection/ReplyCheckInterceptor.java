package io.mynah.telegram.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Passes only complete, parseable replies to the library.
 *
 * <p>The library's client waits for ever when a reply's body breaks off, and reports a proxy's HTML
 * page as an unknown fault. This interceptor reads the whole body first, so that a break is an
 * {@link IOException} of the call, and turns anything else into an error reply of the Bot API. Of a
 * sent message and of a refusal it keeps only the used fields: one that the library does not know
 * must not make a sent message look unsent, nor a refused one sent. Each request is sent once.
 * Faults do not contain the token. Thread-safe.
 */
public final class ReplyCheckInterceptor implements Interceptor {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final int BAD_GATEWAY = 502;

  private final TokenGuard guard;
  private final ObjectMapper json = new ObjectMapper();

  public ReplyCheckInterceptor(TokenGuard guard) {
    this.guard = guard;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    try (Response response = chain.proceed(once(chain.request()))) {
      ResponseBody body = response.body();
      byte[] bytes = body == null ? new byte[0] : body.bytes();
      JsonNode reply = reply(bytes, response.code());
      return response
          .newBuilder()
          .body(ResponseBody.create(json.writeValueAsBytes(reply), JSON))
          .build();
    } catch (IOException e) {
      throw guard.redact(e);
    }
  }

  private static Request once(Request request) {
    RequestBody body = request.body();
    return body == null
        ? request
        : request.newBuilder().method(request.method(), new OneShotBody(body)).build();
  }

  private JsonNode reply(byte[] bytes, int code) {
    JsonNode reply = parse(bytes);
    if (reply == null || !reply.path("ok").isBoolean()) {
      return refusal(code, "The answer did not come from a Bot API server.");
    }
    if (!reply.path("ok").booleanValue()) {
      return refusal(reply, code);
    }
    if (reply.path("result") instanceof ObjectNode result && result.has("message_id")) {
      result.retain("message_id", "date", "chat");
    }
    return reply;
  }

  private ObjectNode refusal(int code, String description) {
    return json.createObjectNode()
        .put("ok", false)
        .put("error_code", code >= 400 ? code : BAD_GATEWAY)
        .put("description", description);
  }

  /** What is used of a refusal, as far as it has the form that the library can read. */
  private ObjectNode refusal(JsonNode reply, int code) {
    ObjectNode refusal =
        refusal(reply.path("error_code").asInt(code), reply.path("description").asText());
    JsonNode parameters = reply.path("parameters");
    ObjectNode kept = refusal.putObject("parameters");
    if (parameters.path("retry_after").canConvertToInt()) {
      kept.put("retry_after", parameters.path("retry_after").intValue());
    }
    if (parameters.path("migrate_to_chat_id").canConvertToLong()) {
      kept.put("migrate_to_chat_id", parameters.path("migrate_to_chat_id").longValue());
    }
    return refusal;
  }

  private @Nullable JsonNode parse(byte[] bytes) {
    try {
      return json.readTree(bytes);
    } catch (JsonProcessingException e) {
      return null;
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory failed.", e);
    }
  }
}
