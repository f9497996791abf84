package filereeve.kind.rotate;

import java.nio.file.Path;
import java.util.stream.Stream;

/// What a rule has to know of the others that are in force with it.
@FunctionalInterface
public interface OtherRules {
  /// Whether they leave this rule a file that its globs name: none has more specific globs for it.
  boolean leave(Path log);

  /// Those that rotate.
  default Stream<RotateHandler> rotating() {
    return Stream.of();
  }
}
