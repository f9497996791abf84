package filereeve.replace;

import filereeve.files.Directory;
import filereeve.posix.Fd;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A verified archive of a file that is still there. Closing it without a name removes what was
/// made for it.
///
/// The order of the steps is what makes a crash harmless at every point: archive durable ([#sync])
/// → final name ([#giveName]) → name durable (a sync of the archive's directory) → original removed
/// ([#removeOriginal]) → removal durable (a sync of the original's directory). Cut off before the
/// final name, there is a temporary file too many, and the next run removes it; after it, there are
/// original and archive, and the next run compares them ([FoundArchive]). [#publish] takes all the
/// steps of one archive; who has many takes each step for all of them, and syncs a directory once.
///
/// Thread: used by one at a time.
public abstract sealed class Prepared implements Closeable permits NewArchive, FoundArchive {
  private final Directory from;
  private final Directory to;
  final OpenFile source;

  /// @param from the original's directory
  /// @param to the archive's directory, often the same
  Prepared(Directory from, Directory to, OpenFile source) {
    this.from = from;
    this.to = to;
    this.source = source;
  }

  /// The original, open for reading: to ask whether somebody writes it.
  public final Fd original() {
    return source.fd();
  }

  /// Begins what [#sync] ends, and does not wait.
  public abstract void beginSync() throws IOException;

  /// Makes the archive's content and attributes durable. Takes as long as the disk takes, so it is
  /// not to be done under a lock; nothing if it was done before.
  public abstract void sync() throws IOException;

  /// Gives the archive its name, which nothing else may have. To be called after [#sync], under
  /// whatever lock keeps others from renaming the file; before the next step the archive's
  /// directory is synced.
  ///
  /// @param name that the original has now
  /// @param target the name that the archive is to get
  /// @return how it ended, if this was the end: nothing has got a name
  public abstract Optional<Replacement> giveName(Path name, Path target) throws IOException;

  /// Removes the original if it is still what was archived. Under the same lock as [#giveName]; the
  /// original's directory is to be synced afterwards.
  ///
  /// @param name that the original has now
  /// @param target the name that the archive has now
  public abstract Replacement removeOriginal(Path name, Path target) throws IOException;

  /// Instead of [#removeOriginal], when the original may still change: the archive loses the name
  /// that [#giveName] gave it.
  public abstract void takeBack(Path target) throws IOException;

  /// What it came to where the original stays, or has gone without us.
  public abstract Replacement done();

  /// All steps for this one archive. Called once at the most.
  ///
  /// @param name that the original has now
  /// @param target the name that the archive is to get; it is never overwritten
  /// @throws IOException when a call failed; what had been done until then stands, and preparing
  ///   and publishing once more finishes it
  public final Replacement publish(Path name, Path target, Original original) throws IOException {
    sync();
    Optional<Replacement> ended = giveName(name, target);
    if (ended.isPresent()) {
      return ended.get();
    }
    to.sync();
    return switch (original) {
      case KEEP -> done();
      case REMOVE -> {
        Replacement result = removeOriginal(name, target);
        from.sync();
        yield result;
      }
    };
  }

  final Directory from() {
    return from;
  }

  final Directory to() {
    return to;
  }

  /// @throws IOException when the temporary file could not be removed: the next run or
  ///   [CompressedReplacement#removeLeftOvers] does it
  @Override
  public abstract void close() throws IOException;
}
