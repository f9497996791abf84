package filereeve.kind.reload;

import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads all files of a rule, in bounded memory.
///
/// Symbolic links are followed, since configurations live behind them: certbot's `live`, a
/// ConfigMap's `..data`, nginx' `sites-enabled`. A link back to a directory that it was reached
/// through ends there.
final class WatchedFiles {
  /// Links that lead to one another in many ways make more directories than there are.
  private static final int MOST_DIRECTORIES = 100_000;

  private final Posix posix;
  private final Scope scope;
  private final Runnable progress;
  private final TreeMap<String, String> hashes = new TreeMap<>();
  private final Set<Object> above = new HashSet<>();
  private final byte[] buffer = new byte[65_536];
  private int directories;

  private WatchedFiles(Posix posix, Scope scope, Runnable progress) {
    this.posix = posix;
    this.scope = scope;
    this.progress = progress;
  }

  /// @param progress called all the time
  /// @throws ChangingException if a file changes while it is read
  /// @throws IOException if a file or directory cannot be read
  static Snapshot read(Posix posix, Scope scope, Runnable progress)
      throws IOException, InterruptedException {
    var files = new WatchedFiles(posix, scope, progress);
    var roots = new TreeSet<Path>();
    scope.watch().forEach(glob -> roots.add(glob.root()));
    for (Path root : roots) {
      files.read(root);
    }
    return new Snapshot(files.hashes);
  }

  private void read(Path path) throws IOException, InterruptedException {
    boolean named = scope.names(path);
    boolean leads = scope.leadsInto(path);
    if (!named && !leads) {
      return;
    }
    Optional<BasicFileAttributes> found = attributes(path);
    if (found.isEmpty()) {
      if (named && Files.isSymbolicLink(path)) {
        hashes.put(Snapshot.name(path), Snapshot.DANGLING);
      }
    } else if (found.get().isDirectory() && leads) {
      list(path, fileKey(found.get()));
    } else if (found.get().isRegularFile() && named) {
      hashes.put(Snapshot.name(path), hash(path, found.get()));
    }
  }

  private void list(Path directory, Object key) throws IOException, InterruptedException {
    if (!above.add(key)) {
      return;
    }
    directories++;
    if (directories > MOST_DIRECTORIES) {
      throw new IOException(
          "there are more than %d directories below it, or links that lead to one another"
              .formatted(MOST_DIRECTORIES));
    }
    try (DirectoryStream<Path> names = Files.newDirectoryStream(directory)) {
      for (Path path : names) {
        read(path);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw changing(directory, e);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } finally {
      above.remove(key);
    }
  }

  /// The attributes of what a link leads to; empty if there is nothing.
  private Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (NoSuchFileException | NotDirectoryException _) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (isLoop(path)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Whether links lead to one another only. The JDK says so in the host's language.
  private boolean isLoop(Path path) throws IOException {
    try {
      posix.close(posix.openDirectory(path));
      return false;
    } catch (PosixException e) {
      return e.errno() == Errno.ELOOP;
    }
  }

  private String hash(Path path, BasicFileAttributes before)
      throws IOException, InterruptedException {
    MessageDigest sha = Snapshot.sha256();
    try (InputStream in = Files.newInputStream(path)) {
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        sha.update(buffer, 0, got);
        progress.run();
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } catch (NoSuchFileException e) {
      throw changing(path, e);
    }
    BasicFileAttributes after = attributes(path).orElseThrow(() -> new ChangingException(path));
    boolean same =
        fileKey(before).equals(fileKey(after))
            && before.size() == after.size()
            && before.lastModifiedTime().equals(after.lastModifiedTime());
    if (!same) {
      throw new ChangingException(path);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static ChangingException changing(Path path, IOException why) {
    var changing = new ChangingException(path);
    changing.initCause(why);
    return changing;
  }

  private static Object fileKey(BasicFileAttributes attributes) {
    return Objects.requireNonNull(attributes.fileKey(), "Linux has inodes");
  }

  /// A file was changed or removed while it was read.
  static final class ChangingException extends IOException {
    private static final long serialVersionUID = 1L;

    ChangingException(Path path) {
      super(path + " changes at this moment");
    }
  }
}
