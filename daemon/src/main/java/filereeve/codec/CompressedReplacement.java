package filereeve.codec;

import filereeve.files.Closing;
import filereeve.files.Folder;
import filereeve.posix.Posix;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Replaces a file by its compressed form so that at every moment, whatever is cut off or fails,
/// its content is there in full. It goes in two parts: [#prepare] takes as long as compressing
/// takes and touches nothing but a temporary file; [Prepared#publish] is a few calls on names.
///
/// Thread: safe for use by many threads. There is one for the whole program, because it knows which
/// temporary files are in use.
public final class CompressedReplacement {
  private final Posix posix;
  private final TempFiles temps;

  public CompressedReplacement(Posix posix) {
    this.posix = posix;
    this.temps = new TempFiles(posix);
  }

  /// The slow part: compresses into a temporary file beside the source, reads that back, gives it
  /// the source's owner, mode, attributes and times, and makes it durable. If the target exists and
  /// is the source's compressed form, nothing is written, and publishing removes the source.
  ///
  /// @param folder stays open until what is returned is closed
  /// @param progress is told, block by block, how many bytes of content were gone through: in all
  ///   twice the source's size, once for writing and once for reading back
  /// @throws InterruptedException soon after the thread was interrupted; the temporary file is gone
  /// @throws IOException when a call failed ([filereeve.posix.PosixException]) or the archive did
  ///   not read back; the temporary file is gone, or the next run removes it
  public Preparation prepare(Folder folder, ArchiveRequest request, LongConsumer progress)
      throws IOException, InterruptedException {
    Optional<OpenFile> opened = OpenFile.open(posix, folder, request.source());
    if (opened.isEmpty()) {
      return new Preparation.Ended(new Replacement.Changed("it is gone"));
    }
    OpenFile source = opened.get();
    try {
      return closedIfEnded(prepare(folder, request, source, progress), source);
    } catch (IOException | InterruptedException | RuntimeException e) {
      Closing.suppressed(e, source);
      throw e;
    }
  }

  /// Removes the temporary files in a folder that compressions left behind when they were cut off.
  ///
  /// @return the names that were removed
  public List<Path> removeLeftOvers(Folder folder) throws IOException {
    return temps.removeLeftOvers(folder);
  }

  private Preparation prepare(
      Folder folder, ArchiveRequest request, OpenFile source, LongConsumer progress)
      throws IOException, InterruptedException {
    Optional<Replacement.Refused> refused = Refusals.of(folder, request.source(), source.opened());
    if (refused.isPresent()) {
      return new Preparation.Ended(refused.get());
    }
    Optional<OpenFile> found = OpenFile.open(posix, folder, request.target());
    if (found.isPresent()) {
      return compare(folder, request, source, found.get(), progress);
    }
    Optional<TempFile> made = temps.make(folder, request.target());
    if (made.isEmpty()) {
      return new Preparation.Ended(new Replacement.Changed("it is being compressed already"));
    }
    TempFile temp = made.get();
    try {
      return closedIfEnded(write(folder, request, source, temp, progress), temp);
    } catch (IOException | InterruptedException | RuntimeException e) {
      Closing.suppressed(e, temp);
      throw e;
    }
  }

  private Preparation write(
      Folder folder, ArchiveRequest request, OpenFile source, TempFile temp, LongConsumer progress)
      throws IOException, InterruptedException {
    var writer = new ArchiveWriter(posix, source, temp, request.codec(), progress);
    return writer.write(request.level())
        ? new Preparation.Ready(new NewArchive(folder, source, temp, posix.stat(temp.fd()).size()))
        : new Preparation.Ended(new Replacement.Changed("it changed while it was compressed"));
  }

  private Preparation compare(
      Folder folder,
      ArchiveRequest request,
      OpenFile source,
      OpenFile archive,
      LongConsumer progress)
      throws IOException, InterruptedException {
    try {
      Preparation preparation =
          new ArchiveComparison(posix, source, archive, request.codec(), progress).isSame()
              ? new Preparation.Ready(new FoundArchive(posix, folder, source, archive))
              : new Preparation.Ended(
                  Refusals.targetTaken(folder, request.source(), request.target()));
      return closedIfEnded(preparation, archive);
    } catch (IOException | InterruptedException | RuntimeException e) {
      Closing.suppressed(e, archive);
      throw e;
    }
  }

  /// What is ready goes on needing its files; what ended does not.
  private static Preparation closedIfEnded(Preparation preparation, Closeable file)
      throws IOException {
    switch (preparation) {
      case Preparation.Ready _ -> {}
      case Preparation.Ended _ -> file.close();
    }
    return preparation;
  }
}
