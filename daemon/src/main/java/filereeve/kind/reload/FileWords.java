package filereeve.kind.reload;

import filereeve.files.Directory;
import filereeve.kind.reload.WatchedFiles.ChangingException;
import filereeve.kind.reload.WatchedFiles.Reading;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;

/// Reads regular files, and makes of each the word that a [Snapshot] has for it.
final class FileWords {
  /// A larger file is known by its size and time: reading it again and again would take for ever.
  private static final long LARGE = 64 << 20;

  private final Reading reading;
  private final byte[] buffer = new byte[65_536];

  FileWords(Reading reading) {
    this.reading = reading;
  }

  /// @param real a path without links
  /// @throws PseudoException if it is not on a disk, but is made by the kernel when it is read
  String word(Path real) throws IOException, InterruptedException {
    Path parent = Objects.requireNonNull(real.getParent(), "/ is no file");
    try (Directory directory = Directory.open(reading.posix(), parent)) {
      refusePseudo(directory.fd());
      Fd file = directory.openForReading(real.getFileName());
      try {
        refusePseudo(file);
        return word(real, file);
      } finally {
        reading.posix().close(file);
      }
    } catch (PosixException e) {
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ELOOP || e.errno() == Errno.ENOTDIR) {
        throw ChangingException.because(real, e); // replaced since it was inspected
      }
      throw e;
    }
  }

  /// Where a link to a directory leads.
  ///
  /// @throws PseudoException as for a file
  Path realDirectory(Path link) throws IOException {
    Path real = link.toRealPath();
    try (Directory directory = Directory.open(reading.posix(), real)) {
      refusePseudo(directory.fd());
    }
    return real;
  }

  /// Some of these files wait for events, others are a process's memory.
  private void refusePseudo(Fd fd) throws IOException {
    if (reading.posix().filesystem(fd).isPseudo()) {
      throw new PseudoException();
    }
  }

  private String word(Path path, Fd file) throws IOException, InterruptedException {
    Stat before = reading.posix().stat(file);
    if (before.type() != Stat.Type.REGULAR) {
      throw new ChangingException(path);
    }
    if (before.links() == 0) {
      reading.gone().accept(path);
    }
    if (before.size() > LARGE) {
      return Snapshot.large(before);
    }
    MessageDigest sha = Snapshot.sha256();
    long length = 0;
    for (int got = 1; got > 0 && length <= LARGE; length += got) {
      got = reading.posix().read(file, buffer, 0, buffer.length);
      sha.update(buffer, 0, got);
      reading.progress().run();
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    Stat after = reading.posix().stat(file);
    if (before.size() != after.size() || !before.modified().equals(after.modified())) {
      throw new ChangingException(path);
    }
    return Snapshot.file(HexFormat.of().formatHex(sha.digest()), after);
  }

  /// A file of the kernel's: in `/proc`, `/sys` or the like.
  static final class PseudoException extends IOException {
    private static final long serialVersionUID = 1L;

    PseudoException() {
      super("the kernel makes its content (/proc, /sys)");
    }
  }
}
