package io.mynah.telegram;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.mynah.app.wiring.StackTraceConverter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/**
 * All that is logged while it is open, by every logger at every level, of the JDK's logging too;
 * other appenders hear nothing meanwhile. Thread-safe.
 */
public final class CapturedLog implements AutoCloseable {
  /** A line with its stack trace. */
  public record Line(String logger, Level level, String text) {
    public boolean isOurs() {
      return logger.startsWith("io.mynah");
    }
  }

  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Level usual = root.getLevel();
  private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
  private final Appender<ILoggingEvent> appender = new Keeping();
  private final java.util.logging.Logger jdk = java.util.logging.Logger.getLogger("");
  private final java.util.logging.Level usualOfJdk = jdk.getLevel();
  private final List<Handler> othersOfJdk = List.of(jdk.getHandlers());
  private final Handler handler = new KeepingOfJdk();

  public CapturedLog() {
    root.iteratorForAppenders().forEachRemaining(others::add);
    others.forEach(root::detachAppender);
    appender.setContext(context);
    appender.start();
    root.addAppender(appender);
    root.setLevel(Level.TRACE);
    othersOfJdk.forEach(jdk::removeHandler);
    handler.setLevel(java.util.logging.Level.ALL);
    jdk.addHandler(handler);
    jdk.setLevel(java.util.logging.Level.ALL);
  }

  public List<Line> lines() {
    return List.copyOf(lines);
  }

  /** What the bot itself said at this level or above. */
  List<String> said(Level least) {
    return lines.stream()
        .filter(line -> line.isOurs() && line.level().isGreaterOrEqual(least))
        .map(Line::text)
        .toList();
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    root.setLevel(usual);
    others.forEach(root::addAppender);
    jdk.removeHandler(handler);
    jdk.setLevel(usualOfJdk);
    othersOfJdk.forEach(jdk::addHandler);
  }

  private final class Keeping extends AppenderBase<ILoggingEvent> {
    private final StackTraceConverter stackTraces = new StackTraceConverter();

    @Override
    protected void append(ILoggingEvent event) {
      String text = event.getFormattedMessage() + "\n" + stackTraces.convert(event);
      lines.add(new Line(event.getLoggerName(), event.getLevel(), text.strip()));
    }
  }

  private final class KeepingOfJdk extends Handler {
    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord record) {
      lines.add(
          new Line(String.valueOf(record.getLoggerName()), Level.TRACE, formatter.format(record)));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
