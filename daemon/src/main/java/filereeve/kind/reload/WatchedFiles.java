package filereeve.kind.reload;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import filereeve.files.Directory;
import filereeve.files.RefusedException;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.route.Claims;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Reads all files of a rule, in bounded memory. What the daemon itself writes is none of them.
///
/// A symbolic link is followed to the file that it names, since configurations live behind links:
/// certbot's `live`, a ConfigMap's `..data`, nginx' `sites-enabled`. It is followed into a
/// directory only if a glob asks for it by its name ([Scope#followsInto]). A link that belongs
/// neither to root nor to the daemon's user leads only to what its owner has himself: nobody can
/// make root read another one's files.
final class WatchedFiles {
  /// A configuration has fewer.
  private static final int MOST_FILES = 10_000;

  private static final int MOST_DIRECTORIES = 100_000;

  /// A larger file is known by its size and time: reading it again and again would take for ever.
  private static final long LARGE = 64 << 20;

  private static final int ROOT = 0;

  /// How a file that changes while it is read is taken.
  enum Busy {
    /// It ends the reading with [ChangingException].
    WAIT_FOR,
    /// It is noted as [Snapshot#CHANGING].
    NOTE
  }

  /// What is asked of a rule's files.
  ///
  /// @param claims of all rules: they know the daemon's own files
  /// @param gone receives each file that has no name any more: what is mounted here was replaced
  ///   where it came from
  /// @param progress called all the time
  record Reading(
      Posix posix, Scope scope, Claims claims, Busy busy, Consumer<Path> gone, Runnable progress) {
    Reading with(Busy other) {
      return new Reading(posix, scope, claims, other, gone, progress);
    }
  }

  private record Found(String kind, Object key, int uid) {
    static Found of(Path path, LinkOption... options) throws IOException {
      Map<String, Object> read =
          Files.readAttributes(
              path, "unix:isDirectory,isRegularFile,isSymbolicLink,fileKey,uid", options);
      return new Found(
          Objects.equals(read.get("isSymbolicLink"), true)
              ? "link"
              : Objects.equals(read.get("isDirectory"), true)
                  ? "directory"
                  : Objects.equals(read.get("isRegularFile"), true) ? "file" : "other",
          Objects.requireNonNull(read.get("fileKey"), "Linux has inodes"),
          read.get("uid") instanceof Integer uid ? uid : -1);
    }

    boolean isA(String wanted) {
      return kind.equals(wanted);
    }
  }

  private final Reading reading;
  private final TreeMap<String, String> hashes = new TreeMap<>();
  private final Set<Object> above = new HashSet<>();
  private final byte[] buffer = new byte[65_536];
  private int directories;

  private WatchedFiles(Reading reading) {
    this.reading = reading;
  }

  /// @throws ChangingException if a file changes while it is read, and that is to be waited for
  /// @throws IOException if a file or directory cannot be read
  static Snapshot read(Reading reading) throws IOException, InterruptedException {
    var files = new WatchedFiles(reading);
    var roots = new TreeSet<Path>();
    reading.scope.watch().forEach(glob -> roots.add(glob.root()));
    for (Path root : roots) {
      files.read(root);
    }
    return new Snapshot(files.hashes);
  }

  private void read(Path path) throws IOException, InterruptedException {
    boolean named = reading.scope.names(path);
    boolean leads = reading.scope.leadsInto(path);
    if ((!named && !leads) || reading.claims.isOurs(path)) {
      return;
    }
    Optional<Found> found = found(path, NOFOLLOW_LINKS);
    if (found.isEmpty()) {
      return;
    }
    if (found.get().isA("link")) {
      link(path, found.get(), named, leads);
    } else if (found.get().isA("directory") && leads) {
      list(path, found.get().key());
    } else if (found.get().isA("file") && named) {
      put(path, word(path));
    }
  }

  private void link(Path path, Found link, boolean named, boolean leads)
      throws IOException, InterruptedException {
    Optional<Found> target = found(path).filter(to -> mayFollow(link, to));
    if (target.filter(to -> to.isA("file")).isPresent() && named) {
      put(path, word(path.toRealPath()));
    } else if (target.filter(to -> to.isA("directory")).isPresent()
        && leads
        && reading.scope.followsInto(path)) {
      list(path, target.get().key());
    } else if (named) {
      put(path, Snapshot.link(Files.readSymbolicLink(path)));
    }
  }

  private boolean mayFollow(Found link, Found to) {
    return link.uid == ROOT || link.uid == reading.posix.effectiveUser() || link.uid == to.uid;
  }

  private void put(Path path, String word) throws IOException {
    hashes.put(Snapshot.name(path), word);
    if (hashes.size() > MOST_FILES) {
      throw new RefusedException(
          "there are more than %d files. Name fewer in `watch`, or more in `ignore`."
              .formatted(MOST_FILES));
    }
  }

  private void list(Path directory, Object key) throws IOException, InterruptedException {
    if (!above.add(key)) {
      return;
    }
    directories++;
    if (directories > MOST_DIRECTORIES) {
      throw new RefusedException(
          "there are more than %d directories below it. Name fewer in `watch`, or more in `ignore`."
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

  /// Empty if there is nothing, which a link that leads nowhere leads to.
  private Optional<Found> found(Path path, LinkOption... options) throws IOException {
    try {
      return Optional.of(Found.of(path, options));
    } catch (NoSuchFileException | NotDirectoryException _) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (List.of(options).isEmpty() && isLoop(path)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Whether links lead to one another only. The JDK says so in the host's language.
  private boolean isLoop(Path path) throws IOException {
    try {
      reading.posix.close(reading.posix.openDirectory(path));
      return false;
    } catch (PosixException e) {
      return e.errno() == Errno.ELOOP;
    }
  }

  private String word(Path real) throws IOException, InterruptedException {
    Path parent = Objects.requireNonNull(real.getParent(), "/ is no file");
    try (Directory directory = Directory.open(reading.posix, parent)) {
      Fd file = directory.openForReading(real.getFileName());
      try {
        return word(real, file);
      } finally {
        reading.posix.close(file);
      }
    } catch (PosixException e) {
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ELOOP || e.errno() == Errno.ENOTDIR) {
        throw changing(real, e); // replaced since it was inspected
      }
      throw e;
    }
  }

  private String word(Path path, Fd file) throws IOException, InterruptedException {
    Stat before = reading.posix.stat(file);
    if (before.type() != Stat.Type.REGULAR) {
      throw new ChangingException(path);
    }
    if (before.links() == 0) {
      reading.gone.accept(path);
    }
    if (before.size() > LARGE) {
      return Snapshot.large(before);
    }
    MessageDigest sha = Snapshot.sha256();
    long length = 0;
    for (int got = 1; got > 0 && length <= LARGE; length += got) {
      got = reading.posix.read(file, buffer, 0, buffer.length);
      sha.update(buffer, 0, got);
      reading.progress.run();
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    Stat after = reading.posix.stat(file);
    boolean same = before.size() == after.size() && before.modified().equals(after.modified());
    if (same) {
      return Snapshot.file(HexFormat.of().formatHex(sha.digest()), after);
    }
    return switch (reading.busy) {
      case WAIT_FOR -> throw new ChangingException(path);
      case NOTE -> Snapshot.CHANGING;
    };
  }

  private static ChangingException changing(Path path, IOException why) {
    var changing = new ChangingException(path);
    changing.initCause(why);
    return changing;
  }

  /// A file was changed or removed while it was read.
  static final class ChangingException extends IOException {
    private static final long serialVersionUID = 1L;

    ChangingException(Path path) {
      super(path + " changes at this moment");
    }
  }
}
