package filereeve.archive;

import filereeve.files.TempNames;
import filereeve.files.TempNames.Purpose;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything on disk that concerns one log, at one moment: what a plan is made of. It is read from
/// one listing of the directories, while the log's lock is held.
///
/// @param directory the log's, absolute
/// @param log its name there
/// @param live empty if there is no such file now
/// @param archiveDirectory where the log becomes an archive
/// @param files those whose names are archives' of this log, in all directories
/// @param taken what names in the directories for new archives say, of regular files or not
/// @param temporary files that an interrupted run left, or that a running one uses
/// @param wasRotated whether this process has rotated the log
public record LogState(
    Path directory,
    Path log,
    Optional<Stat> live,
    Path archiveDirectory,
    List<Archive.Found> files,
    List<ArchiveName.Mark> taken,
    List<Temporary> temporary,
    boolean wasRotated) {

  /// A temporary file of ours.
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

  /// Newest first.
  public List<Archive> archives() {
    return Archive.newestFirst(files);
  }

  /// Whether there is a temporary file for this.
  public boolean has(Purpose purpose) {
    return !temporary(purpose).isEmpty();
  }

  public List<Temporary> temporary(Purpose purpose) {
    return temporary.stream().filter(file -> file.purpose() == purpose).toList();
  }

  /// Whether there is such a log, or surely was: `xa.log.1` where nobody has ever seen an `xa.log`
  /// is somebody's own file. A log that was rotated counts, as its writer may take its time to open
  /// the new one. After a restart its archives wait for that.
  public boolean isKnown() {
    return wasRotated
        || live.filter(stat -> stat.type() == Stat.Type.REGULAR).isPresent()
        || archives().stream().anyMatch(Archive::isSurelyOurs);
  }

  /// The state after a rotation: what it leaves on disk is known without another listing.
  ///
  /// @param moved the new names of archives in `archiveDirectory`, by their names now
  /// @param archive what the log becomes; empty if its name does not lead back to the log
  /// @param marked whether a mark says that the writer is still to be notified
  public LogState rotated(
      Map<Path, ArchiveName> moved, Optional<ArchiveName> archive, boolean marked) {
    var after = new ArrayList<Archive.Found>();
    for (Archive.Found file : files) {
      boolean here = file.directory().equals(archiveDirectory);
      ArchiveName name = here ? moved.getOrDefault(file.name().file(), file.name()) : file.name();
      after.add(new Archive.Found(file.directory(), name, file.stat()));
    }
    archive.ifPresent(
        name -> after.add(new Archive.Found(archiveDirectory, name, live.orElseThrow())));
    var left = new ArrayList<Temporary>();
    left.addAll(temporary(Purpose.SHRED));
    left.addAll(temporary(Purpose.COMPRESS));
    if (marked) {
      left.add(new Temporary(directory, TempNames.of(log, Purpose.NOTIFY), Purpose.NOTIFY));
    }
    return new LogState(
        directory, log, Optional.empty(), archiveDirectory, after, taken, left, true);
  }
}
