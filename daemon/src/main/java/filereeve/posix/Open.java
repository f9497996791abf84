package filereeve.posix;

/// What a file is opened for. A symbolic link as the last part of a name is always refused
/// (`ELOOP`), nothing is ever inherited by a child process, and opening never waits (a FIFO does
/// not block).
public enum Open {
  /// Reading a file.
  READ,
  /// Overwriting a file that is there, from its beginning.
  WRITE,
  /// Reading and writing a file that must be there.
  READ_WRITE,
  /// Creating a file that must not exist yet, writing it, and reading it back.
  CREATE_NEW,
  /// Reading and writing a file that is created if it is missing: for locks.
  READ_WRITE_CREATE,
  /// A directory, as a starting point for names.
  DIRECTORY,
  /// A directory whose name may be a symbolic link: for the directories that an administrator
  /// names.
  DIRECTORY_FOLLOW
}
