package filereeve.testing;

import filereeve.event.RunId;
import filereeve.telemetry.Event;
import filereeve.telemetry.Event.Level;
import filereeve.telemetry.Field;
import filereeve.telemetry.Log;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Remembers what was logged. Registered as an extension (`@RegisterExtension`), it fails a test
/// that made a warning or an error that it did not [#expect].
public final class RecordingLog implements Log, AfterEachCallback {
  /// One line of the log.
  public record Line(Event event, List<Field> fields) {
    /// The value of a field, as text.
    public Optional<String> value(String key) {
      return fields.stream()
          .filter(f -> f.key().equals(key))
          .map(f -> String.valueOf(f.value()))
          .findFirst();
    }
  }

  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final Set<Event> expected = EnumSet.noneOf(Event.class);

  @Override
  public void log(Event event, Field... fields) {
    var all = new ArrayList<>(List.of(fields));
    RunId.current().ifPresent(run -> all.add(new Field("run", run)));
    lines.add(new Line(event, all));
  }

  /// These warnings or errors may come in this test.
  public void expect(Event... events) {
    expected.addAll(List.of(events));
  }

  public List<Line> lines() {
    return List.copyOf(lines);
  }

  /// All lines of one event.
  public List<Line> lines(Event event) {
    return lines.stream().filter(l -> l.event() == event).toList();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<Line> unasked =
        lines.stream()
            .filter(l -> l.event().level().compareTo(Level.WARN) >= 0)
            .filter(l -> !expected.contains(l.event()))
            .toList();
    if (!unasked.isEmpty()) {
      throw new AssertionError("logged, and not expected: " + unasked);
    }
  }
}
