package filereeve.kind.rotate;

import filereeve.archive.Keep;
import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.event.RuleName;
import filereeve.process.Action;
import filereeve.route.Glob;
import filereeve.rule.Access;
import filereeve.units.Size;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// One rule of the section `rotate`.
///
/// @param missing what it means that there is no log
/// @param timeout of one command
public record RotateSettings(
    RuleName rule,
    List<Glob> files,
    Missing missing,
    When when,
    How how,
    Names names,
    Archives archives,
    Access access,
    Duration timeout) {

  /// @param size rotate a log that has reached it
  /// @param age rotate a log that was begun this long ago
  /// @param minSize nothing smaller is rotated, whatever else says so; empty files never are
  public record When(Optional<Size> size, Optional<Duration> age, Size minSize) {}

  /// @param create how a new log is created; empty if none is
  public record How(Method method, Optional<Create> create, Hooks hooks) {}

  /// @param zone of the times in names
  /// @param archiveDir a directory for the archives: a name beside the log, or an absolute path
  /// @param createsArchiveDir whether it is created if it is missing; beside the log it always is
  public record Names(
      Naming naming, ZoneId zone, Optional<String> archiveDir, boolean createsArchiveDir) {}

  /// @param onRemove what else happens to an archive that `keep` removes
  /// @param onArchive where each new archive is delivered
  public record Archives(
      Keep keep, OnRemove onRemove, Destinations onArchive, Optional<Compression> compress) {}

  /// @param skipNewest this many of the newest archives are not compressed
  public record Compression(Codec codec, Level level, int skipNewest) {}

  /// What a run means that finds no file for the rule's globs.
  public enum Missing {
    /// Nothing.
    OK,
    /// A failure.
    ERROR
  }

  /// The attributes of the new, empty log. What is left out is taken from the rotated one.
  ///
  /// @param mode such as 0640
  /// @param owner a user's name
  /// @param group a group's name
  public record Create(Optional<Integer> mode, Optional<String> owner, Optional<String> group) {}

  /// What else happens to an archive that retention removes.
  ///
  /// @param first where it is delivered first; until that has succeeded, it is kept
  /// @param shred whether it is overwritten before its blocks are freed
  public record OnRemove(Destinations first, boolean shred) {
    public static final OnRemove NOTHING = new OnRemove(Destinations.NONE, false);
  }

  /// Where an archive is delivered: when it is new, or before it is removed.
  ///
  /// @param mail an entry of `notify`
  /// @param run a command, such as one that copies the archive to another host
  public record Destinations(Optional<String> mail, Optional<Action.Run> run) {
    public static final Destinations NONE = new Destinations(Optional.empty(), Optional.empty());

    boolean isEmpty() {
      return mail.isEmpty() && run.isEmpty();
    }
  }

  /// Whether any archive is delivered.
  boolean delivers() {
    return !archives.onArchive().isEmpty() || !archives.onRemove().first().isEmpty();
  }
}
