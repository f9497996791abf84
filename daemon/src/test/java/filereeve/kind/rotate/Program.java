package filereeve.kind.rotate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/// A program that writes to a log, with its own habit of opening it. Its files' times are those of
/// the test's clock.
final class Program implements AutoCloseable {
  /// When it reopens its log.
  enum Habit {
    /// As soon as it is notified.
    WHEN_NOTIFIED,
    /// Some time after it was notified.
    LATE,
    /// Continues in the file that it has open.
    NEVER,
    /// For each line: `echo … >> app.log`.
    EACH_TIME
  }

  private record Opened(FileChannel channel, long inode) {}

  private final int id;
  private final Path log;
  private final String name;
  private final Habit habit;
  private final Disk disk;
  private final Ledger ledger;
  private final InstantSource clock;
  private Optional<Opened> file = Optional.empty();
  private boolean nameless;
  private boolean notified;
  private long notifiedOf = -1;

  Program(int id, Path log, Habit habit, Disk disk, Ledger ledger, InstantSource clock) {
    this.id = id;
    this.log = log;
    this.name = disk.nameOf(log);
    this.habit = habit;
    this.disk = disk;
    this.ledger = ledger;
    this.clock = clock;
  }

  Path log() {
    return log;
  }

  void write(int lines) throws IOException {
    Opened to = file.isPresent() ? file.get() : open();
    boolean late = !isLive();
    for (int i = 0; i < lines; i++) {
      Ledger.Line line = ledger.next(name, id, !nameless);
      to.channel.write(ByteBuffer.wrap(line.text().getBytes(UTF_8)));
      if (late) {
        ledger.late(line);
      }
    }
    if (!nameless) {
      // A later write is a later one also within a second, as it is by the kernel's clock.
      Instant now = clock.instant().plusNanos(ledger.written());
      Files.setLastModifiedTime(disk.byInode(to.inode), FileTime.from(now));
    }
    if (habit == Habit.EACH_TIME) {
      close();
    }
  }

  /// It is notified that logs were renamed.
  void receiveNotification() throws IOException {
    notified = true;
    if (file.isPresent() && !isLive()) {
      notifiedOf = file.get().inode;
    }
    if (habit == Habit.WHEN_NOTIFIED) {
      reopenIfNotified();
    }
  }

  /// What one that is late does in the end.
  void reopenIfNotified() throws IOException {
    if (notified && habit != Habit.NEVER) {
      notified = false;
      close();
      file = Optional.of(open());
    }
  }

  /// The inode that it has open.
  OptionalLong inode() {
    return file.isPresent() ? OptionalLong.of(file.get().inode) : OptionalLong.empty();
  }

  /// Somebody removed the last name of a file: what is written to it from now on is nobody's.
  void removed(long inode) {
    nameless |= inode().orElse(-1) == inode;
  }

  /// Whether it writes to a file that has another name by now, and was not notified of that.
  boolean isUnnotified() throws IOException {
    return file.isPresent() && !nameless && !isLive() && notifiedOf != file.get().inode;
  }

  private boolean isLive() throws IOException {
    return Files.exists(log) && Disk.inode(log) == file.orElseThrow().inode;
  }

  private Opened open() throws IOException {
    FileChannel channel =
        FileChannel.open(
            log, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    var opened = new Opened(channel, Disk.inode(log));
    file = Optional.of(opened);
    nameless = false;
    return opened;
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      file.get().channel.close();
      file = Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "program %d (%s) of %s".formatted(id, habit, name);
  }
}
