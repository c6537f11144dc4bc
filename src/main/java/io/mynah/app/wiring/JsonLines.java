package io.mynah.app.wiring;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.JsonEscapeUtil;

/**
 * Writes each log line as one JSON object: {@code timestamp} (milliseconds since 1970), {@code
 * level}, {@code threadName}, {@code loggerName}, {@code mdc} (the ids of the update and the job),
 * {@code formattedMessage}, and {@code stackTrace} as {@link StackTraceConverter} writes it,
 * without the messages of exceptions.
 */
final class JsonLines extends JsonEncoder {
  private final StackTraceConverter stackTraces = new StackTraceConverter();

  JsonLines() {
    setWithSequenceNumber(false);
    setWithNanoseconds(false);
    setWithContext(false);
    setWithMarkers(false);
    setWithKVPList(false);
    setWithMessage(false);
    setWithFormattedMessage(true);
    setWithArguments(false);
    setWithThrowable(false);
  }

  @Override
  protected void appendCustomFields(StringBuilder line, ILoggingEvent event) {
    if (event.getThrowableProxy() != null) {
      line.append(VALUE_SEPARATOR);
      appenderMember(
          line, "stackTrace", JsonEscapeUtil.jsonEscapeString(stackTraces.convert(event)));
    }
  }
}
