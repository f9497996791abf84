package filereeve.kind.rotate;

import filereeve.event.Subject;
import java.nio.file.Path;
import java.util.Optional;

/// The parts of a rotate rule's work that have lanes of their own.
final class RotateSubjects {
  /// The archives to be delivered: mailed, or passed to a command.
  static final Subject.Part DELIVERIES = new Subject.Part("deliveries", Optional.empty());

  private RotateSubjects() {}

  /// The archives of the logs in one directory, and which of them are to be compressed.
  static Subject.Part archives(Path directory) {
    return new Subject.Part("archives", Optional.of(directory));
  }
}
