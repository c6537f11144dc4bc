package io.mynah.telegram.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The server's face to the network: routes, parses, lets faults happen, checks. Thread-safe. */
final class HttpSide implements HttpHandler {
  private final FakeBotApi api;
  private final BotMethods methods;
  private final ObjectMapper json = new ObjectMapper();

  HttpSide(FakeBotApi api, BotMethods methods) {
    this.api = api;
    this.methods = methods;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", 3);
      Optional<FakeBotApi> bot =
          path.length == 3 && path[1].startsWith("bot")
              ? api.others().withToken(path[1].substring(3))
              : Optional.empty();
      if (bot.isPresent()) {
        bot.get().side().method(exchange, BotMethods.canonical(path[2]));
      } else if (path.length == 3 && path[1].equals("file")) {
        download(exchange, path[2]);
      } else {
        ObjectNode none = json.createObjectNode();
        api.log().heard(new Call(FakeBotApi.ELSEWHERE, none, System.nanoTime()));
        refuse(exchange, 401, "Unauthorized", 0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void method(HttpExchange exchange, String method)
      throws IOException, InterruptedException {
    Map<String, FakeFile> files = new LinkedHashMap<>();
    ObjectNode arguments = arguments(exchange, files);
    api.spec().ifPresent(spec -> api.complain(spec.request(method, arguments)));
    // First, so that a test that has seen the call may heal the faults without changing its answer.
    Optional<Fault> fault = api.faults().of(method);
    api.log().heard(new Call(method, arguments, System.nanoTime()));
    if (fault.isPresent() && happens(exchange, fault.get(), method, arguments, files)) {
      return;
    }
    try {
      JsonNode result = methods.call(method, arguments, files);
      // Only what the server made itself: an update may be of any shape on purpose.
      if (!method.equals("getUpdates")) {
        api.spec().ifPresent(spec -> api.complain(spec.result(method, result)));
      }
      ObjectNode reply = json.createObjectNode().put("ok", true);
      boolean readable = fault.filter(Fault.Unreadable.class::isInstance).isEmpty();
      reply.set("result", readable ? result : json.createArrayNode().add("done"));
      answer(exchange, 200, json.writeValueAsBytes(reply), isHalf(fault));
      stall(fault);
    } catch (Refused refusal) {
      refuse(exchange, refusal.code(), refusal.getMessage(), 0, refusal.movedTo());
    }
  }

  /** Lets a fault happen; false if the call still has to be answered. */
  private boolean happens(
      HttpExchange exchange,
      Fault fault,
      String method,
      ObjectNode arguments,
      Map<String, FakeFile> files)
      throws IOException, InterruptedException {
    if (fault instanceof Fault.Refusal refusal) {
      refuse(exchange, refusal.code(), refusal.description(), refusal.retryAfter());
    } else if (fault instanceof Fault.OddRefusal refusal) {
      ObjectNode reply = json.createObjectNode().put("ok", false).put("error_code", refusal.code());
      reply.putArray("parameters").add("odd");
      answer(exchange, refusal.code(), json.writeValueAsBytes(reply), false);
    } else if (fault instanceof Fault.Page page) {
      byte[] body = "<html>Something is wrong here.</html>".getBytes(StandardCharsets.UTF_8);
      answer(exchange, page.code(), body, false);
    } else if (fault instanceof Fault.Reset reset) {
      if (reset.done()) {
        try {
          methods.call(method, arguments, files);
        } catch (Refused e) {
          throw new IOException(e);
        }
      }
    } else {
      if (fault instanceof Fault.Slow slow) {
        Thread.sleep(slow.delay().toMillis());
      }
      return false;
    }
    return true;
  }

  private void download(HttpExchange exchange, String path)
      throws IOException, InterruptedException {
    ObjectNode none = json.createObjectNode();
    String prefix = "bot" + api.token() + "/documents/";
    Optional<FakeFile> file =
        path.startsWith(prefix)
            ? api.files().find(path.substring(prefix.length()).replaceFirst("\\.bin$", ""))
            : Optional.empty();
    Optional<Fault> fault = file.flatMap(found -> api.faults().of("download"));
    api.log().heard(new Call("download", none, System.nanoTime()));
    if (file.isEmpty()) {
      refuse(exchange, 404, "Not Found", 0);
      return;
    }
    if (fault.isPresent() && happens(exchange, fault.get(), "getMe", none, Map.of())) {
      return;
    }
    long size = file.get().length();
    exchange.sendResponseHeaders(200, size == 0 ? -1 : size);
    try (InputStream in = file.get().open()) {
      if (isHalf(fault)) {
        exchange.getResponseBody().write(in.readNBytes((int) (size / 2)));
        exchange.getResponseBody().flush();
        stall(fault);
      } else {
        in.transferTo(exchange.getResponseBody());
      }
    }
  }

  private static boolean isHalf(Optional<Fault> fault) {
    return fault.filter(f -> f instanceof Fault.CutOff || f instanceof Fault.Stall).isPresent();
  }

  /** Keeps the connection open without a word, until the server is closed. */
  private static void stall(Optional<Fault> fault) throws InterruptedException {
    if (fault.filter(Fault.Stall.class::isInstance).isPresent()) {
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  private void refuse(HttpExchange exchange, int code, String description, int retryAfter)
      throws IOException {
    refuse(exchange, code, description, retryAfter, 0);
  }

  private void refuse(
      HttpExchange exchange, int code, String description, int retryAfter, long movedTo)
      throws IOException {
    ObjectNode reply =
        json.createObjectNode()
            .put("ok", false)
            .put("error_code", code)
            .put("description", description);
    if (retryAfter > 0) {
      reply.putObject("parameters").put("retry_after", retryAfter);
    }
    if (movedTo != 0) {
      reply.putObject("parameters").put("migrate_to_chat_id", movedTo);
    }
    answer(exchange, code, json.writeValueAsBytes(reply), false);
  }

  private static void answer(HttpExchange exchange, int code, byte[] body, boolean cutOff)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body.length);
    OutputStream out = exchange.getResponseBody();
    out.write(body, 0, cutOff ? body.length / 2 : body.length);
    out.flush();
  }

  /**
   * Arguments as JSON, or as a form or query, where every value is text.
   *
   * @param files takes the files of a form
   */
  private ObjectNode arguments(HttpExchange exchange, Map<String, FakeFile> files)
      throws IOException {
    byte[] body = body(exchange);
    String type =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse("");
    if (type.startsWith("application/json") && body.length > 0) {
      return (ObjectNode) json.readTree(body);
    }
    if (type.startsWith("multipart/form-data")) {
      return multipart(Multipart.parse(type, body), files);
    }
    ObjectNode arguments = json.createObjectNode();
    addForm(arguments, Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
    if (type.startsWith("application/x-www-form-urlencoded")) {
      addForm(arguments, new String(body, StandardCharsets.UTF_8));
    }
    return arguments;
  }

  /** Takes the body in as fast as the line is. */
  private byte[] body(HttpExchange exchange) throws IOException {
    int perSecond = api.faults().bytesPerSecond();
    if (perSecond == 0) {
      return exchange.getRequestBody().readAllBytes();
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int piece = perSecond / 20;
    byte[] read = exchange.getRequestBody().readNBytes(piece);
    while (read.length > 0) {
      body.writeBytes(read);
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / 20);
      read = exchange.getRequestBody().readNBytes(piece);
    }
    return body.toByteArray();
  }

  private void addForm(ObjectNode arguments, String form) throws IOException {
    for (String pair : form.split("&", -1)) {
      String[] sides = pair.split("=", 2);
      if (sides.length == 2) {
        String value = URLDecoder.decode(sides[1], StandardCharsets.UTF_8);
        addField(arguments, URLDecoder.decode(sides[0], StandardCharsets.UTF_8), value);
      }
    }
  }

  /** A file is the argument whose name it bears, or the one that says {@code attach://NAME}. */
  private ObjectNode multipart(List<Multipart> parts, Map<String, FakeFile> files)
      throws IOException {
    ObjectNode arguments = json.createObjectNode();
    for (Multipart part : parts) {
      if (part.file() == null) {
        addField(arguments, part.name(), part.text());
      }
    }
    for (Multipart part : parts) {
      if (part.file() != null) {
        String attached = FakeFile.ATTACHED + part.name();
        String argument = part.name();
        for (Map.Entry<String, JsonNode> field : arguments.properties()) {
          argument = field.getValue().asText().equals(attached) ? field.getKey() : argument;
        }
        files.put(argument, part.file());
        arguments.put(argument, attached);
      }
    }
    return arguments;
  }

  private void addField(ObjectNode arguments, String name, String value) throws IOException {
    // A caption may look like JSON and is none.
    boolean isJson = !name.equals("caption") && value.matches("(?s)-?\\d+|true|false|[\\[{].*");
    if (isJson) {
      arguments.set(name, json.readTree(value));
    } else {
      arguments.put(name, value);
    }
  }
}
