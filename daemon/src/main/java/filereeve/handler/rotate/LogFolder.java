package filereeve.handler.rotate;

import filereeve.files.Archive;
import filereeve.files.ArchiveName;
import filereeve.files.Closing;
import filereeve.files.Folder;
import filereeve.files.RefusedException;
import filereeve.files.TempNames;
import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The open folder of some logs and the open folder of their archives, often one and the same. All
/// looking and acting goes through these handles.
final class LogFolder implements Closeable {
  /// The names in both folders at one moment: listed once, however many logs there are.
  ///
  /// @param names in the folder of the logs
  /// @param archives by the name of their log
  /// @param leftOvers whether a compression was cut off here, or is going on
  /// @param toShred archives whose removal was cut off, or is going on
  record Listing(
      Set<Path> names, Map<Path, List<Path>> archives, boolean leftOvers, List<Path> toShred) {}

  private final Posix posix;
  private final Folder logs;
  private final Path archivePath;
  private @Nullable Folder archives;

  private LogFolder(Posix posix, Folder logs, Path archivePath) {
    this.posix = posix;
    this.logs = logs;
    this.archivePath = archivePath;
  }

  /// @param archivePath is made when the first log is rotated, if it is missing
  static LogFolder open(Posix posix, Path path, Path archivePath) throws IOException {
    var folder = new LogFolder(posix, Folder.open(posix, path), archivePath);
    try {
      folder.logs.requireTrusted();
      folder.archives = archivePath.equals(path) ? folder.logs : folder.openArchives();
      return folder;
    } catch (IOException e) {
      Closing.suppressed(e, folder);
      throw e;
    }
  }

  Folder logs() {
    return logs;
  }

  Path path(Path log) {
    return logs.path().resolve(log);
  }

  Path archivePath(Path archive) {
    return archivePath.resolve(archive);
  }

  /// Empty while the folder for archives is not there yet.
  Optional<Folder> archives() {
    return Optional.ofNullable(archives);
  }

  /// The folder for archives; it is made, like the logs' own, if it is missing.
  Folder archivesMade() throws IOException {
    if (archives != null) {
      return archives;
    }
    Stat like = posix.stat(logs.fd());
    Folder made = Folder.openOrMake(posix, archivePath, like.mode());
    archives = made;
    Stat stat = posix.stat(made.fd());
    if (stat.uid() != like.uid() || stat.gid() != like.gid()) {
      posix.chown(made.fd(), like.uid(), like.gid());
    }
    requireOneFilesystem(made);
    return made;
  }

  Listing list() throws IOException {
    List<Path> names = logs.names();
    var byLog = new HashMap<Path, List<Path>>();
    boolean leftOvers = false;
    var toShred = new ArrayList<Path>();
    for (Path name : archiveNames(names)) {
      leftOvers |= TempNames.isFor(TempNames.Purpose.COMPRESS, name);
      if (TempNames.isFor(TempNames.Purpose.SHRED, name)) {
        toShred.add(name);
      }
      ArchiveName.parse(name)
          .ifPresent(a -> byLog.computeIfAbsent(a.log(), _ -> new ArrayList<>()).add(name));
    }
    return new Listing(new HashSet<>(names), byLog, leftOvers, toShred);
  }

  private List<Path> archiveNames(List<Path> names) throws IOException {
    Folder folder = archives;
    if (folder == null) {
      return List.of();
    }
    return folder == logs ? names : folder.names();
  }

  /// The attributes are those of now; names that came since the listing are not seen.
  Snapshot snapshot(Path log, Listing listing, Instant now) throws IOException {
    var stats = new LinkedHashMap<Path, Stat>();
    Folder folder = archives;
    if (folder != null) {
      for (Path name : listing.archives().getOrDefault(log, List.of())) {
        folder
            .stat(name)
            .filter(stat -> stat.type() == Stat.Type.REGULAR)
            .ifPresent(stat -> stats.put(name, stat));
      }
    }
    boolean left = listing.names().contains(Planner.temp(log));
    return new Snapshot(
        log,
        logs.stat(log),
        Archive.newestFirst(stats),
        left && logs.stat(Planner.temp(log)).isPresent(),
        now);
  }

  /// @throws PosixException `EEXIST` if an archive has this name, plain or compressed
  void requireFree(Path archive) throws IOException {
    Folder folder = archivesMade();
    for (Path form : ArchiveName.forms(archive)) {
      if (isThere(folder, form)) {
        throw new PosixException("rename", archivePath(form).toString(), Errno.EEXIST);
      }
    }
  }

  /// @throws RefusedException in the same words each time, so that it is not told of each time: the
  ///   archive's name has the time in it
  private static boolean isThere(Folder folder, Path name) throws IOException {
    try {
      return folder.stat(name).isPresent();
    } catch (PosixException e) {
      if (e.errno() == Errno.ENAMETOOLONG) {
        throw new RefusedException(
            "the names of its archives would be too long. Give it a shorter name");
      }
      throw e;
    }
  }

  /// Makes all names durable.
  void sync() throws IOException {
    logs.sync();
    Folder folder = archives;
    if (folder != null && folder != logs) {
      folder.sync();
    }
  }

  private @Nullable Folder openArchives() throws IOException {
    Folder folder;
    try {
      folder = Folder.open(posix, archivePath);
    } catch (PosixException e) {
      if (e.errno() == Errno.ENOENT) {
        return null;
      }
      throw e;
    }
    archives = folder;
    folder.requireTrusted();
    requireOneFilesystem(folder);
    return folder;
  }

  private void requireOneFilesystem(Folder other) throws IOException {
    if (posix.stat(other.fd()).device() != posix.stat(logs.fd()).device()) {
      throw new RefusedException(
          "the folder for archives, %s, is on another filesystem. Name one on the log's own in \"into\""
              .formatted(archivePath));
    }
  }

  @Override
  public void close() throws IOException {
    Folder folder = archives;
    try {
      if (folder != null && folder != logs) {
        folder.close();
      }
    } finally {
      logs.close();
    }
  }
}
