package filereeve.event;

import java.nio.file.Path;

/// What the kernel said about a file. It is a hint: it can be lost, doubled, late or out of order,
/// and only says where to look.
public sealed interface FileEvent {
  /// The file or directory that it is about.
  Path path();

  /// Something about this file or directory is new: it was created, written, renamed to or touched.
  record Changed(Path path) implements FileEvent {}

  /// This file or directory is no longer there under this name.
  record Deleted(Path path) implements FileEvent {}

  /// Events below this directory were lost: what is there must be rescanned.
  ///
  /// @param cause why, for the log, such as `overflow`, `root lost` or `new directory`
  record Overflowed(Path path, String cause) implements FileEvent {}
}
