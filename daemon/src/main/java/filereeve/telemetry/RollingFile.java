package filereeve.telemetry;

import filereeve.files.Directory;
import filereeve.posix.Fd;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.posix.Stat;
import filereeve.telemetry.LogSettings.LogFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One log file. It is renamed at the first line of a new day (UTC, as the lines are), and when the
/// next line would make it larger than its size; [OldFiles] names and removes the renamed ones. A
/// failure is reported once, and again if it comes back after a minute in which lines were written;
/// it is never thrown.
///
/// Invariant: lines are appended to a file until its successor is open. What is there is renamed,
/// never overwritten.
///
/// Thread: used under the lock of [Outputs].
final class RollingFile implements AutoCloseable {
  private static final int MODE = 0644;
  private static final int DIRECTORY_MODE = 0755;

  /// How often it is checked whether the file still has its name, and what failed is retried.
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

  /// Lines that are written for this long without a failure end a trouble.
  private static final Duration CALM = Duration.ofMinutes(1);

  private final LogFile settings;
  private final LineFormat format;
  private final Posix posix;
  private final Consumer<String> complaint;
  private final Path name;
  private boolean complained;

  /// Of the call at work.
  private Instant now;

  private Instant lastTrouble = Instant.MIN;
  private @Nullable Fd file;
  private long inode;
  private long size;

  /// Of the last line.
  private LocalDate day = LocalDate.MIN;

  /// Whether the last line is there only in part.
  private boolean torn;

  private Instant nextCheck = Instant.MIN;
  private Instant nextAttempt = Instant.MIN;

  /// Opens it; a directory that is missing is made.
  ///
  /// @param complaint takes the sentence that says what is wrong
  RollingFile(
      LogFile settings, LineFormat format, Posix posix, Instant now, Consumer<String> complaint) {
    this.settings = settings;
    this.format = format;
    this.posix = posix;
    this.complaint = complaint;
    this.name = Objects.requireNonNull(settings.path().getFileName());
    this.now = now;
    reopen();
  }

  LogFile settings() {
    return settings;
  }

  /// Whether it was made from exactly these settings and works.
  boolean serves(LogFile wanted) {
    return settings.equals(wanted) && file != null && !complained;
  }

  /// Creates the file again if somebody removed or renamed it: nobody would see what is written to
  /// it.
  ///
  /// @return whether it was removed or renamed
  boolean recreateIfRemoved(Instant time) {
    now = time;
    if (now.isBefore(nextCheck)) {
      return false;
    }
    nextCheck = now.plus(CHECK_INTERVAL);
    if (file == null) {
      reopen();
      return false;
    }
    try (Directory directory = Directory.openOrCreate(posix, directory(), DIRECTORY_MODE)) {
      if (directory.stat(name).filter(stat -> stat.inode() == inode).isPresent()) {
        return false;
      }
    } catch (IOException e) {
      complain(e);
      return false;
    }
    reopen();
    return true;
  }

  void write(Line line) {
    now = line.time();
    if (file == null) {
      return; // it is opened again soon
    }
    byte[] text = ((torn ? "\n" : "") + format.text(line) + '\n').getBytes(StandardCharsets.UTF_8);
    LocalDate today = dayOf(now);
    boolean full = size > 0 && size + text.length > settings.size().bytes();
    if (full || (size > 0 && today.isAfter(day))) {
      roll();
    }
    Fd open = file;
    if (open == null) {
      return;
    }
    day = today;
    try {
      posix.write(open, text, 0, text.length);
      size += text.length;
      torn = false;
      complained &= now.isBefore(lastTrouble.plus(CALM));
    } catch (IOException e) {
      complain(e);
      measure(open);
    }
  }

  /// A part of the line may have been written.
  private void measure(Fd open) {
    try {
      long length = posix.stat(open).size();
      torn |= length > size;
      size = length;
    } catch (IOException e) {
      complain(e);
    }
  }

  private void roll() {
    if (now.isBefore(nextAttempt)) {
      return;
    }
    try (Directory directory = Directory.openOrCreate(posix, directory(), DIRECTORY_MODE)) {
      var old = new OldFiles(directory, name);
      Path renamed = old.add(day);
      try {
        open(directory);
      } catch (IOException e) {
        directory.rename(renamed, directory, name);
        throw e;
      }
      old.keep(settings.keep(), dayOf(now));
    } catch (IOException e) {
      nextAttempt = now.plus(CHECK_INTERVAL);
      complain(e);
    }
  }

  private void reopen() {
    nextCheck = now.plus(CHECK_INTERVAL);
    try (Directory directory = Directory.openOrCreate(posix, directory(), DIRECTORY_MODE)) {
      open(directory);
      new OldFiles(directory, name).keep(settings.keep(), dayOf(now));
    } catch (IOException e) {
      complain(e);
    }
  }

  private void open(Directory directory) throws IOException {
    Optional<Stat> present = directory.stat(name);
    if (present.isPresent() && present.get().type() != Stat.Type.REGULAR) {
      // The first line of a new day renames the file, which must not happen to a device or a pipe.
      complain("it is not a regular file");
      return;
    }
    Fd next = posix.open(directory.fd(), name, Open.APPEND_CREATE, MODE);
    close();
    file = next;
    Stat stat = posix.stat(next);
    inode = stat.inode();
    size = stat.size();
    day = dayOf(size == 0 ? now : stat.modified());
    torn = false;
  }

  private Path directory() {
    return Objects.requireNonNull(settings.path().getParent());
  }

  private static LocalDate dayOf(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  @Override
  public void close() {
    Fd open = file;
    file = null;
    if (open != null) {
      try {
        posix.close(open);
      } catch (IOException e) {
        complain(e);
      }
    }
  }

  private void complain(IOException e) {
    complain(String.valueOf(e.getMessage()));
  }

  private void complain(String cause) {
    lastTrouble = now;
    if (!complained) {
      complained = true;
      complaint.accept(
          "cannot write the log file %s: %s. Correct that, or change daemon.log_files.%s."
              .formatted(PathText.of(settings.path()), cause, settings.name()));
    }
  }
}
