package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.archive.LogState;
import java.time.Instant;
import java.util.Optional;

/// Since when a log holds what it holds. Pure.
final class Begun {
  private Begun() {}

  /// The log is no older than the last rotation, even if its inode is: with copytruncate that is as
  /// old as the service. Where the filesystem does not know when a log was created, it is taken to
  /// be as old as the last rotation.
  static Instant of(LogState at, RotateSettings settings, Instant now) {
    Optional<Instant> rotated =
        at.archives(now).stream()
            .findFirst()
            .map(newest -> rotated(newest, settings.how().method()))
            .filter(time -> !Archive.isInFuture(time, now));
    return at.live()
        .map(
            live ->
                rotated
                    .filter(time -> !live.isBirthKnown() || live.born().isBefore(time))
                    .orElse(live.born()))
        .orElseGet(() -> rotated.orElse(now));
  }

  /// A numbered archive of copytruncate has its own inode, whose birth says when it was created.
  private static Instant rotated(Archive newest, Method method) {
    return switch (method) {
      case Method.Rename _ -> newest.time();
      case Method.CopyTruncate _ -> newest.created();
    };
  }
}
