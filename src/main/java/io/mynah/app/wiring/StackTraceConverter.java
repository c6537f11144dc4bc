package io.mynah.app.wiring;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;

/**
 * Writes a logged exception as the classes and stack frames of its chain. Messages of exceptions
 * are left out, as they may quote people's texts or contain the bot's token. Thread-safe.
 */
public final class StackTraceConverter extends ThrowableHandlingConverter {
  /** The conversion word of this converter in patterns. */
  static final String WORD = "stackTrace";

  private static final int MOST_CAUSES = 8;
  private static final int MOST_FRAMES = 40;

  @Override
  public String convert(ILoggingEvent event) {
    StringBuilder text = new StringBuilder();
    IThrowableProxy link = event.getThrowableProxy();
    for (int depth = 0; link != null && depth < MOST_CAUSES; depth++) {
      text.append(depth == 0 ? "" : "caused by ").append(link.getClassName()).append('\n');
      StackTraceElementProxy[] frames = link.getStackTraceElementProxyArray();
      for (int i = 0; i < Math.min(MOST_FRAMES, frames.length); i++) {
        text.append("    ").append(frames[i].getSTEAsString()).append('\n');
      }
      link = link.getCause();
    }
    return text.toString();
  }
}
