package io.mynah.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.mynah.telegram.connection.ApiFault;
import io.mynah.telegram.connection.BotEvents;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Counts what a bot does. Thread-safe. */
final class BotMetrics implements BotEvents {
  private static final Duration[] ANSWER_TIMES = {
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5)
  };

  private static final String TOO_MANY_REQUESTS = "too_many_requests";
  private static final String SERVER_ERROR = "server_error";
  private static final String NO_CONNECTION = "no_connection";
  private static final String NO_ANSWER = "no_answer";
  private static final String FORBIDDEN = "forbidden";
  private static final String REFUSED = "refused";

  private final Counter received;
  private final Counter handled;
  private final Counter failed;
  private final Counter sent;
  private final Timer answers;
  private final Map<String, Counter> faults;

  BotMetrics(MeterRegistry registry) {
    received = counter(registry, "mynah.updates.received", "Updates stored in the inbox");
    handled = counter(registry, "mynah.updates.handled", "Updates handled without a fault");
    failed = counter(registry, "mynah.updates.failed", "Updates given up because of a fault");
    sent = counter(registry, "mynah.messages.sent", "Messages sent to Telegram");
    answers =
        Timer.builder("mynah.answer.delay")
            .description("Time from an update's arrival to the first message of its answer")
            .serviceLevelObjectives(ANSWER_TIMES)
            .register(registry);
    faults =
        List.of(TOO_MANY_REQUESTS, SERVER_ERROR, NO_CONNECTION, NO_ANSWER, FORBIDDEN, REFUSED)
            .stream()
            .collect(
                Collectors.toMap(
                    kind -> kind,
                    kind ->
                        Counter.builder("mynah.telegram.faults")
                            .description("Calls to Telegram that failed, by kind")
                            .tag("kind", kind)
                            .register(registry)));
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  @Override
  public void received(int updates) {
    received.increment(updates);
  }

  @Override
  public void handled() {
    handled.increment();
  }

  @Override
  public void notHandled() {
    failed.increment();
  }

  @Override
  public void answered(Duration since) {
    answers.record(since);
  }

  @Override
  public void sent() {
    sent.increment();
  }

  @Override
  public void failed(ApiFault fault) {
    Objects.requireNonNull(faults.get(kind(fault))).increment();
  }

  private static String kind(ApiFault fault) {
    return switch (fault.kind()) {
      case TOO_FAST -> TOO_MANY_REQUESTS;
      case PASSING -> fault.status() == 0 ? NO_CONNECTION : SERVER_ERROR;
      case UNCLEAR -> fault.status() == 0 ? NO_ANSWER : SERVER_ERROR;
      case UNREADABLE -> NO_ANSWER;
      case FORBIDDEN -> FORBIDDEN;
      case REFUSED, TOKEN_REFUSED -> REFUSED;
    };
  }
}
