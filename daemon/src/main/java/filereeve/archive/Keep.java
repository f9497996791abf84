package filereeve.archive;

import filereeve.units.Size;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// The limits of the archives that are kept of one log: the newest ones within all limits.
///
/// @param files the number of archives
/// @param age the age of an archive
/// @param total the sum of the archives' sizes, compressed as they are
/// @param free the space to keep free on their filesystem
public record Keep(
    OptionalInt files, Optional<Duration> age, Optional<Size> total, Optional<FreeSpace> free) {
  /// No limits: all archives are kept.
  public static final Keep ALL =
      new Keep(OptionalInt.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
