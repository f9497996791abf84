package filereeve.telemetry;

import filereeve.event.RunKey;
import filereeve.event.Subject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One `key=value` of a log line. Paths, sizes, durations and instants are passed as what they are;
/// the format writes them.
public record Field(String key, Object value) {
  /// Short for the constructor, to be imported statically.
  public static Field field(String key, Object value) {
    return new Field(key, value);
  }

  /// What a key is about, and then the others.
  public static Field[] fields(RunKey key, Field... others) {
    var all = new ArrayList<Field>();
    all.add(field("rule", key.rule()));
    switch (key.subject()) {
      case Subject.File(Path path) -> all.add(field("file", path));
      case Subject.Part(String name, Optional<Path> directory) -> {
        all.add(field("part", name));
        all.add(field("directory", directory));
      }
      case Subject.Whole() -> {}
    }
    all.addAll(List.of(others));
    return all.toArray(Field[]::new);
  }
}
