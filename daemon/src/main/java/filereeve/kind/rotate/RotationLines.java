package filereeve.kind.rotate;

import static filereeve.telemetry.Field.field;
import static java.util.stream.Collectors.joining;

import filereeve.archive.Archive;
import filereeve.archive.Retention;
import filereeve.copytruncate.CopyTruncateRecovery.Verdict;
import filereeve.copytruncate.Extraction;
import filereeve.kind.rotate.RotationPlan.Part;
import filereeve.posix.Fd;
import filereeve.posix.Stat;
import filereeve.process.OpenWriters;
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

/// Logs what happens to the logs and archives of one directory.
record RotationLines(Context context, LogDirectory directory) {
  /// A part of a plan is about to be carried out.
  void planned(Path log, Part part) {
    if (context.services().log().isOn(Event.PLANNED)) {
      context.log(Event.PLANNED, field("file", directory.path(log)), field("steps", part));
    }
  }

  void rotated(Path log, Path archive, Stat live, Due due, Instant began) {
    rotated(log, archive, live.size(), due, List.of(), began);
  }

  void copyTruncated(Path log, Path archive, Extraction copied, Due due, Instant began) {
    var fields = new ArrayList<Field>();
    if (copied.couldBeLost().isPresent()) {
      fields.add(field("could_be_lost", new Size(copied.couldBeLost().getAsLong())));
    } else {
      fields.add(field("lost", new Size(0)));
    }
    copied.paused().ifPresent(time -> fields.add(field("paused", time)));
    if (copied.split()) {
      fields.add(field("split", "a line"));
    }
    rotated(log, archive, copied.bytes(), due, fields, began);
  }

  private void rotated(
      Path log, Path archive, long bytes, Due due, List<Field> more, Instant began) {
    var fields = new ArrayList<Field>();
    fields.add(field("file", directory.path(log)));
    fields.add(field("archive", directory.archivePath(archive)));
    fields.add(field("bytes", new Size(bytes)));
    fields.add(field("cause", due.key()));
    limit(due).ifPresent(limit -> fields.add(field("limit", limit)));
    fields.addAll(more);
    fields.add(field("took", Duration.between(began, context.now())));
    context.log(Event.ROTATED, fields);
  }

  /// What the log had reached.
  private Optional<?> limit(Due due) {
    return switch (due) {
      case SIZE -> context.settings().when().size();
      case AGE -> context.settings().when().age();
      case OPERATOR, SCHEDULE -> Optional.empty();
    };
  }

  void removed(Path log, Path archive, long bytes, Retention.Reason reason) {
    context.log(
        Event.REMOVED,
        field("file", directory.path(log)),
        field("archive", archive),
        field("bytes", new Size(bytes)),
        field("why", reason.key()));
  }

  /// @param archives of a log
  void unknownDates(Path log, List<Archive> archives) {
    if (archives.stream().anyMatch(Archive::isDateUnknown)) {
      context.skip(
          "tell the age of some archives of",
          directory.path(log),
          "they are dated in the future, so the clock was wrong once. They count as the oldest, and"
              + " \"keep.age\" does not remove them. Set the clock if it is wrong now, or else"
              + " remove or rename them");
    }
  }

  void copyTruncateFinished(Path log, Verdict verdict) {
    recovered(
        directory.path(log),
        switch (verdict) {
          case NOT_CUT -> "a rotation was interrupted before it cut the log; its copy was removed";
          case CUT ->
              "a rotation was interrupted after it had cut the log; its copy is an archive now";
          case ARCHIVED -> "a rotation was interrupted after its archive had got its name";
          case UNKNOWN ->
              "a rotation was interrupted, and it is unknown whether it had cut the log; its copy"
                  + " is an archive now, whose lines may be in the log too";
        });
  }

  void newLogFinished(Path log, Step last) {
    recovered(
        directory.path(log),
        switch (last) {
          case Step.FinishMove _ ->
              "a rotation was interrupted after the new file was in place; the old one is an"
                  + " archive now";
          case Step.PutNew _ ->
              "a rotation was interrupted before the new file was in place; it is now";
          default -> "a rotation was interrupted before it began; its new file was removed";
        });
  }

  /// @param archive plain
  void stillWritten(Archive archive) throws IOException {
    Archive.Variant plain = archive.plain().orElseThrow();
    Fd fd = directory.of(archive).openForReading(plain.name());
    String writers;
    try {
      writers =
          OpenWriters.of(fd).writers().stream()
              .map(OpenWriters.Writer::toString)
              .distinct()
              .collect(joining(", "));
    } finally {
      context.posix().close(fd);
    }
    boolean hook = context.settings().how().hooks().after().isPresent();
    context.log(
        Event.STILL_WRITTEN,
        field("file", archive.path(plain)),
        field(
            "why",
            "%s still writes to this archive, after more than 10 minutes: it has not reopened its log. %s, or set \"method: copytruncate\"."
                .formatted(
                    writers.isEmpty() ? "a process that the daemon cannot see" : writers,
                    hook
                        ? "Let \"after\" make it reopen the log"
                        : "Set \"after\" to make it do so")));
  }

  void recovered(Path file, String why) {
    context.log(Event.RECOVERED_FILE, field("file", file), field("why", why));
  }
}
