package io.mynah.app.wiring;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import io.mynah.logging.LogContext;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Configures logging: to a file of the data folder and, for the bot, to the error stream as well.
 */
public final class Logging {
  private static final String PATTERN =
      "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level [%thread] %logger{24} "
          + id(LogContext.UPDATE)
          + id(LogContext.JOB)
          + "%msg%n%"
          + StackTraceConverter.WORD;

  /** Logs each poll that fails with its stack trace; Mynah itself says why in a line. */
  private static final String POLLS = "org.telegram.telegrambots.longpolling";

  private Logging() {}

  /** The part of the pattern that writes an id with its name, if a line has one. */
  private static String id(String name) {
    return "%replace(%X{" + name + "}){'(.+)', '" + name + " $1: '}";
  }

  /**
   * Configures logging anew.
   *
   * @param folder of the log files
   * @param config the form of the lines, and the level of Mynah's own; libraries log warnings only
   * @param onErrorStream whether lines also go to the error stream
   */
  static void start(Path folder, MynahConfig.Log config, boolean onErrorStream) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    context.getLogger("io.mynah").setLevel(Level.toLevel(config.level()));
    context.getLogger(POLLS).setLevel(config.debug() ? Level.WARN : Level.OFF);
    root.addAppender(file(context, folder, config.json()));
    if (onErrorStream) {
      ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
      console.setTarget("System.err");
      root.addAppender(started(context, console, config.json()));
    }
  }

  /** Logs only errors, to the error stream, for commands without a data folder. */
  public static void quiet() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.ERROR);
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setTarget("System.err");
    root.addAppender(started(context, console, false));
  }

  private static RollingFileAppender<ILoggingEvent> file(
      LoggerContext context, Path folder, boolean json) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setFile(folder.resolve("mynah.log").toString());
    SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
    policy.setContext(context);
    policy.setParent(appender);
    policy.setFileNamePattern(folder.resolve("mynah.%d.%i.log").toString());
    policy.setMaxFileSize(new FileSize(10 << 20));
    policy.setMaxHistory(7);
    policy.setTotalSizeCap(new FileSize(50 << 20));
    policy.start();
    appender.setRollingPolicy(policy);
    return started(context, appender, json);
  }

  private static <A extends OutputStreamAppender<ILoggingEvent>> A started(
      LoggerContext context, A appender, boolean json) {
    Encoder<ILoggingEvent> encoder = json ? new JsonLines() : textLines(context);
    encoder.setContext(context);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  private static Encoder<ILoggingEvent> textLines(LoggerContext context) {
    PatternLayout layout = new PatternLayout();
    layout.getInstanceConverterMap().put(StackTraceConverter.WORD, StackTraceConverter::new);
    layout.setContext(context);
    layout.setPattern(PATTERN);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setLayout(layout);
    return encoder;
  }
}
