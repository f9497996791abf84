package filereeve.replace;

import filereeve.archive.ArchiveName;
import filereeve.codec.Codec;
import filereeve.files.Directory;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.replace.TempFiles.TempFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/// The replacement of one file by its archive: its open files, and the steps that
/// [ReplacementSteps] carries out with their names. Closing it before the archive has its name
/// removes the temporary file.
///
/// Thread: one at a time.
public final class FileReplacement implements Closeable {
  /// Checks that only the owner of the file can make, before the archive gets its name and again
  /// before the file is removed.
  public interface Guard {
    /// Whether a process has the file open for writing.
    boolean isWritten(Fd source) throws IOException;

    /// The file's current name, which a rotation can have changed; empty if it no longer exists.
    default Optional<Path> nameNow(Path name) throws IOException {
      return Optional.of(name);
    }
  }

  final OpenFile source;
  final Directory to;

  /// Empty if the archive is a plain copy, which is in another directory.
  final Optional<Codec> codec;

  final LongConsumer progress;
  private final Guard guard;
  private Path name;
  private Optional<OpenFile> archive = Optional.empty();

  /// Empty if an earlier run put the archive in place.
  private Optional<TempFile> temp = Optional.empty();

  /// The archive's name, if it is not the usual one.
  private Optional<Path> dated = Optional.empty();

  /// An archive whose place the new one takes.
  private Optional<Stat> replaced = Optional.empty();

  /// Bytes of a new archive.
  private long length;

  private boolean durable;
  private boolean named;
  private boolean keepsSource;
  private boolean removed;
  private boolean closed;
  private Optional<ReplacementResult> result = Optional.empty();
  private Optional<IOException> failure = Optional.empty();

  /// @param name of the source
  /// @param to the archive's directory
  FileReplacement(
      OpenFile source,
      Path name,
      Directory to,
      Optional<Codec> codec,
      Guard guard,
      LongConsumer progress) {
    this.source = source;
    this.name = name;
    this.to = to;
    this.codec = codec;
    this.guard = guard;
    this.progress = progress;
  }

  /// The file's last known name.
  public Path name() {
    return name;
  }

  public boolean hasEnded() {
    return result.isPresent() || failure.isPresent();
  }

  /// How the replacement ended. Must not be called before it has.
  ///
  /// @throws IOException the call that failed: completed steps are kept, and the next run finishes
  ///   the rest
  public ReplacementResult result() throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    return result.orElseThrow();
  }

  Directory from() {
    return source.directory();
  }

  Directory to() {
    return to;
  }

  OpenFile archive() {
    return archive.orElseThrow();
  }

  /// The archive's name.
  Path target() {
    Path plain = dated.orElse(name);
    return codec.map(c -> ArchiveName.compressed(plain, c.suffix())).orElse(plain);
  }

  /// From now on the archive's name has the date of the source.
  void date(int sequence) {
    dated = Optional.of(ArchiveName.dated(name, source.opened().modified(), sequence));
  }

  void replaces(Stat existing) {
    replaced = Optional.of(existing);
  }

  void keepSource() {
    keepsSource = true;
  }

  void found(OpenFile existing) {
    archive = Optional.of(existing);
  }

  void writes(TempFile file) {
    temp = Optional.of(file);
    archive = Optional.of(file.file());
  }

  void wrote(long bytes) {
    length = bytes;
  }

  void beginSync() throws IOException {
    archive().beginSync();
  }

  void sync() throws IOException {
    archive().sync();
    durable = true;
  }

  void giveName() throws IOException {
    if (!durable) {
      throw new IllegalStateException("the archive of " + name + " is not durable yet");
    }
    Optional<Path> now = guard.nameNow(name);
    if (now.isEmpty()) {
      end(new ReplacementResult.Gone());
      return;
    }
    name = now.get();
    if (guard.isWritten(source.fd())) {
      end(new ReplacementResult.Written());
    } else if (!source.isUnchangedAt(name)
        || (temp.isEmpty() && !archive().isUnchangedAt(target()))) {
      end(changed());
    } else if (temp.isPresent()) {
      rename(temp.get().name());
    }
  }

  private void rename(Path tempName) throws IOException {
    if (replaced.isPresent()) {
      takePlace(tempName, replaced.get());
      return;
    }
    try {
      to.rename(tempName, to, target());
      named = true;
    } catch (PosixException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
      refuseTaken();
    }
  }

  private void takePlace(Path tempName, Stat existing) throws IOException {
    if (to.stat(target()).filter(now -> OpenFile.isUnchanged(existing, now)).isEmpty()) {
      end(new ReplacementResult.Changed("the archive changed whose place it takes"));
    } else {
      to.replace(tempName, target());
      named = true;
    }
  }

  /// Removes the source. The replacement is complete even if the source is kept, or another process
  /// removed it: then only the archive remains.
  void removeSource() throws IOException {
    Optional<Path> now = keepsSource ? Optional.empty() : guard.nameNow(name);
    Optional<Stat> stat = now.isPresent() ? from().stat(now.get()) : Optional.empty();
    if (stat.isEmpty() || !stat.get().sameInode(source.opened())) {
      end(done());
      return;
    }
    name = now.orElseThrow();
    boolean isWritten = guard.isWritten(source.fd());
    if (isWritten || !source.isUnchanged(stat.get())) {
      withdraw();
      end(isWritten ? new ReplacementResult.Written() : changed());
    } else if (temp.isEmpty() && !archive().isUnchangedAt(target())) {
      end(changed());
    } else {
      from().unlink(name);
      removed = true;
      end(done());
    }
  }

  /// Removes the new archive, because later writes to the source would be missing in it. An archive
  /// of an earlier run is kept: the next run compares it. One that replaced another is kept too:
  /// the next one replaces it.
  private void withdraw() throws IOException {
    if (replaced.isPresent()) {
      return;
    }
    boolean exists = to.stat(target()).filter(archive().opened()::sameInode).isPresent();
    if (temp.isPresent() && exists) {
      to.unlink(target());
      to.sync(); // else a power failure could restore it, with less content than the source
    }
  }

  private ReplacementResult done() {
    return temp.isPresent()
        ? new ReplacementResult.Compressed(target(), source.opened().size(), length)
        : new ReplacementResult.AlreadyDone(target());
  }

  ReplacementResult changed() {
    return new ReplacementResult.Changed(
        temp.isPresent()
            ? "it changed while it was %s".formatted(codec.isPresent() ? "compressed" : "copied")
            : "it or its archive changed while they were compared");
  }

  void refuseTaken() {
    refuse(
        to.path().resolve(target())
            + " already exists with other content. Rename or remove one of the two files");
  }

  void refuse(String why) {
    Path path = from().path().resolve(name);
    end(
        new ReplacementResult.Refused(
            "cannot %s %s: %s.".formatted(codec.isPresent() ? "compress" : "copy", path, why)));
  }

  boolean isSourceRemoved() {
    return removed;
  }

  void end(ReplacementResult how) {
    result = Optional.of(how);
    try {
      close();
    } catch (IOException e) {
      fail(e);
    }
  }

  void fail(IOException why) {
    failure.ifPresentOrElse(first -> first.addSuppressed(why), () -> failure = Optional.of(why));
  }

  /// @throws IOException if the temporary file could not be removed: the next run removes it
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (source;
        Closeable _ = archive.isPresent() ? archive.get() : () -> {}) {
      if (temp.isPresent() && !named) {
        to.unlink(temp.get().name());
      }
    } finally {
      temp.ifPresent(file -> file.release().run());
    }
  }
}
