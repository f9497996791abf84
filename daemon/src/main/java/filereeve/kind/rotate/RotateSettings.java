package filereeve.kind.rotate;

import filereeve.archive.Keep;
import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.event.RuleName;
import filereeve.posix.Account;
import filereeve.route.Glob;
import filereeve.units.Size;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// One rule of the section `rotate`.
///
/// @param missing what it means that there is no log
/// @param account whose permissions are enough; empty means the program's own
/// @param timeout of one command
public record RotateSettings(
    RuleName rule,
    List<Glob> files,
    Missing missing,
    When when,
    How how,
    Names names,
    Archives archives,
    Optional<Account> account,
    Duration timeout) {

  /// @param size rotate a log that has reached it
  /// @param age rotate a log that was begun this long ago
  /// @param minSize nothing smaller is rotated, whatever else says so; empty files never are
  public record When(Optional<Size> size, Optional<Duration> age, Size minSize) {}

  /// @param create how a new log is created; empty if none is
  public record How(Method method, Optional<Create> create, Hooks hooks) {}

  /// @param zone of the times in names
  /// @param archiveDir a directory for the archives: a name beside the log, or an absolute path
  public record Names(Naming naming, ZoneId zone, Optional<String> archiveDir) {}

  /// @param onRemove what else happens to an archive that `keep` removes
  /// @param onArchive where each new archive is delivered
  public record Archives(
      Keep keep, OnRemove onRemove, Destinations onArchive, Optional<Compression> compress) {}

  /// @param skipNewest this many of the newest archives are not compressed
  public record Compression(Codec codec, Level level, int skipNewest) {}

  public Optional<Size> size() {
    return when.size();
  }

  public Optional<Duration> age() {
    return when.age();
  }

  public Size minSize() {
    return when.minSize();
  }

  public Method method() {
    return how.method();
  }

  public Optional<Create> create() {
    return how.create();
  }

  public Hooks hooks() {
    return how.hooks();
  }

  public Naming naming() {
    return names.naming();
  }

  public ZoneId zone() {
    return names.zone();
  }

  public Optional<String> archiveDir() {
    return names.archiveDir();
  }

  public Keep keep() {
    return archives.keep();
  }

  public OnRemove onRemove() {
    return archives.onRemove();
  }

  public Destinations onArchive() {
    return archives.onArchive();
  }

  public Optional<Compression> compress() {
    return archives.compress();
  }

  /// Whether any archive is delivered.
  boolean delivers() {
    return !onArchive().isEmpty() || !onRemove().first().isEmpty();
  }
}
