package io.mynah.telegram.fake;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A call that reached the server.
 *
 * @param nanos when, by {@link System#nanoTime()}
 */
public record Call(String method, JsonNode arguments, long nanos) {
  /** An argument as text, empty if it was not given. */
  public String argument(String name) {
    return arguments.path(name).asText("");
  }
}
