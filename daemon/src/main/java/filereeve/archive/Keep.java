package filereeve.archive;

import filereeve.units.Size;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// How many archives of one file stay: the newest that satisfy every limit that is given.
///
/// @param files at most this many
/// @param age at most this old
/// @param total at most this much in all, as the files are on disk
/// @param free so much of the filesystem that they are on is to stay free
public record Keep(
    OptionalInt files, Optional<Duration> age, Optional<Size> total, Optional<FreeSpace> free) {
  /// No limit: all stay.
  public static final Keep ALL =
      new Keep(OptionalInt.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
