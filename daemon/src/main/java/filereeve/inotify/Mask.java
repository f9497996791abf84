package filereeve.inotify;

/// The bits of inotify(7) that say what happens, and how to watch: the kernel's
/// `include/uapi/linux/inotify.h`. Combined with `|`.
public final class Mask {
  /// Written to or truncated.
  public static final int MODIFY = 0x2;

  /// Owner, mode, times, links or extended attributes changed.
  public static final int ATTRIB = 0x4;

  /// Closed by a process that had it open for writing.
  public static final int CLOSE_WRITE = 0x8;

  /// Renamed away from the watched directory; [Event#cookie] is that of its [#MOVED_TO].
  public static final int MOVED_FROM = 0x40;

  /// Renamed into the watched directory.
  public static final int MOVED_TO = 0x80;

  public static final int CREATE = 0x100;
  public static final int DELETE = 0x200;

  /// In an event only: the filesystem was unmounted, and the watch is gone.
  public static final int UNMOUNT = 0x2000;

  /// In an event only: events were lost. It belongs to no watch.
  public static final int OVERFLOW = 0x4000;

  /// In an event only: the watch is gone, and its number will not come again.
  public static final int IGNORED = 0x8000;

  /// Fail with `ENOTDIR` unless it is a directory.
  public static final int ONLYDIR = 0x1000000;

  /// Fail rather than watch what a symbolic link points to.
  public static final int DONT_FOLLOW = 0x2000000;

  /// No events of files that have no name in the directory any more.
  public static final int EXCL_UNLINK = 0x4000000;

  /// In an event only: it is about a directory.
  public static final int ISDIR = 0x40000000;

  private Mask() {}
}
