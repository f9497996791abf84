package filereeve.testing;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.util.Objects.requireNonNull;

import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A file or directory of [PowerCut], whatever its names are.
final class DiskFile {
  /// What a file is, but for its name.
  private static final class State {
    final byte[] content;
    final int mode;
    final FileTime modified;
    final Map<String, byte[]> attributes;

    State(byte[] content, int mode, FileTime modified, Map<String, byte[]> attributes) {
      this.content = content;
      this.mode = mode;
      this.modified = modified;
      this.attributes = attributes;
    }

    static State of(Path file) throws IOException {
      return of(file, Files.readAllBytes(file));
    }

    static State of(Path file, byte[] content) throws IOException {
      return new State(
          content,
          (Integer) Files.getAttribute(file, "unix:mode", NOFOLLOW_LINKS),
          Files.getLastModifiedTime(file, NOFOLLOW_LINKS),
          attributesOf(file));
    }

    private static Map<String, byte[]> attributesOf(Path file) throws IOException {
      var view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
      var attributes = new TreeMap<String, byte[]>();
      if (view != null && Files.getFileStore(file).supportsFileAttributeView("user")) {
        for (String name : view.list()) {
          ByteBuffer value = ByteBuffer.allocate(view.size(name));
          view.read(name, value);
          attributes.put(name, value.array());
        }
      }
      return attributes;
    }

    State withContent(byte[] other) {
      return new State(other, mode, modified, attributes);
    }

    void write(Path file) throws IOException {
      if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
        Files.write(file, content);
      }
      var view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
      for (String name : attributesOf(file).keySet()) {
        view.delete(name);
      }
      for (Map.Entry<String, byte[]> attribute : attributes.entrySet()) {
        view.write(attribute.getKey(), ByteBuffer.wrap(attribute.getValue()));
      }
      Files.setAttribute(file, "unix:mode", mode);
      Files.setLastModifiedTime(file, modified);
    }
  }

  private static final int BLOCK = 4096;

  private final boolean isDirectory;

  /// Null if it was never synced.
  private @Nullable State durable;

  /// What it was when it lost its last name, or when the power was cut.
  private @Nullable State last;

  private @Nullable Path aside;
  private @Nullable Path restored;
  private boolean changed;
  private boolean collapsed;

  private DiskFile(boolean isDirectory, @Nullable State durable) {
    this.isDirectory = isDirectory;
    this.durable = durable;
  }

  static DiskFile durable(Path file) throws IOException {
    return Files.isDirectory(file, NOFOLLOW_LINKS)
        ? directory()
        : new DiskFile(false, State.of(file));
  }

  static DiskFile created() {
    return new DiskFile(false, null);
  }

  static DiskFile directory() {
    return new DiskFile(true, null);
  }

  void written() {
    changed = true;
  }

  /// Where its blocks are cannot be restored: so a cut of its head is never taken back.
  void collapsed() {
    changed = true;
    collapsed = true;
  }

  /// An empty file that was never synced has nothing to lose.
  void attributesChanged() {
    changed |= durable != null;
  }

  void sync(Posix real, Fd fd) throws IOException {
    Path file = Path.of("/proc/self/fd/" + fd.number()).toRealPath();
    durable = State.of(file, content(real, fd, file));
    changed = false;
    collapsed = false;
  }

  /// Nobody may open a file that is leased.
  private static byte[] content(Posix real, Fd fd, Path file) throws IOException {
    var content = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    try {
      int length = real.readAt(fd, buffer, 0, buffer.length, 0);
      while (length > 0) {
        content.write(buffer, 0, length);
        length = real.readAt(fd, buffer, 0, buffer.length, content.size());
      }
      return content.toByteArray();
    } catch (PosixException e) {
      if (e.errno() != Errno.EBADF) {
        throw e;
      }
      return Files.readAllBytes(file); // open for writing only
    }
  }

  /// It is about to lose its last name, which a power cut can bring back.
  void keep(Path file) throws IOException {
    last = isDirectory ? null : State.of(file);
  }

  /// Moves the file itself away, for the first of its names.
  void moveAside(Path name, Path directory) throws IOException {
    if (!isDirectory && aside == null && Files.exists(name, NOFOLLOW_LINKS)) {
      aside = directory.resolve(Integer.toString(System.identityHashCode(this)));
      last = State.of(name);
      Files.move(name, aside);
    }
  }

  /// Gives it a name again, and what is left of its content.
  void restore(Path name, PowerCut.Loss loss) throws IOException {
    if (isDirectory) {
      Files.createDirectories(name);
    } else if (restored != null) {
      Files.createLink(name, restored);
    } else {
      if (aside != null) {
        Files.move(aside, name);
      }
      requireNonNull(left(loss), () -> "somebody else removed " + name).write(name);
      restored = name;
    }
  }

  private @Nullable State left(PowerCut.Loss loss) {
    State before = durable;
    State now = last == null ? before : last;
    if (!changed || collapsed || now == null || isOfNames(loss)) {
      return now;
    }
    byte[] old = before == null ? new byte[0] : before.content;
    return switch (loss) {
      case CONTENT, ALL -> before == null ? now.withContent(old) : before;
      case HALF -> now.withContent(half(old, now.content));
      case BLOCKS -> now.withContent(torn(old, now.content));
      case NAMES, DIRECTORY -> now;
    };
  }

  private static boolean isOfNames(PowerCut.Loss loss) {
    return loss == PowerCut.Loss.NAMES || loss == PowerCut.Loss.DIRECTORY;
  }

  /// Every second block is old, or was never written.
  private static byte[] torn(byte[] old, byte[] now) {
    if (now.length < old.length) {
      return old;
    }
    byte[] torn = now.clone();
    int block = Math.clamp(now.length / 2, 1, BLOCK);
    for (int at = 0; at < torn.length; at++) {
      if (at / block % 2 == 0) {
        torn[at] = at < old.length ? old[at] : 0;
      }
    }
    return torn;
  }

  /// What was appended is there up to its middle. A cut of the head or of the whole is one change
  /// of the file's blocks, made or not.
  private static byte[] half(byte[] old, byte[] now) {
    boolean isAppended = now.length >= old.length && Arrays.mismatch(old, now) >= old.length;
    return isAppended ? Arrays.copyOf(now, (old.length + now.length) / 2) : old;
  }
}
