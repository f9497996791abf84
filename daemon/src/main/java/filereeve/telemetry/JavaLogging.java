package filereeve.telemetry;

import java.text.MessageFormat;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/// Hands on what the JDK and libraries warn of through `java.util.logging`, the way that all
/// libraries' lines go. The JDK's own handler would write to standard error past everything.
///
/// The JDK makes one when something logs in this way for the first time, which most daemons never
/// see happen: to begin with it costs tens of milliseconds at the start.
public final class JavaLogging {
  private static final String CONFIGURATION = "java.util.logging.config.class";

  /// Configures `java.util.logging`; only the JDK and tests call it.
  public JavaLogging() {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.setLevel(Level.WARNING);
    root.addHandler(new ToLibraries());
  }

  /// From now on the JDK knows that this is how.
  static void announce() {
    System.setProperty(CONFIGURATION, JavaLogging.class.getName());
  }

  private static final class ToLibraries extends Handler {
    @Override
    public void publish(LogRecord message) {
      var logger = LoggerFactory.getLogger(String.valueOf(message.getLoggerName()));
      if (message.getLevel().intValue() >= Level.SEVERE.intValue()) {
        logger.error(text(message), message.getThrown());
      } else if (message.getLevel().intValue() >= Level.WARNING.intValue()) {
        logger.warn(text(message), message.getThrown());
      }
    }

    private static String text(LogRecord message) {
      String pattern = String.valueOf(message.getMessage());
      Object[] values = message.getParameters();
      try {
        return values == null || values.length == 0
            ? pattern
            : MessageFormat.format(pattern, values);
      } catch (IllegalArgumentException _) {
        return pattern; // it only looked like one
      }
    }

    @Override
    public void flush() {
      // Each line is written at once.
    }

    @Override
    public void close() {
      // It has nothing open.
    }
  }
}
