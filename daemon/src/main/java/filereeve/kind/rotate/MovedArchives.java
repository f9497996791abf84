package filereeve.kind.rotate;

import filereeve.posix.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds archives whose names have changed since they were listed: numbered ones move up when their
/// log is rotated. The inode decides.
///
/// Thread: used by one at a time.
final class MovedArchives {
  private final LogDirectory directory;
  private @Nullable LogListing listing;

  MovedArchives(LogDirectory directory) {
    this.directory = directory;
  }

  /// The name of the plain variant now; empty if it is gone. The caller holds the log, so that its
  /// archives keep their names.
  Optional<Path> nameNow(ArchiveToCompress archive) throws IOException {
    if (isAt(archive.plain().name(), archive)) {
      return Optional.of(archive.plain().name());
    }
    Optional<Path> found = listing == null ? Optional.empty() : find(archive, listing);
    if (found.isEmpty()) {
      listing = directory.list();
      found = find(archive, listing);
    }
    return found;
  }

  private Optional<Path> find(ArchiveToCompress archive, LogListing names) throws IOException {
    for (var named : names.archives().getOrDefault(archive.log().getFileName(), List.of())) {
      boolean here = named.directory().equals(archive.archive().directory());
      if (here && named.name().codec().isEmpty() && isAt(named.name().file(), archive)) {
        return Optional.of(named.name().file());
      }
    }
    return Optional.empty();
  }

  private boolean isAt(Path name, ArchiveToCompress archive) throws IOException {
    Stat wanted = archive.plain().stat();
    return directory.of(archive.archive()).stat(name).filter(wanted::sameInode).isPresent();
  }
}
