package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.archive.LogState;
import filereeve.codec.Codec;
import filereeve.codec.Level;
import filereeve.event.Outcome;
import filereeve.files.Directory;
import filereeve.files.Remedies;
import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.replace.CompressionLines;
import filereeve.replace.FileReplacement;
import filereeve.units.Durations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compresses the archives of one directory that no process has open for writing any more, batch by
/// batch, until all are done or its time is over. The directory is opened and listed once for all
/// of them. Small ones go first, so that they do not wait for a large one.
///
/// Without compression, it copies those that are to be on another mount than their log.
final class ArchiveCompression {
  /// The length of one run. The rest is left to another, so that other directories and rules get
  /// their turn, and new small archives are compressed before a large one.
  private static final Duration LENGTH = Duration.ofSeconds(10);

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /// Errors that publishing a batch can clear: it removes sources and closes files.
  private static final Set<Errno> USED_UP =
      EnumSet.of(Errno.ENOSPC, Errno.EDQUOT, Errno.EMFILE, Errno.ENFILE);

  private final Context context;
  private final LogDirectory directory;
  private final Runnable progress;
  private final RunTally tally = new RunTally();

  /// After the first archive has moved.
  private @Nullable LogListing movedTo;

  private ArchiveCompression(Context context, LogDirectory directory, Runnable progress) {
    this.context = context;
    this.directory = directory;
    this.progress = progress;
  }

  /// @param path of the directory of the logs
  /// @param progress is called whenever the work has progressed
  static Outcome run(Context context, Path path, Runnable progress) throws InterruptedException {
    try (LogDirectory directory = LogDirectory.open(context, path)) {
      return new ArchiveCompression(context, directory, progress).run();
    } catch (IOException e) {
      return LogDirectory.isGone(e)
          ? new Outcome.Skipped("the directory does not exist any more")
          : Remedies.outcome("compress the archives of " + path, e);
    }
  }

  /// Whether archives of a log want a run, besides those that are to be compressed.
  ///
  /// @param log its path
  static boolean isNeeded(Context context, LogDirectory directory, Path log, List<Archive> archives)
      throws IOException {
    boolean asks = context.lateWriters().report(context, directory, log, archives);
    return asks || archives.stream().anyMatch(archive -> moves(context, directory, archive));
  }

  /// Whether an archive beside its log is still to be moved to `archive_dir` as it is.
  private static boolean moves(Context context, LogDirectory directory, Archive archive) {
    return context.settings().archives().compress().isEmpty()
        && archive.plain().isPresent()
        && !directory.compressedInto(archive.directory()).equals(archive.directory());
  }

  private Outcome run() throws IOException, InterruptedException {
    List<ArchiveToCompress> archives = smallestFirst();
    Instant end = context.now().plus(LENGTH);
    try (var publisher = new Publisher()) {
      CompressionBatch batch = newBatch();
      try {
        for (ArchiveToCompress next : archives) {
          if (!batch.hasRoomFor(next)) {
            publisher.publish(batch);
            batch = newBatch();
          }
          if (batch.isEmpty() && context.now().isAfter(end)) {
            context.followUp(RotateSubjects.archives(directory.logs().path()));
            break;
          }
          if (!take(next, batch, publisher)) {
            break;
          }
        }
        publisher.await();
        batch.publish();
      } finally {
        batch.close();
      }
    }
    return tally.outcome("there is nothing to compress");
  }

  private List<ArchiveToCompress> smallestFirst() throws IOException {
    LogListing listing = directory.list();
    var found = new ArrayList<ArchiveToCompress>();
    for (var archives : listing.archives().entrySet()) {
      Path log = archives.getKey();
      boolean plain =
          archives.getValue().stream().anyMatch(named -> named.name().codec().isEmpty());
      if (plain && context.place().isLog(directory.path(log))) {
        LogState at = directory.state(log, listing);
        if (at.isKnown()) {
          add(at, found);
        }
      }
    }
    found.sort(Comparator.comparingLong(ArchiveToCompress::bytes));
    return found;
  }

  /// An existing compressed variant is completed in its own directory.
  private void add(LogState at, List<ArchiveToCompress> found) throws IOException {
    List<Archive> archives =
        RotationPlan.lasting(at.archives(context.now()), context.settings(), context.now());
    if (context.lateWriters().report(context, directory, at.path(), archives)) {
      tally.defer(LONGEST_WAIT, CompressionBatch.WRITTEN);
    }
    List<Path> wanted = RotationPlan.toCompress(archives, context.settings());
    for (Archive archive : archives) {
      Path in = archive.directory();
      boolean moves = moves(context, directory, archive);
      Optional<Archive.Variant> plain =
          archive.plain().filter(variant -> moves || wanted.contains(in.resolve(variant.name())));
      Optional<Codec> there = TwoVariants.codec(archive);
      Optional<Codec> codec =
          there.or(
              () ->
                  context.settings().archives().compress().map(RotateSettings.Compression::codec));
      Path into = there.isPresent() ? in : directory.compressedInto(in);
      if (plain.isPresent() && (codec.isPresent() || moves)) {
        found.add(
            new ArchiveToCompress(directory.path(at.log()), archive, plain.get(), into, codec));
      }
    }
  }

  /// @return false if continuing is pointless
  private boolean take(ArchiveToCompress next, CompressionBatch batch, Publisher publisher)
      throws InterruptedException {
    progress.run();
    try {
      if (isWritten(next)) {
        return true;
      }
      try {
        prepare(next, batch);
      } catch (PosixException e) {
        if (!USED_UP.contains(e.errno()) || (batch.isEmpty() && !publisher.isBusy())) {
          throw e;
        }
        publisher.await();
        batch.publish();
        prepare(next, batch);
      }
      return true;
    } catch (IOException e) {
      if (LogDirectory.isGone(e) && isRemovedOrRenamed(next)) {
        return true;
      }
      tally.add(next.task(), e);
      return !(e instanceof PosixException call && USED_UP.contains(call.errno()));
    }
  }

  /// Retention works at the same time, and a rotation renames numbered archives.
  private boolean isRemovedOrRenamed(ArchiveToCompress archive) {
    try {
      Optional<Path> name = nameNow(archive);
      if (name.equals(Optional.of(archive.plain().name()))) {
        return false;
      }
      name.ifPresent(_ -> tally.defer(CompressionBatch.SOON, "it was renamed meanwhile"));
      return true;
    } catch (IOException e) {
      tally.add(archive.task(), e);
      return true;
    }
  }

  private boolean isWritten(ArchiveToCompress next) throws IOException {
    if (!context.writers().isWritten(directory.of(next.archive()), next.plain())) {
      return false;
    }
    tally.defer(waitForWriter(next.plain().stat()), CompressionBatch.WRITTEN);
    return true;
  }

  /// The wait grows with the time since the archive was renamed or written to: a writer that has
  /// kept it open for an hour will probably keep it for another minute.
  private Duration waitForWriter(Stat archive) {
    Duration quarter = Duration.between(archive.changed(), context.now()).dividedBy(4);
    return Durations.shorter(Durations.longer(quarter, CompressionBatch.SOON), LONGEST_WAIT);
  }

  private void prepare(ArchiveToCompress next, CompressionBatch batch)
      throws IOException, InterruptedException {
    Directory from = directory.of(next.archive());
    Directory to = directory.atOrCreate(next.into());
    if (to != from) {
      new PendingDelivery(context, directory).follow(to);
    }
    var lines =
        new CompressionLines(
            context.settings().rule(),
            next.path(),
            2 * next.bytes(),
            context.services().clock(),
            context.services().log(),
            progress);
    batch.add(
        next,
        lines,
        context
            .replacement()
            .prepare(from, next.plain().name(), to, next.codec(), level(), guard(next), lines));
  }

  private FileReplacement.Guard guard(ArchiveToCompress archive) {
    return new FileReplacement.Guard() {
      @Override
      public boolean isWritten(Fd source) throws IOException {
        return context.writers().isWritten(source, archive.plain().stat());
      }

      @Override
      public Optional<Path> nameNow(Path name) throws IOException {
        return ArchiveCompression.this.nameNow(archive);
      }
    };
  }

  /// The name of the plain variant now; empty if it was removed. Numbered archives move up when
  /// their log is rotated: the inode decides. The caller holds the log, so that its archives keep
  /// their names.
  private Optional<Path> nameNow(ArchiveToCompress archive) throws IOException {
    Path name = archive.plain().name();
    if (isAt(name, archive)) {
      return Optional.of(name);
    }
    Optional<Path> found = movedTo == null ? Optional.empty() : find(archive, movedTo);
    if (found.isEmpty()) {
      movedTo = directory.list();
      found = find(archive, movedTo);
    }
    return found;
  }

  private Optional<Path> find(ArchiveToCompress archive, LogListing listing) throws IOException {
    for (var named : listing.archives().getOrDefault(archive.log().getFileName(), List.of())) {
      boolean here = named.directory().equals(archive.archive().directory());
      if (here && named.name().codec().isEmpty() && isAt(named.name().file(), archive)) {
        return Optional.of(named.name().file());
      }
    }
    return Optional.empty();
  }

  private boolean isAt(Path name, ArchiveToCompress archive) throws IOException {
    Stat wanted = archive.plain().stat();
    return directory.of(archive.archive()).stat(name).filter(wanted::sameInode).isPresent();
  }

  private Level level() {
    return context
        .settings()
        .archives()
        .compress()
        .map(RotateSettings.Compression::level)
        .orElseGet(Level.Auto::new);
  }

  private CompressionBatch newBatch() {
    return new CompressionBatch(
        context.replacement(), context.locks(), tally, directory.archivePath(Path.of("")));
  }
}
