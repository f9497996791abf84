package filereeve.kind.rotate;

import java.util.Locale;

/// The stages of a plan, in their order. A run that is killed at any point leaves a state from
/// which the same order recovers.
enum Stage {
  /// A copy, or the intent to cut the log, is left: the copy becomes an archive or is removed.
  FINISH_COPYTRUNCATE,
  /// A new log is left under its temporary name: it is removed, or recreated in the log's place.
  FINISH_NEW_LOG,
  /// An archive is left that was being overwritten.
  FINISH_SHRED,
  /// A temporary file is left that was to become a compressed archive.
  REMOVE_TEMPORARY_ARCHIVE,
  /// An archive that is about to be renamed exists in two variants: they become one, so that no
  /// interruption can make two archives of them.
  JOIN_VARIANTS,
  /// The log becomes an archive. Between this and what follows, the directories are synced, once
  /// for all logs in them.
  ROTATE,
  /// The writer is notified: once for all logs of a run, or for each at once (`hooks`).
  NOTIFY,
  /// Archives outside the limits of `keep` are removed.
  RETAIN,
  /// Hands the archives of the directory over to a run of their own in the lane COMPRESS.
  COMPRESS,
  /// Hands the archives of the rule over to a run of their own in the lane MAIL.
  DELIVER;

  /// Whether it recovers from an interruption: when it has changed anything, the log is planned
  /// again.
  boolean isRecovery() {
    return compareTo(ROTATE) < 0;
  }

  /// Whether the scan at the start carries it out. What may take long or run a command waits for
  /// the next run: the daemon is ready when all rules have been scanned.
  boolean isForStart() {
    return switch (this) {
      case FINISH_COPYTRUNCATE,
          FINISH_NEW_LOG,
          REMOVE_TEMPORARY_ARCHIVE,
          NOTIFY,
          COMPRESS,
          DELIVER ->
          true;
      case FINISH_SHRED, JOIN_VARIANTS, ROTATE, RETAIN -> false;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
