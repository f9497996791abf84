package filereeve.watch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Events of single folders: the seam to the kernel.
///
/// Thread: folders are registered by one thread at a time, whichever.
interface FolderEvents extends Closeable {
  /// How much of a folder is of interest.
  enum Detail {
    /// What is made, renamed or removed in it.
    NAMES,
    /// That, and writes to the files in it.
    CONTENTS
  }

  /// Starts a source of events.
  @FunctionalInterface
  interface Opening {
    /// @throws IOException such as the limit of inotify instances
    FolderEvents open() throws IOException;
  }

  /// Who hears of events, on the thread of [#run].
  interface Listener {
    /// From now on folders can be registered.
    void started();

    /// Whether anything about this new folder is of interest.
    boolean wants(Path folder);

    /// A folder was made or moved here.
    void folderMade(Path folder);

    /// Something that is no folder was made or moved here.
    void made(Path path);

    /// The attributes of a folder changed: its rights may have.
    void folderModified(Path folder);

    /// A file was written, or its attributes changed.
    void modified(Path path);

    void removed(Path path);

    /// Events of this folder or any below it may have been lost.
    void lost(Path top, String cause);
  }

  /// Registers a folder, or changes how much of it is of interest.
  ///
  /// @param folder a real path: events are reported below the name that was registered last
  /// @throws IOException if the folder is not there or not readable, or at the limit of watches
  /// @throws java.nio.file.ClosedWatchServiceException once it is closed
  void watch(Path folder, Detail detail) throws IOException;

  /// Registers a folder and those below it anew. Those that are not among them any more are let go,
  /// where that is possible.
  void renew(Path top, Runnable registering);

  /// How many watches of the kernel are in use; empty where that is not known.
  Optional<Integer> watches();

  /// Hands events to the listener, and returns when closed.
  ///
  /// @throws IOException if it cannot go on; anything unchecked that it throws means the same
  void run(Listener listener) throws IOException;

  /// Ends [#run] when what happened so far is handed over, as far as the source can. Thread: any.
  void finish() throws IOException;

  /// Ends [#run]. Thread: any.
  @Override
  void close() throws IOException;
}
