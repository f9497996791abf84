package filereeve.kind.rotate;

import filereeve.files.Directory;
import filereeve.posix.Stat;
import filereeve.replace.CompressionLines;
import filereeve.replace.Prepared;
import filereeve.replace.Replacement;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Archives whose compressed variants are written and verified, and that are published together:
/// each step is taken for all before the next one is taken for any. So the disk is waited for a few
/// times a batch instead of a few times an archive, in the order that makes a crash harmless
/// ([Prepared]). What fails for one leaves the others in the batch.
final class CompressionBatch implements Closeable {
  /// Two files are open for each, and one batch is published while the next one is prepared.
  private static final int MOST = 500;

  /// Bytes of originals, so that the disk need not hold both variants of more than twice this at a
  /// time; one larger archive is a batch by itself.
  private static final long LARGEST = 32L << 20;

  /// For all logs together that somebody else holds; then they are left to a later look.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private record Item(Candidate candidate, Prepared archive, CompressionLines lines) {}

  private interface Step {
    /// @return whether it goes on to the next step
    boolean take(Item item) throws IOException, InterruptedException;
  }

  private final Context context;
  private final LogDirectory directory;
  private final CompressionTally tally;
  private final Runnable alive;
  private final List<Item> items = new ArrayList<>();
  private long bytes;
  private LogDirectory.@Nullable Listing listing;

  CompressionBatch(
      Context context, LogDirectory directory, CompressionTally tally, Runnable alive) {
    this.context = context;
    this.directory = directory;
    this.tally = tally;
    this.alive = alive;
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  boolean hasRoomFor(Candidate next) {
    return isEmpty() || (items.size() < MOST && bytes + next.bytes() <= LARGEST);
  }

  void add(Candidate candidate, Prepared archive, CompressionLines lines) {
    items.add(new Item(candidate, archive, lines));
    bytes += candidate.bytes();
  }

  /// How it ended for one, in the batch or before it came there.
  ///
  /// @param name of the plain variant
  void ended(Candidate candidate, Path name, Replacement result, CompressionLines lines) {
    switch (result) {
      case Replacement.Compressed done -> {
        Path target = candidate.target(name);
        lines.compressed(
            candidate.directory().resolve(name), candidate.into().resolve(target), done);
        tally.done();
      }
      case Replacement.AlreadyDone _ -> {
        TwoVariants.tell(
            context, directory.path(candidate.log()), candidate.directory().resolve(name));
        tally.done();
      }
      case Replacement.Changed(String why) -> tally.soon(why);
      case Replacement.Refused(String why) -> tally.refused(candidate.path(), why);
    }
  }

  /// Gives all of them their names and removes the originals. Afterwards the batch is empty.
  void publish() throws InterruptedException {
    try {
      each(
          item -> {
            item.archive.beginSync();
            return true;
          });
      each(
          item -> {
            item.archive.sync();
            return true;
          });
      replaceOriginals();
    } catch (IOException e) {
      tally.failed(directory.archivePath(Path.of("")), e);
    } finally {
      close();
    }
  }

  /// All whose logs nobody else holds, together; then one after the other. One log that is held for
  /// long, by a copytruncate of many GiB, must not keep the others from being rotated.
  private void replaceOriginals() throws IOException, InterruptedException {
    replaceOriginals(Duration.ZERO);
    var busy = new ArrayList<>(items);
    items.clear();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!busy.isEmpty()) {
        items.add(busy.removeFirst());
        alive.run();
        replaceOriginals(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        if (!items.isEmpty()) {
          tally.soon("its log is being worked at");
          close();
        }
      }
    } finally {
      items.addAll(busy);
    }
  }

  /// The logs are held all the while: to a rotation, an archive in two variants is one that a crash
  /// left. Those whose logs are not to be had stay in the batch.
  ///
  /// @param wait for each log
  private void replaceOriginals(Duration wait) throws IOException, InterruptedException {
    var held = new ArrayList<LogLocks.Held>();
    var busy = new ArrayList<Item>();
    try {
      for (var all = items.iterator(); all.hasNext(); ) {
        Item item = all.next();
        Optional<LogLocks.Held> log =
            context.locks().hold(directory.path(item.candidate.log()), wait);
        log.ifPresent(held::add);
        if (log.isEmpty()) {
          busy.add(item);
          all.remove();
        }
      }
      each(this::giveName);
      if (!items.isEmpty()) {
        Set<Directory> archives = directories();
        sync(archives); // if this fails, no original may go
        each(this::removeOriginal);
        sync(archives);
      }
    } finally {
      held.forEach(LogLocks.Held::close);
      items.addAll(busy);
    }
  }

  private Directory in(Item item) {
    return directory.at(item.candidate.directory()).orElseThrow();
  }

  /// Those that plain variants go from and compressed ones to.
  private Set<Directory> directories() throws IOException {
    var all = new LinkedHashSet<Directory>();
    for (Item item : items) {
      all.add(in(item));
      all.add(directory.made(item.candidate.into()));
    }
    return all;
  }

  private static void sync(Set<Directory> archives) throws IOException {
    for (Directory each : archives) {
      each.sync();
    }
  }

  private void each(Step step) throws InterruptedException {
    for (var all = items.iterator(); all.hasNext(); ) {
      Item item = all.next();
      alive.run();
      boolean goesOn = false;
      try {
        goesOn = step.take(item);
      } catch (IOException e) {
        tally.failed(item.candidate.path(), e);
      }
      if (!goesOn) {
        all.remove();
        close(item);
      }
    }
  }

  private boolean giveName(Item item) throws IOException {
    Optional<Path> name = nameNow(item);
    if (name.isEmpty()) {
      return false; // it was removed while it was compressed
    }
    if (isWritten(item)) {
      return false;
    }
    Path target = item.candidate.target(name.get());
    Optional<Replacement> ended = item.archive.giveName(name.get(), target);
    ended.ifPresent(result -> ended(item.candidate, name.get(), result, item.lines));
    return ended.isEmpty();
  }

  private boolean removeOriginal(Item item) throws IOException {
    Optional<Path> name = nameNow(item);
    if (name.isEmpty()) {
      return false; // an operator removed it
    }
    Path target = item.candidate.target(name.get());
    if (isWritten(item)) {
      item.archive.takeBack(target);
      return false;
    }
    Replacement result = item.archive.removeOriginal(name.get(), target);
    ended(item.candidate, name.get(), result, item.lines);
    return false;
  }

  private boolean isWritten(Item item) throws IOException {
    boolean written =
        context.writers().anyOf(item.archive.original(), item.candidate.plain().stat());
    if (written) {
      tally.soon("a process has it open");
    }
    return written;
  }

  /// Numbered archives move up when their log is rotated meanwhile: then the inode tells.
  private Optional<Path> nameNow(Item item) throws IOException {
    Path known = item.candidate.name();
    if (isAt(known, item)) {
      return Optional.of(known);
    }
    if (listing == null) {
      listing = directory.list();
    }
    Optional<Path> found = find(item, listing);
    if (found.isEmpty()) {
      listing = directory.list(); // while its log is held, its archives' names stay
      found = find(item, listing);
    }
    return found;
  }

  private Optional<Path> find(Item item, LogDirectory.Listing names) throws IOException {
    for (var named : names.archives().getOrDefault(item.candidate.log(), List.of())) {
      boolean plain = named.name().codec().isEmpty();
      boolean here = named.directory().equals(item.candidate.directory());
      if (plain && here && isAt(named.name().file(), item)) {
        return Optional.of(named.name().file());
      }
    }
    return Optional.empty();
  }

  private boolean isAt(Path name, Item item) throws IOException {
    Stat wanted = item.candidate.plain().stat();
    return in(item).stat(name).filter(wanted::sameInode).isPresent();
  }

  private void close(Item item) {
    try {
      item.archive.close();
    } catch (IOException e) {
      tally.failed(item.candidate.path(), e);
    }
  }

  /// What has no name yet is undone.
  @Override
  public void close() {
    items.forEach(this::close);
    items.clear();
    bytes = 0;
  }
}
