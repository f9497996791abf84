package filereeve.watch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Events of single directories: the seam to the kernel.
///
/// Thread: directories are registered by one thread at a time, whichever.
interface DirectoryEvents extends Closeable {
  /// How much of a directory is of interest.
  enum Detail {
    /// What is created, renamed or removed in it.
    NAMES,
    /// The same, writes to the files in it, and changes of attributes.
    CONTENTS
  }

  /// Starts a source of events.
  @FunctionalInterface
  interface Opening {
    /// @throws IOException such as the limit of inotify instances
    DirectoryEvents open() throws IOException;
  }

  /// Receives events, on the thread of [#run].
  interface Listener {
    /// From now on directories can be registered.
    void started();

    /// Whether anything about this new directory is of interest.
    boolean wants(Path directory);

    /// A directory was created, or moved here.
    void directoryMade(Path directory);

    /// Something other than a directory was created, or moved here.
    void made(Path path);

    /// The attributes of a directory changed: its permissions may have.
    void directoryModified(Path directory);

    /// A file was written, or its attributes changed.
    void modified(Path path);

    void removed(Path path);

    /// Events of this directory or any below it may have been lost.
    void lost(Path top, String cause);
  }

  /// Registers a directory, or changes how much of it is of interest.
  ///
  /// @param directory a real path, which events are reported below. Of one directory with several
  ///   names (mounts), all are, or the one that was registered last
  /// @throws IOException if the directory is not there or not readable, or at the limit of watches
  /// @throws java.nio.file.ClosedWatchServiceException once it is closed
  void watch(Path directory, Detail detail) throws IOException;

  /// Registers a directory and those below it again, and ends the watches of those that were not
  /// registered by that, where the source can.
  ///
  /// @param registering calls [#watch] for each
  void renew(Path top, Runnable registering);

  /// How many watches of the kernel are in use; empty where that is not known.
  Optional<Integer> watches();

  /// Hands events to the listener, and returns when closed.
  ///
  /// @throws IOException if it cannot continue; anything unchecked that it throws means the same
  void run(Listener listener) throws IOException;

  /// Ends [#run] once it has handed over what happened so far, if the source can. Thread: any.
  void finish() throws IOException;

  /// Ends [#run]. Thread: any.
  @Override
  void close() throws IOException;
}
