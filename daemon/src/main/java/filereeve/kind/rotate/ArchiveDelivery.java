package filereeve.kind.rotate;

import static filereeve.telemetry.Field.field;

import filereeve.archive.Archive;
import filereeve.archive.LogState;
import filereeve.archive.Retention;
import filereeve.kind.rotate.RotateSettings.Destinations;
import filereeve.notify.Delivery;
import filereeve.posix.Fd;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.process.Action;
import filereeve.process.Placeholders;
import filereeve.telemetry.Event;
import filereeve.telemetry.Field;
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

/// One file of an archive, open, and the deliveries that it waits for: by mail and to a command.
///
/// @param noMail whether no mail can be sent: it is still pending
record ArchiveDelivery(
    Context context, LogDirectory directory, Item item, Fd file, boolean noMail, Runnable progress)
    implements Closeable {
  /// @param log its name
  /// @param directory the archive's
  /// @param removal why the archive is to be removed; empty if it is kept
  record Item(
      Path log, Path directory, Archive.Variant variant, Optional<Retention.Reason> removal) {
    Path path() {
      return directory.resolve(variant.name());
    }
  }

  /// What became of it.
  sealed interface Result {
    /// There is nothing to deliver, or nothing that can be delivered.
    record Nothing() implements Result {}

    /// Not yet: a process still writes to it.
    record Written() implements Result {}

    /// Everything was delivered.
    record Done() implements Result {}

    /// @param verb what failed: `mail`, or `run` with the key of the command
    /// @param noMail whether no other mail can be sent either
    record Failed(String verb, String why, boolean noMail) implements Result {}
  }

  /// @throws PosixException `ENOENT` if it was removed or renamed
  static ArchiveDelivery open(
      Context context, LogDirectory directory, Item item, boolean noMail, Runnable progress)
      throws IOException {
    Fd file = directory.at(item.directory()).orElseThrow().openForReading(item.variant().name());
    return new ArchiveDelivery(context, directory, item, file, noMail, progress);
  }

  /// Delivers it as a new archive. Then, if it is to be removed, delivers it once more and removes
  /// it.
  Result deliver() throws IOException, InterruptedException {
    Stat stat = context.posix().stat(file);
    if (!stat.sameInode(item.variant().stat())) {
      return new Result.Nothing(); // another has its name now
    }
    Destinations asNew = PendingDelivery.of(context, file);
    if (asNew.isEmpty() && item.removal().isEmpty()) {
      return new Result.Nothing();
    }
    if (context.writers().isWritten(file, stat)) {
      return new Result.Written();
    }
    Result result = deliverNew(asNew, stat);
    return result instanceof Result.Done && item.removal().isPresent()
        ? deliverAndRemove(stat)
        : result;
  }

  /// A mail server that is down does not keep the command from being run.
  private Result deliverNew(Destinations to, Stat stat) throws IOException, InterruptedException {
    Result mailed = new Result.Done();
    if (to.mail().isPresent()) {
      mailed = mail(to.mail().get(), stat, Optional.empty());
      removeIfDone(mailed, DeliveryMark.MAIL_PENDING);
    }
    Result ran = new Result.Done();
    if (to.run().isPresent()) {
      ran = run(to.run().get(), stat, Optional.empty());
      removeIfDone(ran, DeliveryMark.RUN_PENDING);
    }
    return mailed instanceof Result.Done ? ran : mailed;
  }

  private void removeIfDone(Result result, DeliveryMark mark) throws IOException {
    if (result instanceof Result.Done) {
      mark.remove(context.posix(), file);
    }
  }

  /// The command comes first: run once more, it does less harm than a mail that is sent once more.
  private Result deliverAndRemove(Stat stat) throws IOException, InterruptedException {
    Destinations to = context.settings().archives().onRemove().first();
    Result result = new Result.Done();
    if (to.run().isPresent()) {
      result = run(to.run().get(), stat, item.removal());
    }
    if (result instanceof Result.Done && to.mail().isPresent()) {
      result =
          fits(to.mail().get(), stat)
              ? mail(to.mail().get(), stat, item.removal())
              : keep(to.mail().get(), stat);
    }
    if (!(result instanceof Result.Done)) {
      return result;
    }
    return remove(stat) ? result : new Result.Written();
  }

  private Result run(Action.Run command, Stat stat, Optional<Retention.Reason> reason)
      throws IOException, InterruptedException {
    Instant began = context.now();
    progress.run();
    Placeholders placeholders =
        HookCommand.placeholders(
            context.settings(), directory.path(item.log()), Optional.of(item.path()));
    Optional<String> problem =
        context.hooks().run(command, placeholders, context.settings().timeout());
    progress.run();
    if (problem.isPresent()) {
      String key = reason.isEmpty() ? "on_archive" : "on_remove";
      return new Result.Failed("run \"%s\" for".formatted(key), problem.get(), false);
    }
    log(Event.DELIVERED, stat, reason, began, field("command", command.argv().getFirst()));
    return isAsItWas(stat) ? new Result.Done() : new Result.Written();
  }

  /// Keeps an archive that is too large to be mailed before its removal, and mails that, once.
  private Result keep(String to, Stat stat) throws IOException, InterruptedException {
    context.skip(
        "remove",
        item.path(),
        "it must be mailed first, but its size, %s, exceeds notify.%s.email.max_size, %s. Raise max_size, or remove the archive"
            .formatted(new Size(stat.size()), to, maxSize(to)));
    // Marked first: no mail, since the log reports it, is better than a mail in every run.
    if (isOn(DeliveryMark.TOO_LARGE) || !DeliveryMark.TOO_LARGE.put(context.posix(), file)) {
      return new Result.Nothing();
    }
    Result result = mail(to, stat, item.removal());
    if (result instanceof Result.Failed) {
      DeliveryMark.TOO_LARGE.remove(context.posix(), file);
      return result;
    }
    return new Result.Nothing();
  }

  private Result mail(String to, Stat stat, Optional<Retention.Reason> reason)
      throws IOException, InterruptedException {
    if (noMail) {
      return new Result.Nothing();
    }
    Instant began = context.now();
    var message =
        new ArchiveMessage(
            context.settings().rule(), directory.path(item.log()), item.path(), stat, reason);
    boolean attach = fits(to, stat);
    Delivery delivery =
        context
            .services()
            .mailer()
            .send(
                to,
                attach ? message.attached(context.posix(), file) : message.tooLarge(maxSize(to)),
                progress);
    return switch (delivery) {
      case Delivery.Refused(String why) -> new Result.Failed("mail", why + ".", false);
      case Delivery.Impossible(String why) -> new Result.Failed("mail", why + ".", true);
      case Delivery.Accepted() -> {
        log(Event.MAILED, stat, reason, began, field("to", to), field("attached", attach));
        yield isAsItWas(stat) ? new Result.Done() : new Result.Written();
      }
    };
  }

  /// By the name that it has now: another rotation may have moved it up meanwhile.
  ///
  /// @return false if it has changed since it was delivered
  private boolean remove(Stat mailed) throws IOException, InterruptedException {
    try (var _ = context.locks().hold(directory.path(item.log()))) {
      if (!isAsItWas(mailed) || context.writers().isWritten(file, mailed)) {
        return false;
      }
      LogState at = directory.state(item.log(), directory.list());
      var runner = new StepRunner(context, directory, new HashSet<>(), progress);
      for (Step step : removal(at)) {
        runner.run(at, step);
      }
    }
    return true;
  }

  private List<Step> removal(LogState at) {
    var steps = new ArrayList<Step>();
    for (Archive archive : at.archives(context.now())) {
      for (Archive.Variant variant : archive.variants()) {
        if (variant.stat().sameInode(item.variant().stat())) {
          steps.add(new Step.Remove(archive.only(variant), item.removal().orElseThrow()));
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
    return stat.size() <= maxSize(to).bytes();
  }

  private Size maxSize(String to) {
    return context.services().mailer().maxSize(to);
  }

  private boolean isOn(DeliveryMark mark) throws IOException {
    return mark.isOn(context.posix(), file);
  }

  private void log(
      Event event, Stat stat, Optional<Retention.Reason> reason, Instant began, Field... more) {
    var fields = new ArrayList<Field>();
    fields.add(field("file", directory.path(item.log())));
    fields.add(field("archive", item.path()));
    fields.add(field("bytes", new Size(stat.size())));
    fields.addAll(List.of(more));
    fields.add(field("why", reason.map(Retention.Reason::key).orElse("new")));
    fields.add(field("took", Duration.between(began, context.now())));
    context.log(event, fields);
  }

  @Override
  public void close() throws IOException {
    context.posix().close(file);
  }
}
