package filereeve.kind.rotate;

import static java.util.stream.Collectors.toMap;

import filereeve.archive.Archive;
import filereeve.archive.LogState;
import filereeve.archive.Retention;
import filereeve.event.Outcome;
import filereeve.notify.Mailer;
import filereeve.posix.Errno;
import filereeve.posix.PosixException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One run that mails the archives of a rule, oldest first: a new one once, and one that is to be
/// removed before it is, also for free space.
///
/// What is mailed is finished: compressed, if it is to be, and written by nobody. A new one loses
/// its mark, and an old one is removed, only after the server has taken the mail; interrupted in
/// between, it is mailed once more. What cannot be mailed is kept.
final class MailRun {
  /// A writer that was notified opens its new log sooner.
  private static final Duration AGAIN = Duration.ofSeconds(15);

  private final Context context;
  private final Mailer mailer;
  private final Runnable progress;
  private final Problems problems;
  private final FreeSpaceRetention freeing;
  private boolean sent;
  private boolean written;
  private boolean impossible;

  /// @param problems that there are already
  MailRun(Context context, Mailer mailer, Problems problems, Runnable progress) {
    this.context = context;
    this.mailer = mailer;
    this.problems = problems;
    this.progress = progress;
    this.freeing = new FreeSpaceRetention(context, progress, problems, this::free);
  }

  /// Mails what is to be mailed of the logs in some directories.
  void directories(Collection<Path> paths) throws InterruptedException {
    for (Path path : paths) {
      if (!impossible) {
        directory(path);
      }
    }
    if (!impossible) {
      freeing.free();
    }
  }

  /// How it went.
  Outcome finish() {
    if (problems.outcome().isPresent()) {
      return problems.outcome().get();
    }
    if (written) {
      return new Outcome.Deferred(AGAIN, "a process still writes to an archive");
    }
    return sent ? new Outcome.Done() : new Outcome.Skipped("nothing is to be mailed");
  }

  private void directory(Path path) throws InterruptedException {
    try (LogDirectory directory = LogDirectory.open(context.posix(), path, context.place())) {
      LogListing listing = directory.list();
      for (Path log : context.place().logs(path, listing)) {
        log(directory, log, listing);
      }
    } catch (IOException e) {
      if (!isGone(e)) {
        problems.add("mail the archives in " + path, e);
      }
    }
  }

  private void log(LogDirectory directory, Path log, LogListing listing)
      throws IOException, InterruptedException {
    LogState at = state(directory, log, listing);
    if (!at.isKnown()) {
      return;
    }
    Map<Archive, Retention.Reason> going = going(at);
    var later = Set.copyOf(RotationPlan.toCompress(at.archives(), context.settings()));
    boolean mailsNew = context.settings().rotatedMail().isPresent();
    for (Archive archive : at.archives().reversed()) {
      Optional<Retention.Reason> why = Optional.ofNullable(going.get(archive));
      for (Archive.Variant variant : archive.variants()) {
        var item = new ArchiveMail.Item(log, archive.directory(), variant, why);
        boolean unfinished = archive.variants().size() == 1 && later.contains(item.path());
        if ((mailsNew || why.isPresent()) && !unfinished) {
          mail(directory, item);
        }
      }
    }
    freeing.consider(
        directory, log, at.archives().stream().filter(a -> !going.containsKey(a)).toList());
  }

  private static boolean isGone(IOException e) {
    return e instanceof PosixException call && call.errno() == Errno.ENOENT;
  }

  private Map<Archive, Retention.Reason> going(LogState at) {
    return Retention.removals(at.archives(), context.settings().keep(), context.clock().instant())
        .stream()
        .collect(toMap(Retention.Removal::archive, Retention.Removal::reason));
  }

  /// For free space, an archive is mailed and removed in the variant that it has.
  private boolean free(LogDirectory directory, Path log, Archive archive)
      throws IOException, InterruptedException {
    LogState at = state(directory, log, directory.list());
    Optional<Archive> there = at.archives().stream().filter(archive::isSame).findFirst();
    boolean gone = there.isPresent();
    for (Archive.Variant variant : there.map(Archive::variants).orElse(List.of())) {
      var item =
          new ArchiveMail.Item(
              log, there.get().directory(), variant, Optional.of(Retention.Reason.FREE));
      gone &= mail(directory, item);
    }
    return gone;
  }

  private LogState state(LogDirectory directory, Path log, LogListing listing)
      throws IOException, InterruptedException {
    try (var _ = context.locks().hold(directory.path(log))) {
      return directory.state(log, listing, context.knownLogs().contains(directory.path(log)));
    }
  }

  /// @return whether it has got all that it was due
  private boolean mail(LogDirectory directory, ArchiveMail.Item item) throws InterruptedException {
    progress.run();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (impossible) {
      return false;
    }
    try (ArchiveMail mail = ArchiveMail.open(context, mailer, directory, item)) {
      return isSent(item, mail.send(progress));
    } catch (IOException e) {
      if (!isGone(e)) {
        problems.add("mail " + item.path(), e);
      }
      return false;
    }
  }

  private boolean isSent(ArchiveMail.Item item, ArchiveMail.Result result) {
    return switch (result) {
      case ArchiveMail.Result.Nothing() -> false;
      case ArchiveMail.Result.Written() -> {
        written = true;
        yield false;
      }
      case ArchiveMail.Result.Sent() -> {
        sent = true;
        yield true;
      }
      case ArchiveMail.Result.Failed(String why, boolean all) -> {
        impossible |= all;
        problems.add(
            "mail " + item.path(),
            new Outcome.Retry(
                "cannot mail %s, so it stays and is tried again: %s.".formatted(item.path(), why)));
        yield false;
      }
    };
  }
}
