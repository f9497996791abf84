package filereeve.kind.rotate;

import static java.util.stream.Collectors.joining;

import filereeve.archive.Archive;
import filereeve.archive.LogState;
import filereeve.archive.Retention;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// One step of a plan: one durable operation, or what is handed over to another run. Names are
/// relative to the directory of the logs or to the one that archives go to, which is often the
/// same. None of them ever overwrites a file.
sealed interface Step {
  /// Removes a file of ours beside the log.
  record Discard(Path name) implements Step {}

  /// Creates the new, empty log under a temporary name.
  ///
  /// @param like the path of the rotated file, whose attributes it gets where `create` says nothing
  /// @param stat its attributes
  record CreateNew(Path temp, Path like, Stat stat) implements Step {}

  /// The new log gets its name, unless the writer was quicker in creating one.
  record PutNew(Path temp, Path log) implements Step {}

  /// Overwrites and removes what is left of an archive. Takes as long as overwriting takes.
  record FinishShred(LogState.Temporary file) implements Step {}

  /// Removes a temporary file that no running compression uses.
  record RemoveTemporary(LogState.Temporary file) implements Step {}

  /// Compares an archive's two variants; if they are the same, the plain one is removed. Takes as
  /// long as reading the archive takes.
  record JoinVariants(Archive archive) implements Step {}

  /// Requires that no file has these names, in any variant: an archive that came or was compressed
  /// since the state was read would otherwise get a namesake.
  record RequireFree(List<Path> archives) implements Step {}

  /// Marks what is about to become an archive: it is to be delivered.
  record MarkForDelivery(Path log) implements Step {}

  /// Creates the mark that the writer is to be notified; one that is there already will do.
  record MarkForNotification(Path mark) implements Step {}

  /// Gives an archive the next higher number.
  record Shift(Path archive, Path to) implements Step {}

  /// The log becomes an archive. If another file has its name by now, then that one is rotated,
  /// whole: in a trusted directory only its owner or root can have put it there.
  ///
  /// @param newLog the temporary name of the new log, which is swapped for the log ([LogSwap])
  record MoveLog(Path log, Optional<Path> newLog, Path archive, Stat live, Due due)
      implements Step {}

  /// A log that was swapped for the new one becomes an archive, durably.
  ///
  /// @param swapped its temporary name
  record FinishMove(Path swapped, Path archive) implements Step {}

  /// Copies the content of the log to a temporary file and cuts it from the log; the intent to do
  /// so is left beside it.
  record CopyTruncate(Path log, Stat live, boolean pauseWriter) implements Step {}

  /// The copy becomes an archive, durably; then the intent is removed.
  ///
  /// @param due empty if an interrupted run had created the copy
  record Publish(Path log, Path archive, Optional<Due> due) implements Step {}

  /// Skips the log: rotating it would not be safe.
  record Skip(Path log, String why) implements Step {}

  /// The log cannot be rotated until an administrator changes something.
  record Refuse(String why) implements Step {}

  /// The writer is to be notified.
  ///
  /// @param log its path
  /// @param archive what it became, if that is known
  record Notify(Path log, Optional<Archive> archive) implements Step {}

  /// Removes an archive in all its variants.
  record Remove(Archive archive, Retention.Reason reason) implements Step {}

  /// Hands over: the archives of the log's directory are to be compressed.
  record Compress(List<Path> archives) implements Step {}

  /// Hands over: the archives of the rule are to be delivered, as far as that is pending.
  record Deliver() implements Step {}

  /// As a dry run prints it.
  default String text() {
    return switch (this) {
      case Discard(Path name) -> "remove " + name;
      case CreateNew(Path temp, Path _, Stat _) -> "create " + temp;
      case PutNew(Path temp, Path log) -> "rename %s to %s".formatted(temp, log);
      case FinishShred(var file) -> "overwrite and remove " + file.name();
      case RemoveTemporary(var file) -> "remove " + file.name();
      case JoinVariants(Archive archive) -> "compare " + names(archive);
      case RequireFree(var archives) -> "require free " + names(archives);
      case MarkForDelivery(Path log) -> "mark %s for delivery".formatted(log);
      case MarkForNotification(Path mark) -> "create " + mark;
      case Shift(Path archive, Path to) -> "rename %s to %s".formatted(archive, to);
      case MoveLog move ->
          "%srename %s to %s (%s)"
              .formatted(
                  move.newLog().map(n -> "swap %s and %s; ".formatted(move.log(), n)).orElse(""),
                  move.newLog().orElse(move.log()),
                  move.archive(),
                  move.due().key());
      case FinishMove(Path swapped, Path archive) -> "rename %s to %s".formatted(swapped, archive);
      case CopyTruncate copy -> "copy and cut " + copy.log();
      case Publish(Path log, Path archive, Optional<Due> due) ->
          "rename the copy of %s to %s%s"
              .formatted(log, archive, due.map(why -> " (" + why.key() + ")").orElse(""));
      case Skip(Path log, String why) -> "skip %s: %s".formatted(log, why);
      case Refuse(String why) -> "refuse: " + why;
      case Notify(Path log, var archive) ->
          "run \"after\" for %s%s"
              .formatted(log.getFileName(), archive.map(a -> ", now " + names(a)).orElse(""));
      case Remove(Archive archive, var reason) ->
          "remove %s (%s)".formatted(names(archive), reason.key());
      case Compress(var archives) -> "compress " + names(archives);
      case Deliver() -> "deliver what is pending";
    };
  }

  private static String names(Archive archive) {
    return names(archive.variants().stream().map(Archive.Variant::name).toList());
  }

  private static String names(Collection<Path> paths) {
    return paths.stream().map(path -> String.valueOf(path.getFileName())).collect(joining(" and "));
  }
}
