package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.archive.FreeSpace;
import filereeve.archive.SpaceToFree;
import filereeve.archive.SpaceToFree.Candidate;
import filereeve.files.Directory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `keep.free` in one run. Where a filesystem has too little free space, the oldest archives of the
/// rule on it are removed, whichever log they are of, until it is enough ([SpaceToFree]). The
/// newest of each log is kept.
final class FreeSpaceRetention {
  /// Removes one archive.
  interface Remover {
    /// @param log its name
    /// @return whether the archive was removed
    boolean remove(LogDirectory directory, Path log, Archive archive)
        throws IOException, InterruptedException;
  }

  private final Context context;
  private final Runnable progress;
  private final RunTally tally;
  private final Remover remover;
  private final Optional<FreeSpace> wanted;

  /// By device.
  private final Map<Long, SpaceToFree> filesystems = new HashMap<>();

  FreeSpaceRetention(Context context, Runnable progress, RunTally tally, Remover remover) {
    this.context = context;
    this.progress = progress;
    this.tally = tally;
    this.remover = remover;
    this.wanted = context.settings().archives().keep().free();
  }

  /// Offers what the other limits keep of a log.
  ///
  /// @param log its name
  void consider(LogDirectory directory, Path log, List<Archive> newestFirst) throws IOException {
    if (wanted.isEmpty()) {
      return;
    }
    for (Archive archive : newestFirst.stream().skip(1).toList()) {
      if (archive.hasDateOf(newestFirst.getFirst())) {
        continue;
      }
      long device = archive.variants().getFirst().stat().device();
      SpaceToFree filesystem = filesystems.get(device);
      if (filesystem == null) {
        filesystem = new SpaceToFree(missing(directory.of(archive)));
        filesystems.put(device, filesystem);
      }
      filesystem.offer(new Candidate(directory.path(log), archive));
    }
  }

  /// Whether archives are to be removed.
  boolean isNeeded() {
    return filesystems.values().stream().anyMatch(filesystem -> !filesystem.isEnough());
  }

  void free() throws InterruptedException {
    for (SpaceToFree filesystem : filesystems.values()) {
      free(filesystem.toDelete());
    }
  }

  /// Recomputes how much is missing: other archives were removed meanwhile.
  private void free(List<Candidate> candidates) throws InterruptedException {
    Optional<Long> missing = Optional.empty();
    for (Candidate next : candidates) {
      progress.run();
      Path logs = ArchivePlace.directoryOf(next.log());
      try (LogDirectory directory = LogDirectory.open(context, logs)) {
        Optional<Directory> archives = directory.at(next.archive().directory());
        if (archives.isEmpty()) {
          continue;
        }
        long left = missing.isPresent() ? missing.get() : missing(archives.get());
        if (left <= 0) {
          return;
        }
        boolean gone = remover.remove(directory, next.log().getFileName(), next.archive());
        missing = Optional.of(gone ? left - next.archive().bytesOnDisk() : left);
      } catch (IOException e) {
        tally.add("remove old archives of " + next.log(), e);
      }
    }
  }

  private long missing(Directory directory) throws IOException {
    return wanted.orElseThrow().missing(context.posix().space(directory.fd()));
  }
}
