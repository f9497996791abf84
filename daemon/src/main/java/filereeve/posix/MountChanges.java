package filereeve.posix;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/// The mount table, and when it changes. Opened by [Posix#mountChanges].
///
/// Thread: [#await] and [#close] belong to one thread, the others to any.
public interface MountChanges extends Closeable {
  /// What is mounted now, in the form of `/proc/self/mountinfo` (proc(5)).
  byte[] table() throws IOException;

  /// Waits for a change, [#wake], a signal, or the end of the time.
  ///
  /// @return whether anything changed since the last call or the opening
  boolean await(Duration atMost);

  /// Ends [#await], now and whenever it is called again.
  void wake();

  @Override
  void close();
}
