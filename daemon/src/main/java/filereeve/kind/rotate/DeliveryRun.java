package filereeve.kind.rotate;

import static java.util.stream.Collectors.toMap;

import filereeve.archive.Archive;
import filereeve.archive.LogState;
import filereeve.archive.Retention;
import filereeve.event.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One run that delivers the archives of a rule, oldest first: by mail, to a command, or both. A
/// new archive is delivered once, and one that is to be removed is delivered before, also if it is
/// removed for free space.
///
/// What is delivered is finished: compressed, if it is to be, and written by nobody. A new one
/// loses its mark, and an old one is removed, only after the server has accepted the mail and the
/// command has succeeded; interrupted in between, it is delivered once more. What cannot be
/// delivered is kept.
final class DeliveryRun {
  /// A writer that was notified reopens its log within this time.
  private static final Duration AGAIN = Duration.ofSeconds(15);

  private final Context context;
  private final Runnable progress;
  private final RunTally tally;
  private final FreeSpaceRetention freeing;
  private boolean noMail;

  /// @param tally gets what becomes of each archive
  DeliveryRun(Context context, RunTally tally, Runnable progress) {
    this.context = context;
    this.tally = tally;
    this.progress = progress;
    this.freeing = new FreeSpaceRetention(context, progress, tally, this::free);
  }

  /// Delivers what is pending of the logs in some directories.
  void directories(Collection<Path> paths) throws InterruptedException {
    for (Path path : paths) {
      if (!isOver()) {
        directory(path);
      }
    }
    if (!isOver()) {
      freeing.free();
    }
  }

  /// No mail can be sent, and there is nothing else to do.
  private boolean isOver() {
    return noMail
        && context.settings().archives().onArchive().run().isEmpty()
        && context.settings().archives().onRemove().first().run().isEmpty();
  }

  private void directory(Path path) throws InterruptedException {
    try (LogDirectory directory = LogDirectory.open(context, path)) {
      LogListing listing = directory.list();
      for (Path log : context.place().logs(path, listing)) {
        log(directory, log, listing);
      }
    } catch (IOException e) {
      if (!LogDirectory.isGone(e)) {
        tally.add("deliver the archives in " + path, e);
      }
    }
  }

  private void log(LogDirectory directory, Path log, LogListing listing)
      throws IOException, InterruptedException {
    LogState at = state(directory, log, listing);
    if (!at.isKnown()) {
      return;
    }
    Map<Archive, Retention.Reason> removals = removals(at);
    var toCompress = Set.copyOf(RotationPlan.toCompress(archives(at), context.settings()));
    boolean deliversNew = !context.settings().archives().onArchive().isEmpty();
    for (Archive archive : archives(at).reversed()) {
      Optional<Retention.Reason> why = Optional.ofNullable(removals.get(archive));
      for (Archive.Variant variant : archive.variants()) {
        var item = new ArchiveDelivery.Item(log, archive.directory(), variant, why);
        boolean unfinished = archive.variants().size() == 1 && toCompress.contains(item.path());
        if ((deliversNew || why.isPresent()) && !unfinished) {
          deliver(directory, item);
        }
      }
    }
    freeing.consider(
        directory, log, archives(at).stream().filter(a -> !removals.containsKey(a)).toList());
  }

  private Map<Archive, Retention.Reason> removals(LogState at) {
    return Retention.removals(archives(at), context.settings().archives().keep(), context.now())
        .stream()
        .filter(
            removal ->
                removal.reason() != Retention.Reason.AGE
                    || context.services().clockTrust().isTrusted())
        .collect(toMap(Retention.Removal::archive, Retention.Removal::reason));
  }

  /// For free space, an archive is removed in the variant that it has.
  private boolean free(LogDirectory directory, Path log, Archive archive)
      throws IOException, InterruptedException {
    LogState at = state(directory, log, directory.list());
    Optional<Archive> there = archives(at).stream().filter(archive::isSame).findFirst();
    boolean gone = there.isPresent();
    for (Archive.Variant variant : there.map(Archive::variants).orElse(List.of())) {
      var item =
          new ArchiveDelivery.Item(
              log, there.get().directory(), variant, Optional.of(Retention.Reason.FREE));
      gone &= deliver(directory, item);
    }
    return gone;
  }

  private List<Archive> archives(LogState at) {
    return at.archives(context.now());
  }

  private LogState state(LogDirectory directory, Path log, LogListing listing)
      throws IOException, InterruptedException {
    try (var _ = context.locks().hold(directory.path(log))) {
      return directory.state(log, listing);
    }
  }

  /// @return whether everything was delivered that was pending for the archive
  private boolean deliver(LogDirectory directory, ArchiveDelivery.Item item)
      throws InterruptedException {
    progress.run();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (isOver()) {
      return false;
    }
    try (ArchiveDelivery delivery =
        ArchiveDelivery.open(context, directory, item, noMail, progress)) {
      return isDone(item, delivery.deliver());
    } catch (IOException e) {
      if (!LogDirectory.isGone(e)) {
        tally.add("deliver " + item.path(), e);
      }
      return false;
    }
  }

  private boolean isDone(ArchiveDelivery.Item item, ArchiveDelivery.Result result) {
    return switch (result) {
      case ArchiveDelivery.Result.Nothing() -> false;
      case ArchiveDelivery.Result.Written() -> {
        tally.defer(AGAIN, "a process still writes to an archive");
        yield false;
      }
      case ArchiveDelivery.Result.Done() -> {
        tally.done();
        yield true;
      }
      case ArchiveDelivery.Result.Failed(String verb, String why, boolean all) -> {
        noMail |= all;
        String task = verb + " " + item.path();
        tally.add(task, new Outcome.Retry("cannot %s, so it is kept: %s".formatted(task, why)));
        yield false;
      }
    };
  }
}
