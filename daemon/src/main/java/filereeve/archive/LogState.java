package filereeve.archive;

import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A snapshot of everything on disk that concerns one log, from which a plan is computed. It is
/// read from one listing of the directories, under the log's lock.
///
/// @param directory the log's, absolute
/// @param log its name there
/// @param live empty if there is no such file
/// @param written bytes of the log that are not in holes
/// @param archiveDirectory the directory for new archives
/// @param files with names of this log's archives, in all directories
/// @param taken marks in use in the directories for new archives, by files of any type
/// @param temporary files that an interrupted run left, or a running one uses
/// @param lastArchive the name, without the suffix of a codec, that the log got as an archive when
///   this process rotated it last; empty if it has not
public record LogState(
    Path directory,
    Path log,
    Optional<Stat> live,
    long written,
    Path archiveDirectory,
    List<Archive.Found> files,
    List<ArchiveName.Mark> taken,
    List<Temporary> temporary,
    Optional<Path> lastArchive) {

  /// A temporary file of this program.
  ///
  /// @param directory the file's, absolute
  public record Temporary(Path directory, Path name, Purpose purpose) {
    public Path path() {
      return directory.resolve(name);
    }
  }

  public LogState {
    files = List.copyOf(files);
    taken = List.copyOf(taken);
    temporary = List.copyOf(temporary);
  }

  public Path path() {
    return directory.resolve(log);
  }

  /// The archives, newest first.
  public List<Archive> archives(Instant now) {
    return Archive.newestFirst(files, this::isLast, now);
  }

  /// A number means something in its directory only.
  private boolean isLast(Archive.Found file) {
    boolean here =
        file.name().mark() instanceof ArchiveName.Mark.Dated
            || file.directory().equals(archiveDirectory);
    return here && lastArchive.equals(Optional.of(file.name().plain()));
  }

  /// Whether there is a temporary file for a purpose.
  public boolean has(Purpose purpose) {
    for (Temporary file : temporary) {
      if (file.purpose() == purpose) {
        return true;
      }
    }
    return false;
  }

  public List<Temporary> temporary(Purpose purpose) {
    return temporary.isEmpty()
        ? List.of()
        : temporary.stream().filter(file -> file.purpose() == purpose).toList();
  }

  /// Whether there is such a log, or certainly was one: `xa.log.1` without any sign of an `xa.log`
  /// is an independent file. A log that this process has rotated is known, because its writer may
  /// be slow to open the new one. After a restart, numbered archives wait until it has.
  public boolean isKnown() {
    return lastArchive.isPresent()
        || live.filter(stat -> stat.type() == Stat.Type.REGULAR).isPresent()
        || files.stream().anyMatch(file -> ArchiveNames.isSurelyOurs(file.name().mark()));
  }

  /// The state after a rotation, computed without another listing.
  ///
  /// @param moved the new names of archives in `archiveDirectory`, by their present names
  /// @param name the log's as an archive
  /// @param archive the same, read; empty if it cannot be traced to the log
  /// @param marked whether a mark says that the notification of the writer is pending
  public LogState rotated(
      Map<Path, ArchiveName> moved, Path name, Optional<ArchiveName> archive, boolean marked) {
    var after = new ArrayList<Archive.Found>();
    for (Archive.Found file : files) {
      boolean here = file.directory().equals(archiveDirectory);
      ArchiveName read = here ? moved.getOrDefault(file.name().file(), file.name()) : file.name();
      after.add(new Archive.Found(file.directory(), read, file.stat()));
    }
    archive.ifPresent(
        read -> after.add(new Archive.Found(archiveDirectory, read, live.orElseThrow())));
    var left = new ArrayList<Temporary>();
    left.addAll(temporary(Purpose.SHRED));
    left.addAll(temporary(Purpose.COMPRESS));
    if (marked) {
      left.add(new Temporary(directory, TempNames.of(log, Purpose.NOTIFY), Purpose.NOTIFY));
    }
    return new LogState(
        directory,
        log,
        Optional.empty(),
        0,
        archiveDirectory,
        after,
        taken,
        left,
        Optional.of(name));
  }
}
