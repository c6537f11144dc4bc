package io.mynah.telegram.fake;

import java.time.Duration;

/** What goes wrong with a call. */
public sealed interface Fault {
  /** An answer of the Bot API that says no. */
  record Refusal(int code, String description, int retryAfter) implements Fault {}

  /** A refusal with parameters whose form no client knows. */
  record OddRefusal(int code) implements Fault {}

  /** An answer that is no JSON, as a proxy gives it. */
  record Page(int code) implements Fault {}

  /** The connection ends; {@code done} says whether the call had its effect before. */
  record Reset(boolean done) implements Fault {}

  /** The answer takes a while. */
  record Slow(Duration delay) implements Fault {}

  /** The answer breaks off in its middle. */
  record CutOff() implements Fault {}

  /** The call has its effect, but no client knows the form of the answer that says so. */
  record Unreadable() implements Fault {}

  /** The answer stops in its middle and nothing more comes, but the connection stays. */
  record Stall() implements Fault {}

  static Fault tooManyRequests(int retryAfterSeconds) {
    return new Refusal(
        429, "Too Many Requests: retry after " + retryAfterSeconds, retryAfterSeconds);
  }

  static Fault blocked() {
    return new Refusal(403, "Forbidden: bot was blocked by the user", 0);
  }

  static Fault unauthorized() {
    return new Refusal(401, "Unauthorized", 0);
  }

  static Fault internalError() {
    return new Refusal(500, "Internal Server Error", 0);
  }

  static Fault badGateway() {
    return new Page(502);
  }

  static Fault reset() {
    return new Reset(false);
  }

  static Fault slow(Duration delay) {
    return new Slow(delay);
  }

  static Fault cutOff() {
    return new CutOff();
  }

  static Fault stall() {
    return new Stall();
  }
}
