package filereeve.handler.rotate;

import static java.util.stream.Collectors.toMap;

import filereeve.event.Outcome;
import filereeve.files.Archive;
import filereeve.files.Retention;
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
/// removed before it is, also if it goes for free space.
///
/// What is mailed is finished: compressed, if it is to be, and written by nobody. A new one loses
/// its mark, and an old one is removed, only after the server has taken the mail; cut off in
/// between, it is mailed once more. What cannot be mailed stays.
final class MailRun {
  /// A writer that was told opens its new log sooner.
  private static final Duration AGAIN = Duration.ofSeconds(15);

  private final Context context;
  private final Mailer mailer;
  private final Runnable progress;
  private final Problems problems;
  private final FreeingRun freeing;
  private boolean sent;
  private boolean written;
  private boolean impossible;

  /// @param problems that there are already
  MailRun(Context context, Mailer mailer, Problems problems, Runnable progress) {
    this.context = context;
    this.mailer = mailer;
    this.problems = problems;
    this.progress = progress;
    this.freeing = new FreeingRun(context, progress, problems, this::free);
  }

  /// Mails what is to be mailed of the logs in some folders.
  void folders(Collection<Path> paths) throws InterruptedException {
    for (Path path : paths) {
      if (!impossible) {
        folder(path);
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
      return new Outcome.Later(AGAIN, "a process still writes to an archive");
    }
    return sent ? new Outcome.Done() : new Outcome.Skipped("nothing is to be mailed");
  }

  private void folder(Path path) throws InterruptedException {
    try (LogFolder folder = LogFolder.open(context.posix(), path, context.place())) {
      LogFolder.Listing listing = folder.list();
      for (Path log : context.place().logs(path, listing)) {
        log(folder, log, listing);
      }
    } catch (IOException e) {
      if (!isGone(e)) {
        problems.add("mail the archives in " + path, e);
      }
    }
  }

  private void log(LogFolder folder, Path log, LogFolder.Listing listing)
      throws IOException, InterruptedException {
    Snapshot at = snapshot(folder, log, listing);
    if (!context.knownLogs().contains(folder.path(log), at)) {
      return;
    }
    Map<Archive, Retention.Reason> going = going(at);
    var later = Set.copyOf(context.planner().toCompress(at.archives()));
    boolean mailsNew = context.settings().rotatedMail().isPresent();
    for (Archive archive : at.archives().reversed()) {
      Optional<Retention.Reason> why = Optional.ofNullable(going.get(archive));
      for (Archive.Form form : archive.forms()) {
        var item = new ArchiveMail.Item(log, archive.folder(), form, why);
        boolean unfinished = archive.forms().size() == 1 && later.contains(item.path());
        if ((mailsNew || why.isPresent()) && !unfinished) {
          mail(folder, item);
        }
      }
    }
    freeing.consider(
        folder, log, at.archives().stream().filter(a -> !going.containsKey(a)).toList());
  }

  private static boolean isGone(IOException e) {
    return e instanceof PosixException call && call.errno() == Errno.ENOENT;
  }

  private Map<Archive, Retention.Reason> going(Snapshot at) {
    return Retention.removals(at.archives(), context.settings().keep(), at.now()).stream()
        .collect(toMap(Retention.Removal::archive, Retention.Removal::reason));
  }

  /// For free space, an archive goes in the form that it has.
  private boolean free(LogFolder folder, Path log, Archive archive)
      throws IOException, InterruptedException {
    Snapshot at = snapshot(folder, log, folder.list());
    Optional<Archive> there = at.archives().stream().filter(archive::isSame).findFirst();
    boolean gone = there.isPresent();
    for (Archive.Form form : there.map(Archive::forms).orElse(List.of())) {
      var item =
          new ArchiveMail.Item(log, there.get().folder(), form, Optional.of(Retention.Reason.FREE));
      gone &= mail(folder, item);
    }
    return gone;
  }

  private Snapshot snapshot(LogFolder folder, Path log, LogFolder.Listing listing)
      throws IOException, InterruptedException {
    try (var _ = context.locks().hold(folder.path(log))) {
      return folder.snapshot(log, listing, context.clock().instant());
    }
  }

  /// @return whether it has got all that it was due
  private boolean mail(LogFolder folder, ArchiveMail.Item item) throws InterruptedException {
    progress.run();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (impossible) {
      return false;
    }
    try (ArchiveMail mail = ArchiveMail.open(context, mailer, folder, item)) {
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
