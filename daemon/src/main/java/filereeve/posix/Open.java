package filereeve.posix;

/// What a file is opened for. A symbolic link is refused (`ELOOP`; `ENOTDIR` for a directory). No
/// child process inherits what is open. Opening a FIFO never waits for its other end.
public enum Open {
  /// Reading a file.
  READ,
  /// Overwriting an existing file, from its beginning.
  WRITE,
  /// Reading and writing an existing file.
  READ_WRITE,
  /// Creating a file that must not exist yet, writing it, and reading it back.
  CREATE_NEW,
  /// Reading and writing a file that is created if it is missing: for locks.
  READ_WRITE_CREATE,
  /// Appending to a file that is created if it is missing.
  APPEND_CREATE,
  /// A directory, as a starting point for names.
  DIRECTORY
}
