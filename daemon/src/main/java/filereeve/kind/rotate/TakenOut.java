package filereeve.kind.rotate;

import static filereeve.telemetry.Field.field;

import filereeve.archive.Archive;
import filereeve.copytruncate.CutOff;
import filereeve.copytruncate.Taken;
import filereeve.copytruncate.WriterCheck;
import filereeve.files.Directory;
import filereeve.files.TempNames;
import filereeve.telemetry.Event;
import filereeve.telemetry.Field;
import filereeve.units.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is special about logs whose content is taken out (`method: copytruncate`): whether their
/// writers can bear it, what a cut-off run left, and what the log lines tell.
final class TakenOut {
  private static final String DOES_NOT_APPEND =
      " writes it without appending (O_APPEND), and would go on at its old offset, behind zeros."
          + " Let it append, or use \"method: rename\", or set \"unsafe_writer: accept\"";
  private static final String UNSEEN =
      "a process that the daemon may not look at has it open, or could, and nobody knows whether it"
          + " appends (O_APPEND). Run the daemon as that user, or give it CAP_SYS_PTRACE (under"
          + " systemd, in CapabilityBoundingSet=), or set \"unsafe_writer: accept\"";

  private final Context context;
  private final LogDirectory directory;
  private final Runnable progress;

  TakenOut(Context context, LogDirectory directory, Runnable progress) {
    this.context = context;
    this.directory = directory;
    this.progress = progress;
  }

  /// Judges what a run left that was cut off, whatever the rule's method is now. If the log still
  /// has everything, copy and intent are removed.
  ///
  /// @return empty if nothing was left
  Optional<CutOff.Verdict> settle(Path log, LogDirectory.Listing listing)
      throws IOException, InterruptedException {
    Directory logs = directory.logs();
    List<Path> left = new ArrayList<>();
    for (TempNames.Purpose purpose : List.of(TempNames.Purpose.CUT, TempNames.Purpose.COPY)) {
      if (listing.has(purpose, log) && logs.stat(TempNames.of(log, purpose)).isPresent()) {
        left.add(TempNames.of(log, purpose));
      }
    }
    if (left.isEmpty()) {
      return Optional.empty();
    }
    CutOff.Verdict verdict =
        new CutOff(context.posix(), context.freezer(), logs, log, progress).settle();
    if (!isToPublish(verdict)) {
      for (Path name : left) {
        logs.unlink(name);
      }
    }
    return Optional.of(verdict);
  }

  static boolean isToPublish(CutOff.Verdict verdict) {
    return switch (verdict) {
      case NOT_CUT, ARCHIVED -> false;
      case CUT, UNKNOWN -> true;
    };
  }

  void tellRecovered(Path log, CutOff.Verdict verdict) {
    context.log().log(
        Event.RECOVERED_FILE,
        field("rule", context.settings().rule()),
        field("file", directory.path(log)),
        field(
            "why",
            switch (verdict) {
              case NOT_CUT -> "a rotation was cut off before it cut the log; its copy was removed";
              case CUT ->
                  "a rotation was cut off after it had cut the log; its copy is an archive now";
              case ARCHIVED -> "a rotation was cut off after its archive had got its name";
              case UNKNOWN ->
                  "a rotation was cut off, and nothing tells whether it had cut the log; its copy"
                      + " is an archive now, whose lines may be in the log too";
            }));
  }

  /// Whether those who write the log can bear that it is cut. If not, that is told.
  boolean isAllowed(Path log) throws IOException {
    return switch (context.settings().method()) {
      case Method.CopyTruncate(boolean accept, boolean _) when !accept ->
          switch (WriterCheck.of(context.posix(), directory.logs(), log)) {
            case WriterCheck.Safe _ -> true;
            case WriterCheck.Unsafe unsafe -> refuse(log, unsafe.names() + DOES_NOT_APPEND);
            case WriterCheck.Unseen _ -> refuse(log, UNSEEN);
          };
      case Method.Rename _, Method.CopyTruncate _ -> true;
    };
  }

  private boolean refuse(Path log, String why) {
    context.leftAlone().tell("rotate", directory.path(log), why);
    return false;
  }

  /// Since when the log holds what it holds. Its inode is as old as the service; of archives, a
  /// numbered one tells by its own inode when it was made.
  Optional<Instant> begun(Snapshot at) {
    return switch (context.settings().method()) {
      case Method.Rename _ -> at.newestArchive();
      case Method.CopyTruncate _ -> at.archives().stream().findFirst().map(TakenOut::made);
    };
  }

  private static Instant made(Archive archive) {
    return archive.variants().stream()
        .map(variant -> variant.stat().born())
        .filter(archive.time()::isBefore)
        .findFirst()
        .orElse(archive.time());
  }

  void tellRotated(Path log, Path archive, Taken taken, Due due, Instant began) {
    List<Field> fields =
        new ArrayList<>(
            List.of(
                field("rule", context.settings().rule()),
                field("file", directory.path(log)),
                field("archive", directory.archivePath(archive)),
                field("bytes", new Size(taken.bytes())),
                field("cause", due.key())));
    if (taken.couldBeLost().isPresent()) {
      fields.add(field("could_be_lost", new Size(taken.couldBeLost().getAsLong())));
    } else {
      fields.add(field("lost", new Size(0)));
    }
    taken.paused().ifPresent(time -> fields.add(field("paused", time)));
    if (taken.split()) {
      fields.add(field("split", "a line"));
    }
    fields.add(field("took", Duration.between(began, context.clock().instant())));
    context.log().log(Event.ROTATED, fields.toArray(Field[]::new));
  }
}
