package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/// The attributes of a file, as the kernel has them.
///
/// @param mode permission bits only, such as 0640
/// @param allocated bytes on disk
/// @param changed the inode's change time (ctime)
/// @param born when the inode was created; where the filesystem does not know, the earliest of the
///   other times
/// @param isBirthKnown whether the filesystem knows
public record Stat(
    Type type,
    long device,
    long inode,
    int mode,
    int links,
    int uid,
    int gid,
    long size,
    long allocated,
    Instant accessed,
    Instant modified,
    Instant changed,
    Instant born,
    boolean isBirthKnown) {

  /// Of `struct statx` in `linux/stat.h`, which is the same on every architecture.
  static final long SIZE = 256;

  /// `STATX_BASIC_STATS | STATX_BTIME`.
  static final int MASK = 0x7ff | 0x800;

  private static final int BTIME = 0x800;
  private static final int SECTOR = 512;

  /// `STATX_MNT_ID`.
  static final int MOUNT = 0x1000;

  /// What kind of file it is.
  public enum Type {
    REGULAR,
    DIRECTORY,
    SYMLINK,
    SOCKET,
    OTHER
  }

  public boolean groupMayWrite() {
    return (mode & 0020) != 0;
  }

  /// Who may read, write and execute it. A new file gets no more of a mode: with another owner, a
  /// set-user-ID bit would be that owner's.
  public int permissions() {
    return mode & 0777;
  }

  /// Whether everybody may write.
  public boolean othersMayWrite() {
    return (mode & 0002) != 0;
  }

  /// Whether anybody may execute it.
  public boolean isExecutable() {
    return (mode & 0111) != 0;
  }

  /// Whether in this directory everybody can rename and remove only what is theirs.
  public boolean isSticky() {
    return (mode & 01000) != 0;
  }

  /// Whether a part of it may have no blocks. A filesystem that compresses says so, too.
  public boolean mayHaveHoles() {
    return allocated < size;
  }

  public boolean sameInode(Stat other) {
    return device == other.device && inode == other.inode;
  }

  /// The same file, born at another time.
  public Stat bornAt(Instant time) {
    return new Stat(
        type,
        device,
        inode,
        mode,
        links,
        uid,
        gid,
        size,
        allocated,
        accessed,
        modified,
        changed,
        time,
        isBirthKnown);
  }

  /// Reads what else a `struct statx` has.
  static Mount readMount(MemorySegment s) {
    boolean known = (s.get(JAVA_INT, 0) & MOUNT) != 0;
    return new Mount(
        read(s).device(), known ? OptionalLong.of(s.get(JAVA_LONG, 144)) : OptionalLong.empty());
  }

  /// Reads a `struct statx`.
  static Stat read(MemorySegment s) {
    int mode = Short.toUnsignedInt(s.get(JAVA_SHORT, 28));
    Instant accessed = time(s, 64);
    Instant changed = time(s, 96);
    Instant modified = time(s, 112);
    boolean isBirthKnown = (s.get(JAVA_INT, 0) & BTIME) != 0;
    return new Stat(
        type(mode),
        ((long) s.get(JAVA_INT, 136) << 32) | Integer.toUnsignedLong(s.get(JAVA_INT, 140)),
        s.get(JAVA_LONG, 32),
        mode & 07777,
        s.get(JAVA_INT, 16),
        s.get(JAVA_INT, 20),
        s.get(JAVA_INT, 24),
        s.get(JAVA_LONG, 40),
        s.get(JAVA_LONG, 48) * SECTOR,
        accessed,
        modified,
        changed,
        isBirthKnown ? time(s, 80) : Collections.min(List.of(accessed, modified, changed)),
        isBirthKnown);
  }

  private static Type type(int mode) {
    return switch (mode & 0170000) {
      case 0100000 -> Type.REGULAR;
      case 0040000 -> Type.DIRECTORY;
      case 0120000 -> Type.SYMLINK;
      case 0140000 -> Type.SOCKET;
      default -> Type.OTHER;
    };
  }

  private static Instant time(MemorySegment s, long offset) {
    return Instant.ofEpochSecond(s.get(JAVA_LONG, offset), s.get(JAVA_INT, offset + 8));
  }
}
