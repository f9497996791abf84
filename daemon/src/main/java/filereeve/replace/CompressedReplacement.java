package filereeve.replace;

import filereeve.codec.ArchiveComparison;
import filereeve.codec.Compressors;
import filereeve.files.Closing;
import filereeve.files.Directory;
import filereeve.posix.Libdeflate;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Replaces a file by its compressed variant so that at every moment, whatever is cut off or fails,
/// its content is there in full. It goes in two parts: [#prepare] takes as long as compressing
/// takes and touches nothing but a temporary file; publishing ([Prepared]) is a few calls on names.
///
/// Thread: safe for use by many threads. There is one for the whole program, because it knows which
/// temporary files are in use.
public final class CompressedReplacement {
  private final Posix posix;
  private final Compressors compressors;
  private final TempFiles temps;

  /// Compresses in the calling thread only, one at a time.
  public CompressedReplacement(Posix posix) {
    this(posix, new Compressors(posix, 1, Libdeflate.find(), () -> {}));
  }

  /// @param compressors whose threads it may use; they stay their owner's
  public CompressedReplacement(Posix posix, Compressors compressors) {
    this(posix, compressors, new TempFiles(posix));
  }

  private CompressedReplacement(Posix posix, Compressors compressors, TempFiles temps) {
    this.posix = posix;
    this.compressors = compressors;
    this.temps = temps;
  }

  /// The same, with other rights to files.
  public CompressedReplacement with(Posix other) {
    return new CompressedReplacement(other, compressors, temps.with(other));
  }

  /// The slow part, for an archive beside its source.
  ///
  /// @see #prepare(Directory, Directory, ArchiveRequest, LongConsumer)
  public Preparation prepare(Directory directory, ArchiveRequest request, LongConsumer progress)
      throws IOException, InterruptedException {
    return prepare(directory, directory, request, progress);
  }

  /// The slow part: compresses into a temporary file, reads that back, and gives it the source's
  /// owner, mode, attributes and times. If the target exists and is the source's compressed
  /// variant, nothing is written, and publishing removes the source.
  ///
  /// @param from the source's directory; it stays open until what is returned is closed, like `to`
  /// @param to the archive's directory
  /// @param progress is told, in the calling thread, how many bytes of content were gone through:
  ///   in all twice the source's size, once for writing and once for reading back
  /// @throws InterruptedException soon after the thread was interrupted; the temporary file is gone
  /// @throws IOException when a call failed ([filereeve.posix.PosixException]) or the archive did
  ///   not read back; the temporary file is gone, or the next run removes it
  public Preparation prepare(
      Directory from, Directory to, ArchiveRequest request, LongConsumer progress)
      throws IOException, InterruptedException {
    Optional<OpenFile> opened = OpenFile.open(posix, from, request.source());
    if (opened.isEmpty()) {
      return new Preparation.Ended(new Replacement.Changed("it is gone"));
    }
    OpenFile source = opened.get();
    try {
      return closedIfEnded(prepare(from, to, request, source, progress), source);
    } catch (IOException | InterruptedException | RuntimeException e) {
      Closing.suppressed(e, source);
      throw e;
    }
  }

  /// Removes the temporary files in a directory that compressions left behind when they were cut
  /// off.
  ///
  /// @return the names that were removed
  public List<Path> removeLeftOvers(Directory directory) throws IOException {
    return temps.removeLeftOvers(directory);
  }

  private Preparation prepare(
      Directory from, Directory to, ArchiveRequest request, OpenFile source, LongConsumer progress)
      throws IOException, InterruptedException {
    Optional<Replacement.Refused> refused = Refusals.of(from, request.source(), source.opened());
    if (refused.isPresent()) {
      return new Preparation.Ended(refused.get());
    }
    Optional<OpenFile> found =
        to.stat(request.target()).isPresent()
            ? OpenFile.open(posix, to, request.target())
            : Optional.empty();
    if (found.isPresent()) {
      return compare(from, to, request, source, found.get(), progress);
    }
    Optional<TempFile> made = temps.make(to, request.target());
    if (made.isEmpty()) {
      return new Preparation.Ended(new Replacement.Changed("it is being compressed already"));
    }
    TempFile temp = made.get();
    try {
      return closedIfEnded(write(from, to, request, source, temp, progress), temp);
    } catch (IOException | InterruptedException | RuntimeException e) {
      Closing.suppressed(e, temp);
      throw e;
    }
  }

  private Preparation write(
      Directory from,
      Directory to,
      ArchiveRequest request,
      OpenFile source,
      TempFile temp,
      LongConsumer progress)
      throws IOException, InterruptedException {
    var writer = new ArchiveWriter(posix, compressors, source, temp, request.codec(), progress);
    return writer.write(request.level())
        ? new Preparation.Ready(
            new NewArchive(from, to, source, temp, posix.stat(temp.fd()).size()))
        : new Preparation.Ended(new Replacement.Changed("it changed while it was compressed"));
  }

  private Preparation compare(
      Directory from,
      Directory to,
      ArchiveRequest request,
      OpenFile source,
      OpenFile archive,
      LongConsumer progress)
      throws IOException, InterruptedException {
    try {
      Preparation preparation =
          archive.opened().type() == Stat.Type.REGULAR
                  && new ArchiveComparison(
                          posix,
                          source.fd(),
                          source.opened().size(),
                          archive.fd(),
                          archive.opened().size(),
                          request.codec(),
                          progress)
                      .isSame(compressors)
              ? new Preparation.Ready(new FoundArchive(posix, from, to, source, archive))
              : new Preparation.Ended(
                  Refusals.targetTaken(from, request.source(), to, request.target()));
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
