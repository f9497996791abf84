package filereeve.dispatch;

/// The lanes keep kinds of work apart, so that a long one never delays a short one.
public enum Lane {
  /// Services' configurations and our own: `workers` threads.
  RELOAD,
  /// Looking at everything a rule names, after a start, an overflow, an interval or by schedule:
  /// `workers` threads.
  SCAN,
  /// One file that changed: `workers` threads.
  ROTATE,
  /// Compression: `compress_workers` threads of low priority, and others in the place of long runs.
  COMPRESS,
  /// Mail, which waits for a server: one thread, and others in its place while it waits.
  MAIL
}
