package filereeve.kind.rotate;

import static filereeve.telemetry.Field.field;

import filereeve.archive.Archive;
import filereeve.archive.LogState;
import filereeve.archive.Retention;
import filereeve.notify.Delivery;
import filereeve.notify.Mailer;
import filereeve.posix.Fd;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.telemetry.Event;
import filereeve.units.Size;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// One file of an archive, open, and what mail it is due.
final class ArchiveMail implements Closeable {
  /// @param log its name
  /// @param directory the archive's
  /// @param going why the archive is to be removed; empty if it is kept
  record Item(Path log, Path directory, Archive.Variant variant, Optional<Retention.Reason> going) {
    Path path() {
      return directory.resolve(variant.name());
    }
  }

  /// What became of it.
  sealed interface Result {
    /// It is due none, or none that can be sent.
    record Nothing() implements Result {}

    /// Not yet: a process still writes to it.
    record Written() implements Result {}

    /// It has got all that it was due.
    record Sent() implements Result {}

    /// @param all whether no other mail can be sent either
    record Failed(String why, boolean all) implements Result {}
  }

  private final Context context;
  private final Mailer mailer;
  private final MailMark mark;
  private final LogDirectory directory;
  private final Item item;
  private final Fd file;

  private ArchiveMail(Context context, Mailer mailer, LogDirectory directory, Item item, Fd file) {
    this.context = context;
    this.mailer = mailer;
    this.mark = new MailMark(context.posix());
    this.directory = directory;
    this.item = item;
    this.file = file;
  }

  /// @throws PosixException `ENOENT` if it is gone, or has another name now
  static ArchiveMail open(Context context, Mailer mailer, LogDirectory directory, Item item)
      throws IOException {
    Fd file = directory.at(item.directory()).orElseThrow().openForReading(item.variant().name());
    return new ArchiveMail(context, mailer, directory, item, file);
  }

  Result send(Runnable progress) throws IOException, InterruptedException {
    Stat stat = context.posix().stat(file);
    if (!stat.sameInode(item.variant().stat())) {
      return new Result.Nothing(); // another has its name now
    }
    Optional<String> asNew = context.settings().rotatedMail();
    boolean isNew = asNew.isPresent() && mark.is(MailMark.NEW, file);
    if (!isNew && item.going().isEmpty()) {
      return new Result.Nothing();
    }
    if (context.writers().isWritten(file, stat)) {
      return new Result.Written();
    }
    if (isNew) {
      Result result = mail(asNew.get(), stat, Optional.empty(), progress);
      if (!(result instanceof Result.Sent)) {
        return result;
      }
      mark.remove(file);
    }
    return item.going().isEmpty() ? new Result.Sent() : mailAndRemove(stat, progress);
  }

  private Result mailAndRemove(Stat stat, Runnable progress)
      throws IOException, InterruptedException {
    Optional<String> to = context.settings().onRemove().mail();
    if (to.isPresent()) {
      Result result =
          fits(to.get(), stat)
              ? mail(to.get(), stat, item.going(), progress)
              : keep(to.get(), stat, progress);
      if (!(result instanceof Result.Sent)) {
        return result;
      }
    }
    return remove(stat, progress) ? new Result.Sent() : new Result.Written();
  }

  /// One that is too large to be mailed before it is removed is kept. Somebody is notified, once.
  private Result keep(String to, Stat stat, Runnable progress)
      throws IOException, InterruptedException {
    context
        .leftAlone()
        .tell(
            "remove",
            item.path(),
            "it is to be mailed first and has %s, but notify.%s.email.max_size is %s. Raise that, or remove it yourself"
                .formatted(new Size(stat.size()), to, mailer.maxSize(to)));
    // Marked first: rather no mail, as the log has it, than one at every run.
    if (mark.is(MailMark.TOO_LARGE, file) || !mark.put(MailMark.TOO_LARGE, file)) {
      return new Result.Nothing();
    }
    Result result = mail(to, stat, item.going(), progress);
    if (result instanceof Result.Failed) {
      mark.remove(file);
      return result;
    }
    return new Result.Nothing();
  }

  private Result mail(String to, Stat stat, Optional<Retention.Reason> reason, Runnable progress)
      throws IOException, InterruptedException {
    Instant began = context.clock().instant();
    var message =
        new ArchiveMessage(
            context.settings().rule(), directory.path(item.log()), item.path(), stat, reason);
    boolean attach = fits(to, stat);
    Delivery delivery =
        mailer.send(
            to,
            attach ? message.attached(context.posix(), file) : message.tooLarge(mailer.maxSize(to)),
            progress);
    return switch (delivery) {
      case Delivery.Refused(String why) -> new Result.Failed(why, false);
      case Delivery.Impossible(String why) -> new Result.Failed(why, true);
      case Delivery.Taken() -> {
        logMailed(to, stat, reason, attach, began);
        yield isAsItWas(stat) ? new Result.Sent() : new Result.Written();
      }
    };
  }

  /// By the name that it has now: another rotation may have moved it up meanwhile.
  ///
  /// @return false if it has changed since it was looked at
  private boolean remove(Stat mailed, Runnable progress) throws IOException, InterruptedException {
    try (var _ = context.locks().hold(directory.path(item.log()))) {
      if (!isAsItWas(mailed) || context.writers().isWritten(file, mailed)) {
        return false;
      }
      LogState at = directory.state(item.log(), directory.list(), false);
      var runner = new StepRunner(context, directory, new HashSet<>(), progress);
      for (Step step : removal(at)) {
        runner.run(at, step);
      }
    }
    return true;
  }

  private List<Step> removal(LogState at) {
    var steps = new ArrayList<Step>();
    for (Archive archive : at.archives()) {
      for (Archive.Variant variant : archive.variants()) {
        if (variant.stat().sameInode(item.variant().stat())) {
          steps.add(new Step.Remove(archive.only(variant), item.going().orElseThrow()));
        }
      }
    }
    return steps;
  }

  private boolean isAsItWas(Stat before) throws IOException {
    Stat now = context.posix().stat(file);
    return now.size() == before.size() && now.modified().equals(before.modified());
  }

  private boolean fits(String to, Stat stat) {
    return stat.size() <= mailer.maxSize(to).bytes();
  }

  private void logMailed(
      String to, Stat stat, Optional<Retention.Reason> reason, boolean attached, Instant began) {
    context.log().log(
        Event.MAILED,
        field("rule", context.settings().rule()),
        field("file", directory.path(item.log())),
        field("archive", item.path()),
        field("bytes", new Size(stat.size())),
        field("to", to),
        field("attached", attached),
        field("why", reason.map(Retention.Reason::key).orElse("new")),
        field("took", Duration.between(began, context.clock().instant())));
  }

  @Override
  public void close() throws IOException {
    context.posix().close(file);
  }
}
