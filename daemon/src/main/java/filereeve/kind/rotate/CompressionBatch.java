package filereeve.kind.rotate;

import filereeve.event.Outcome;
import filereeve.replace.CompressionLines;
import filereeve.replace.FileReplacement;
import filereeve.replace.ReplacementResult;
import filereeve.replace.ReplacementSteps;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Archives whose compressed variants are written and verified, and that are published together: so
/// the disk is waited for a few times a batch instead of a few times an archive
/// ([ReplacementSteps]).
final class CompressionBatch implements Closeable {
  /// Two files are open for each, and one batch is published while the next one is prepared.
  private static final int MOST = 500;

  /// Bytes of sources, so that the disk need not hold both variants of more than twice this at a
  /// time; one larger archive is a batch by itself.
  private static final long LARGEST = 32L << 20;

  /// How long to wait for all logs together that other threads hold; after that they are left to a
  /// later run.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /// When an archive that could not be compressed is inspected again.
  static final Duration SOON = Duration.ofSeconds(1);

  static final String WRITTEN = "a process has it open";

  private record Item(ArchiveToCompress archive, CompressionLines lines, FileReplacement file) {}

  private final ReplacementSteps steps;
  private final LogLocks locks;
  private final RunTally tally;
  private final Path directory;
  private final List<Item> items = new ArrayList<>();
  private long bytes;

  /// @param directory that messages name
  CompressionBatch(ReplacementSteps steps, LogLocks locks, RunTally tally, Path directory) {
    this.steps = steps;
    this.locks = locks;
    this.tally = tally;
    this.directory = directory;
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  boolean hasRoomFor(ArchiveToCompress next) {
    return isEmpty() || (items.size() < MOST && bytes + next.bytes() <= LARGEST);
  }

  /// Takes over what is prepared, unless it has ended already.
  void add(ArchiveToCompress archive, CompressionLines lines, FileReplacement file) {
    var item = new Item(archive, lines, file);
    if (file.hasEnded()) {
      report(item);
    } else {
      items.add(item);
      bytes += archive.bytes();
    }
  }

  /// Gives all of them their names and removes the sources: first all whose logs nobody else holds
  /// together, then the others one by one. One log that is held for long, by a copytruncate of many
  /// GiB, must not keep the others from being rotated. Afterwards the batch is empty.
  void publish() throws InterruptedException {
    try {
      steps.makeDurable(items.stream().map(Item::file).toList());
      List<Item> busy = replace(items, Duration.ZERO);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      for (Item item : busy) {
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        if (!replace(List.of(item), left).isEmpty()) {
          tally.defer(SOON, "another run holds its log");
        }
      }
    } catch (IOException e) {
      tally.add("compress " + directory, e);
    } finally {
      close();
    }
  }

  /// The logs are held all the while: to a rotation, an archive in two variants is one that a crash
  /// left.
  ///
  /// @param wait for each log
  /// @return those whose logs other threads hold
  private List<Item> replace(List<Item> some, Duration wait)
      throws IOException, InterruptedException {
    var held = new ArrayList<LogLocks.Held>();
    var free = new ArrayList<Item>();
    var busy = new ArrayList<Item>();
    try {
      for (Item item : some) {
        Optional<LogLocks.Held> log = locks.hold(item.archive.log(), wait);
        if (log.isPresent()) {
          held.add(log.get());
          free.add(item);
        } else {
          busy.add(item);
        }
      }
      steps.replace(free.stream().map(Item::file).toList());
    } finally {
      free.stream().filter(item -> item.file.hasEnded()).forEach(this::report);
      held.forEach(LogLocks.Held::close);
    }
    return busy;
  }

  private void report(Item item) {
    ArchiveToCompress archive = item.archive;
    Path name = item.file.name();
    Path path = archive.path().resolveSibling(name);
    try {
      switch (item.file.result()) {
        case ReplacementResult.Compressed done -> {
          if (archive.codec().isPresent()) {
            item.lines.compressed(path, archive.target(name), done);
          } else {
            item.lines.moved(path, archive.target(name), done);
          }
          tally.done();
        }
        case ReplacementResult.AlreadyDone _ -> {
          item.lines.recovered(archive.log(), path, TwoVariants.SAME);
          tally.done();
        }
        case ReplacementResult.Gone _ -> {} // somebody removed it meanwhile
        case ReplacementResult.Written _ -> tally.defer(SOON, WRITTEN);
        case ReplacementResult.Changed(String why) -> tally.defer(SOON, why);
        case ReplacementResult.Refused(String why) ->
            tally.add(archive.task(), new Outcome.Failed(why));
      }
    } catch (IOException e) {
      tally.add(archive.task(), e);
    }
  }

  /// Discards what was not published.
  @Override
  public void close() {
    for (Item item : items) {
      try {
        item.file.close();
      } catch (IOException e) {
        tally.add(item.archive.task(), e);
      }
    }
    items.clear();
    bytes = 0;
  }
}
