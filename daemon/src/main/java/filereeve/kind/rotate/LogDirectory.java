package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.archive.ArchiveName;
import filereeve.archive.LogState;
import filereeve.files.Closing;
import filereeve.files.Directory;
import filereeve.files.Fstab;
import filereeve.files.RefusedException;
import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The open directory of some logs, the open directory that their archives go to, often one and the
/// same, and those of former archives. All reading and writing uses these handles.
final class LogDirectory implements Closeable {
  private final Context context;
  private final Posix posix;
  private final ArchivePlace place;
  private final Directory logs;
  private final Path archiveDir;

  /// By their paths; the logs' own is among them.
  private final Map<Path, Directory> directories = new LinkedHashMap<>();

  private final Map<Path, IOException> unusable = new LinkedHashMap<>();

  /// Where a log is renamed to: beside it, if `archiveDir` is on another mount. Compression, or a
  /// copy, takes it there then.
  private Path moveTo;

  private LogDirectory(Context context, Directory logs) {
    this.context = context;
    this.posix = context.posix();
    this.place = context.place();
    this.logs = logs;
    this.archiveDir = place.archiveDirectory(logs.path());
    this.moveTo = archiveDir;
    directories.put(logs.path(), logs);
  }

  /// Opens all directories. The one that archives go to is created when the first log is rotated,
  /// if it is missing.
  static LogDirectory open(Context context, Path path) throws IOException {
    LogDirectory directory = ofLogs(context, path);
    try {
      directory.openArchives();
      return directory;
    } catch (IOException e) {
      Closing.suppressed(e, directory);
      throw e;
    }
  }

  /// Opens the directory of the logs alone, to inspect one of them.
  static LogDirectory ofLogs(Context context, Path path) throws IOException {
    return new LogDirectory(context, Directory.open(context.posix(), path));
  }

  /// Whether an operation failed because its directory or file does not exist.
  static boolean isGone(IOException failure) {
    return failure instanceof PosixException call && call.errno() == Errno.ENOENT;
  }

  /// Opens the other directories too, to work in them.
  void openArchives() throws IOException {
    context.settings().access().requireSafe(logs, posix);
    for (Path archives : place.archiveDirectories(logs.path())) {
      openArchives(archives);
    }
  }

  Directory logs() {
    return logs;
  }

  Path path(Path log) {
    return logs.path().resolve(log);
  }

  /// The path of a name in the directory that logs are renamed to.
  Path archivePath(Path archive) {
    return moveTo.resolve(archive);
  }

  /// The path of the directory that compressed variants of archives in one of the directories go
  /// to.
  Path compressedInto(Path archives) {
    boolean onTheirWay = !moveTo.equals(archiveDir) && archives.equals(moveTo);
    return onTheirWay ? archiveDir : archives;
  }

  /// One of the directories; the one for new archives is created if it does not exist any more.
  Directory atOrCreate(Path path) throws IOException {
    return path.equals(archiveDir) ? archiveDirectory() : at(path).orElseThrow();
  }

  /// Empty if it was not there when the others were opened.
  Optional<Directory> at(Path path) {
    return Optional.ofNullable(directories.get(path));
  }

  /// The directory that an archive is in.
  Directory of(Archive archive) {
    return at(archive.directory()).orElseThrow();
  }

  /// Former directories for archives that are skipped, and why.
  Map<Path, IOException> unusable() {
    return unusable;
  }

  /// The directory that logs are renamed to; it is created if it is missing, with the owner and
  /// mode of the logs' directory.
  Directory archives() throws IOException {
    Directory created = archiveDirectory();
    return moveTo.equals(archiveDir) ? created : logs;
  }

  private Directory archiveDirectory() throws IOException {
    Directory there = directories.get(archiveDir);
    if (there != null) {
      return there;
    }
    if (!place.createsArchiveDirectory()) {
      throw new RefusedException(
          "the archive directory %s does not exist. Mount its disk, or create it, or set \"create_archive_dir: true\""
              .formatted(archiveDir));
    }
    Directory created = Directory.openOrCreateLike(posix, archiveDir, posix.stat(logs.fd()));
    try {
      if (foreign(created, posix.stat(logs.fd())).isPresent()) {
        throw new RefusedException(archiveDir + " belongs to another user, who was faster");
      }
      context.settings().access().requireSafe(created, posix);
      decideWhereToMove(created);
    } catch (IOException e) {
      Closing.suppressed(e, created);
      throw e;
    }
    directories.put(archiveDir, created);
    return created;
  }

  LogListing list() throws IOException {
    return LogListing.of(logs, directories, place);
  }

  /// Why a log cannot be rotated: its archives would have the names of another's, and nobody could
  /// distinguish them.
  Optional<String> mixedWith(Path log) {
    return place.mixed(path(log), archiveDir).or(() -> place.mixed(path(log), moveTo));
  }

  /// Why a log must not be rotated by root.
  Optional<String> foreign(Stat log) throws IOException {
    Optional<String> problem = context.settings().access().problem(logs, log, posix);
    return problem.isPresent() ? problem : foreign(at(archiveDir).orElse(logs), log);
  }

  private Optional<String> foreign(Directory archives, Stat log) throws IOException {
    return context.settings().access().problem(archives, logs, log, posix);
  }

  /// The attributes are those of now; names that came since the listing are not seen.
  LogState state(Path log, LogListing listing) throws IOException {
    var found = new ArrayList<Archive.Found>();
    var taken = new ArrayList<ArchiveName.Mark>();
    for (LogListing.Named archive : listing.archives().getOrDefault(log, List.of())) {
      Optional<Stat> stat = at(archive.directory()).orElseThrow().stat(archive.name().file());
      stat.filter(s -> s.type() == Stat.Type.REGULAR)
          .ifPresent(s -> found.add(new Archive.Found(archive.directory(), archive.name(), s)));
      boolean counts = archive.directory().equals(archiveDir) || archive.directory().equals(moveTo);
      if (stat.isPresent() && counts) {
        taken.add(archive.name().mark());
      }
    }
    var temporary = new ArrayList<LogState.Temporary>();
    for (LogState.Temporary file : listing.temporary(logs.path(), log)) {
      if (at(file.directory()).orElseThrow().stat(file.name()).isPresent()) {
        temporary.add(file);
      }
    }
    Optional<Stat> live = live(log);
    return new LogState(
        logs.path(),
        log,
        live,
        live.isPresent() ? logs.written(log, live.get()) : 0,
        moveTo,
        found,
        taken,
        temporary,
        context.knownLogs().lastArchive(path(log)));
  }

  /// The attributes of a log, with the best that is known of when it was begun.
  Optional<Stat> live(Path log) throws IOException {
    return logs.stat(log).map(stat -> context.firstSeen().dated(path(log), stat, context.now()));
  }

  /// @throws PosixException `EEXIST` if an archive has this name, plain or compressed
  void requireFree(Path archive) throws IOException {
    for (Directory directory : new LinkedHashSet<>(List.of(archives(), archiveDirectory()))) {
      for (Path variant : ArchiveName.variants(archive)) {
        if (isThere(directory, variant)) {
          throw new PosixException(
              "rename", directory.path().resolve(variant).toString(), Errno.EEXIST);
        }
      }
    }
  }

  /// @throws RefusedException in the same words each time, so that it is logged once: the archive's
  ///   name contains the time
  private static boolean isThere(Directory directory, Path name) throws IOException {
    try {
      return directory.stat(name).isPresent();
    } catch (PosixException e) {
      if (e.errno() == Errno.ENAMETOOLONG) {
        throw new RefusedException(
            "File name too long for its archives. Rename the log to a shorter name");
      }
      throw e;
    }
  }

  /// Makes all names durable that a rotation changes.
  void sync() throws IOException {
    logs.sync();
    Directory archives = directories.get(moveTo);
    if (archives != null && archives != logs) {
      archives.sync();
    }
  }

  /// The directory for new archives must be usable. Others that are not keep no log from rotation.
  private void openArchives(Path path) throws IOException {
    if (directories.containsKey(path)) {
      return;
    }
    try {
      if (path.equals(archiveDir) && place.isArchiveDirectoryAbsolute()) {
        Fstab.OF_HOST.requireMounted(posix, archiveDir);
      }
      Directory directory = Directory.openLike(posix, path, posix.stat(logs.fd()));
      directories.put(path, directory);
      context.settings().access().requireSafe(directory, posix);
      if (path.equals(archiveDir)) {
        decideWhereToMove(directory);
      }
    } catch (PosixException | RefusedException e) {
      if (!isGone(e)) {
        setAside(path, e);
      }
    }
  }

  private void setAside(Path path, IOException why) throws IOException {
    if (path.equals(archiveDir)) {
      throw why;
    }
    unusable.put(path, why);
    Directory opened = directories.remove(path);
    if (opened != null) {
      opened.close();
    }
  }

  /// Linux cannot rename to another filesystem, nor to another mount of the same one.
  private void decideWhereToMove(Directory archives) throws IOException {
    if (posix.mount(archives.fd()).equals(posix.mount(logs.fd()))) {
      return;
    }
    Optional<String> remedy = place.needsOneFilesystem();
    if (remedy.isPresent()) {
      throw new RefusedException(
          "the archive directory %s is on another filesystem, or mounted separately. %s, or set \"archive_dir\" to a directory on the log's filesystem"
              .formatted(archiveDir, remedy.get()));
    }
    moveTo = logs.path();
  }

  @Override
  public void close() throws IOException {
    for (Directory directory : directories.values()) {
      directory.close();
    }
  }
}
