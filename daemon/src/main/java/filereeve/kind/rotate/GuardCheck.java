package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.archive.LogState;
import filereeve.archive.Retention;
import filereeve.copytruncate.AppendCheck;
import filereeve.copytruncate.CopyTruncateRecovery;
import filereeve.files.TempNames;
import filereeve.kind.rotate.RotationPlan.Part;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Checks the guards of plans, for the logs of one directory. A guard that fails until an
/// administrator changes something is logged.
final class GuardCheck {
  private final Context context;
  private final LogDirectory directory;
  private final RunHooks hooks;
  private final Runnable progress;

  private CopyTruncateRecovery.Verdict verdict = CopyTruncateRecovery.Verdict.NOT_CUT;

  GuardCheck(Context context, LogDirectory directory, RunHooks hooks, Runnable progress) {
    this.context = context;
    this.directory = directory;
    this.hooks = hooks;
    this.progress = progress;
  }

  /// The first guard of a part of a plan that does not hold; empty if all do.
  Optional<Guard> failing(LogState at, Part part) throws IOException, InterruptedException {
    for (Guard guard : part.guards()) {
      if (!holds(at, guard, part.steps().getFirst())) {
        return Optional.of(guard);
      }
    }
    return Optional.empty();
  }

  private boolean holds(LogState at, Guard guard, Step step)
      throws IOException, InterruptedException {
    return switch (guard) {
      case LOG_WAS_CUT -> {
        verdict = judge(at);
        yield verdict.isToPublish();
      }
      case LOG_WAS_NOT_CUT -> !verdict.isToPublish(); // asked right after the other
      case LOG_WAS_SWAPPED -> isSwapped(at);
      case LOG_WAS_NOT_SWAPPED -> !isSwapped(at);
      case ARCHIVES_APART -> isAllowed(at, directory.mixedWith(at.log()));
      case OWNER_IN_CONTROL -> isAllowed(at, directory.foreign(at.live().orElseThrow()));
      case NO_PROGRAM -> isAllowed(at, program(at));
      case WRITERS_APPEND ->
          isAllowed(at, AppendCheck.problem(context.posix(), directory.logs(), at.log()));
      case BEFORE_HAS_RUN -> hooks.before(at.path());
      case NOT_WRITTEN -> isNotWritten(archive(step));
      case NO_DELIVERY_PENDING -> !new PendingDelivery(context, directory).isPending(archive(step));
      case CLOCK_TRUSTED -> context.services().clockTrust().isTrusted();
      case STILL_WRITTEN ->
          !context.notification().isPending(at.path()) && isStillWritten(archive(step));
    };
  }

  private static Archive archive(Step step) {
    return switch (step) {
      case Step.Remove(Archive archive, Retention.Reason _) -> archive;
      case Step.Notify(Path _, Optional<Archive> archive) -> archive.orElseThrow();
      default -> throw new IllegalArgumentException(step.text() + " is about no archive");
    };
  }

  /// What became of an interrupted copytruncate, as it was judged last.
  CopyTruncateRecovery.Verdict verdict() {
    return verdict;
  }

  /// Can take long: it compares the copy with the log.
  private CopyTruncateRecovery.Verdict judge(LogState at) throws IOException, InterruptedException {
    return new CopyTruncateRecovery(
            context.posix(), context.freezer(), directory.logs(), at.log(), progress)
        .recover();
  }

  private boolean isSwapped(LogState at) throws IOException {
    Path newLog = TempNames.of(at.log(), TempNames.Purpose.CREATE);
    return !new LogSwap(context.posix(), directory).isUnused(newLog);
  }

  private Optional<String> program(LogState at) throws IOException {
    Fd log;
    try {
      log = directory.logs().openForReading(at.log());
    } catch (PosixException e) {
      if (e.errno() == Errno.EACCES) {
        return Optional.empty(); // it may only be written
      }
      throw e;
    }
    try {
      RotateSettings settings = context.settings();
      return settings.access().problem(settings.files(), at.path(), log, context.posix());
    } finally {
      context.posix().close(log);
    }
  }

  private boolean isAllowed(LogState at, Optional<String> why) {
    why.ifPresent(reason -> context.skip("rotate", at.path(), reason));
    return why.isEmpty();
  }

  private boolean isNotWritten(Archive archive) throws IOException {
    Archive.Variant plain = archive.plain().orElseThrow();
    if (!context.writers().isWritten(directory.of(archive), plain)) {
      return true;
    }
    context.skip(
        "remove",
        archive.directory().resolve(plain.name()),
        "a process still writes to it. Make the program reopen its log: set \"after\"");
    return false;
  }

  /// Where the kernel cannot say which process has it open, the times decide: renaming changes only
  /// the change time, writing changes both.
  private boolean isStillWritten(Archive archive) throws IOException {
    Archive.Variant plain = archive.plain().orElseThrow();
    Fd fd = directory.of(archive).openForReading(plain.name());
    try {
      return switch (context.posix().writers(fd)) {
        case SOME -> true;
        case NONE -> false;
        case UNKNOWN -> !plain.stat().modified().isBefore(plain.stat().changed());
      };
    } finally {
      context.posix().close(fd);
    }
  }
}
