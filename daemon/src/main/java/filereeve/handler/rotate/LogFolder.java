package filereeve.handler.rotate;

import filereeve.files.Archive;
import filereeve.files.ArchiveName;
import filereeve.files.ArchiveNames;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The open folder of some logs, the open folder that their archives go to, often one and the same,
/// and those that archives went to before. All looking and acting goes through these handles.
final class LogFolder implements Closeable {
  /// The names in all folders at one moment: listed once, however many logs there are.
  ///
  /// @param names in the folder of the logs
  /// @param temporary those of them that are temporary files
  /// @param archives by the name of their log
  /// @param leftOvers where a compression was cut off, or is going on
  /// @param toShred paths of archives whose removal was cut off, or is going on
  record Listing(
      Set<Path> names,
      Set<Path> temporary,
      Map<Path, List<Named>> archives,
      List<Path> leftOvers,
      List<Path> toShred) {

    /// Whether there is a temporary file for this log. Mostly there is none for any.
    boolean has(TempNames.Purpose purpose, Path log) {
      return !temporary.isEmpty() && temporary.contains(TempNames.of(log, purpose));
    }
  }

  /// A name that is an archive's.
  record Named(Path folder, ArchiveName name) {}

  private static final String MAKE_SAFE =
      "Set its mode to 0755, or name a user who may write there in \"user\"";

  private final Posix posix;
  private final Folder logs;
  private final Path into;
  private final Optional<String> oneFilesystem;
  private final ArchiveNames names;
  private final ArchivePlace place;

  /// By their paths; the logs' own is among them.
  private final Map<Path, Folder> folders = new LinkedHashMap<>();

  private final Map<Path, IOException> unusable = new LinkedHashMap<>();

  /// Where a log is renamed to: beside it, if `into` is on another filesystem. Compression takes it
  /// there then.
  private Path moveTo;

  private LogFolder(Posix posix, Folder logs, ArchivePlace place) {
    this.posix = posix;
    this.logs = logs;
    this.into = place.archiveFolder(logs.path());
    this.oneFilesystem = place.needsOneFilesystem();
    this.moveTo = into;
    this.names = place.names();
    this.place = place;
    folders.put(logs.path(), logs);
  }

  /// The folder that archives go to is made when the first log is rotated, if it is missing.
  static LogFolder open(Posix posix, Path path, ArchivePlace place) throws IOException {
    var folder = new LogFolder(posix, Folder.open(posix, path), place);
    try {
      folder.logs.requireTrusted(MAKE_SAFE);
      for (Path archives : place.archiveFolders(path)) {
        folder.openArchives(archives);
      }
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

  /// The path of a name in the folder that logs are renamed into.
  Path archivePath(Path archive) {
    return moveTo.resolve(archive);
  }

  /// The path of the folder that compressed forms of archives in one of the folders go to.
  Path compressedInto(Path archives) {
    boolean onTheirWay = !moveTo.equals(into) && archives.equals(moveTo);
    return onTheirWay ? into : archives;
  }

  /// One of the folders; the one that archives go to is made if it has gone.
  Folder made(Path path) throws IOException {
    return path.equals(into) ? intoMade() : at(path).orElseThrow();
  }

  /// Empty if it was not there when the others were opened.
  Optional<Folder> at(Path path) {
    return Optional.ofNullable(folders.get(path));
  }

  /// The folder that an archive of a snapshot is in.
  Folder of(Archive archive) {
    return at(archive.folder()).orElseThrow();
  }

  /// Former folders for archives that are left alone, and why.
  Map<Path, IOException> unusable() {
    return unusable;
  }

  /// The folder that logs are renamed into; it is made, like the logs' own, if it is missing.
  Folder archivesMade() throws IOException {
    Folder made = intoMade();
    return moveTo.equals(into) ? made : logs;
  }

  private Folder intoMade() throws IOException {
    Folder there = folders.get(into);
    if (there != null) {
      return there;
    }
    Stat like = posix.stat(logs.fd());
    Folder made = Folder.openOrMake(posix, into, like.mode());
    folders.put(into, made);
    Stat stat = posix.stat(made.fd());
    if (stat.uid() != like.uid() || stat.gid() != like.gid()) {
      posix.chown(made.fd(), like.uid(), like.gid());
    }
    decideWhereToMove(made);
    return made;
  }

  Listing list() throws IOException {
    var inLogs = new HashSet<Path>();
    var temporary = new HashSet<Path>();
    var byLog = new HashMap<Path, List<Named>>();
    var leftOvers = new LinkedHashSet<Path>();
    var toShred = new ArrayList<Path>();
    for (Map.Entry<Path, Folder> folder : folders.entrySet()) {
      List<Path> there = folder.getValue().names();
      List<ArchivePlace.Source> others = place.otherSources(folder.getKey(), logs.path());
      if (folder.getValue() == logs) {
        inLogs.addAll(there);
      }
      for (Path name : there) {
        if (folder.getValue() == logs && TempNames.isTemp(name)) {
          temporary.add(name);
        }
        if (TempNames.isFor(TempNames.Purpose.COMPRESS, name)) {
          leftOvers.add(folder.getKey());
        }
        if (TempNames.isFor(TempNames.Purpose.SHRED, name)) {
          toShred.add(folder.getKey().resolve(name));
        }
        names
            .read(name)
            .filter(archive -> ArchivePlace.otherLog(others, archive.log()).isEmpty())
            .ifPresent(archive -> add(byLog, new Named(folder.getKey(), archive)));
      }
    }
    return new Listing(inLogs, temporary, byLog, List.copyOf(leftOvers), toShred);
  }

  /// Why a log cannot be rotated: its archives would have the names of another's, and nobody could
  /// tell whose they are.
  Optional<String> mixedWith(Path log) {
    return place.mixed(path(log), into).or(() -> place.mixed(path(log), moveTo));
  }

  private static void add(Map<Path, List<Named>> byLog, Named archive) {
    byLog.computeIfAbsent(archive.name().log(), _ -> new ArrayList<>()).add(archive);
  }

  /// The attributes are those of now; names that came since the listing are not seen.
  Snapshot snapshot(Path log, Listing listing, Instant now) throws IOException {
    var found = new ArrayList<Archive.Found>();
    var taken = new ArrayList<ArchiveName.Mark>();
    for (Named archive : listing.archives().getOrDefault(log, List.of())) {
      Optional<Stat> stat = at(archive.folder()).orElseThrow().stat(archive.name().file());
      stat.filter(s -> s.type() == Stat.Type.REGULAR)
          .ifPresent(s -> found.add(new Archive.Found(archive.folder(), archive.name(), s)));
      boolean counts = archive.folder().equals(into) || archive.folder().equals(moveTo);
      if (stat.isPresent() && counts) {
        taken.add(archive.name().mark());
      }
    }
    boolean left = listing.has(TempNames.Purpose.CREATE, log);
    return new Snapshot(
        log,
        logs.stat(log),
        moveTo,
        Archive.newestFirst(found),
        taken,
        left && logs.stat(Planner.temp(log)).isPresent(),
        now);
  }

  /// @throws PosixException `EEXIST` if an archive has this name, plain or compressed
  void requireFree(Path archive) throws IOException {
    for (Folder folder : new LinkedHashSet<>(List.of(archivesMade(), intoMade()))) {
      for (Path form : ArchiveName.forms(archive)) {
        if (isThere(folder, form)) {
          throw new PosixException("rename", folder.path().resolve(form).toString(), Errno.EEXIST);
        }
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

  /// Makes all names durable that a rotation changes.
  void sync() throws IOException {
    logs.sync();
    Folder archives = folders.get(moveTo);
    if (archives != null && archives != logs) {
      archives.sync();
    }
  }

  /// A folder that new archives go to must be fit for it. Of others, those that are not are left
  /// alone: they must not keep logs from being rotated.
  private void openArchives(Path path) throws IOException {
    if (folders.containsKey(path)) {
      return;
    }
    try {
      Folder folder = Folder.open(posix, path);
      folders.put(path, folder);
      folder.requireTrusted(MAKE_SAFE);
      if (path.equals(into)) {
        decideWhereToMove(folder);
      }
    } catch (PosixException e) {
      if (e.errno() == Errno.ENOENT) {
        return;
      }
      setAside(path, e);
    } catch (RefusedException e) {
      setAside(path, e);
    }
  }

  private void setAside(Path path, IOException why) throws IOException {
    if (path.equals(into)) {
      throw why;
    }
    unusable.put(path, why);
    Folder opened = folders.remove(path);
    if (opened != null) {
      opened.close();
    }
  }

  /// Linux cannot rename to another filesystem.
  private void decideWhereToMove(Folder archives) throws IOException {
    if (posix.stat(archives.fd()).device() == posix.stat(logs.fd()).device()) {
      return;
    }
    if (oneFilesystem.isPresent()) {
      throw new RefusedException(
          "the folder for archives, %s, is on another filesystem. %s, or name one on the log's own in \"into\""
              .formatted(into, oneFilesystem.get()));
    }
    moveTo = logs.path();
  }

  @Override
  public void close() throws IOException {
    for (Folder folder : folders.values()) {
      folder.close();
    }
  }
}
