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
/// @param size rotate what is larger
/// @param age rotate what was begun longer ago
/// @param minSize nothing smaller is rotated, whatever else says so; empty files never are
/// @param zone of the times in archives' names
/// @param archiveDir a directory for the archives: a name beside the log, or an absolute path
/// @param onRemove what else happens to an archive that `keep` removes
/// @param rotatedMail the name of a notification that gets each new archive
/// @param account whose rights to files are enough; empty means the program's own
/// @param timeout of one command
public record RotateSettings(
    RuleName rule,
    List<Glob> files,
    Missing missing,
    Optional<Size> size,
    Optional<Duration> age,
    Size minSize,
    Method method,
    Optional<Create> create,
    Hooks hooks,
    Naming naming,
    ZoneId zone,
    Optional<String> archiveDir,
    Keep keep,
    OnRemove onRemove,
    Optional<String> rotatedMail,
    Optional<Account> account,
    Optional<Compression> compress,
    Duration timeout) {

  /// @param skipNewest this many of the newest archives stay as they are
  public record Compression(Codec codec, Level level, int skipNewest) {}

  /// Whether any archive is mailed.
  boolean mails() {
    return rotatedMail.isPresent() || onRemove.mail().isPresent();
  }
}
