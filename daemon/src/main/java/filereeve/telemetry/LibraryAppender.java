package filereeve.telemetry;

import static filereeve.telemetry.Field.field;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import filereeve.telemetry.Event.Level;
import java.util.Optional;

/// Takes what the libraries log through slf4j and makes it lines of ours.
final class LibraryAppender extends AppenderBase<ILoggingEvent> {
  private final Outputs outputs;

  LibraryAppender(Outputs outputs) {
    this.outputs = outputs;
    setName("library");
  }

  @Override
  protected void append(ILoggingEvent event) {
    Optional<String> error =
        Optional.ofNullable(event.getThrowableProxy())
            .map(t -> t.getClassName() + ": " + t.getMessage());
    outputs.write(
        Line.of(
            event.getInstant(),
            level(event),
            Event.LIBRARY,
            field("logger", event.getLoggerName()),
            field("message", event.getFormattedMessage()),
            field("error", error)));
  }

  private static Level level(ILoggingEvent event) {
    return event.getLevel().isGreaterOrEqual(ch.qos.logback.classic.Level.ERROR)
        ? Level.ERROR
        : Level.WARN;
  }
}
