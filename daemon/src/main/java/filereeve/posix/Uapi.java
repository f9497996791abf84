package filereeve.posix;

/// Numbers of the kernel's `include/uapi` that are the same on x86_64 and aarch64.
final class Uapi {
  /// Stands for a directory where the path is absolute.
  static final int AT_FDCWD = -100;

  static final int AT_EMPTY_PATH = 0x1000;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_RDWR = 2;
  static final int O_CREAT = 0x40;
  static final int O_APPEND = 0x400;
  static final int O_EXCL = 0x80;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  static final int NONBLOCK_CLOEXEC = O_NONBLOCK | O_CLOEXEC;
  static final int O_PATH = 0x200000;
  static final int RENAME_NOREPLACE = 1;
  static final int RENAME_EXCHANGE = 2;

  /// The number of openat2(2), the size of its `struct open_how`, and "through no link".
  static final long OPENAT2 = 437;

  static final long OPEN_HOW_SIZE = 24;
  static final long RESOLVE_NO_SYMLINKS = 0x04;

  static final long PATH_MAX = 4096;

  /// The numbers of pidfd_open(2) and pidfd_send_signal(2).
  static final long PIDFD_OPEN = 434;

  static final long PIDFD_SEND_SIGNAL = 424;

  static final int SEEK_SET = 0;
  static final int SEEK_END = 2;
  static final int SEEK_DATA = 3;
  static final int SEEK_HOLE = 4;
  static final int FALLOC_FL_COLLAPSE_RANGE = 0x08;
  static final int SYNC_FILE_RANGE_WRITE = 2;

  /// Of `struct statfs` in `asm-generic/statfs.h`, as 64-bit architectures have it.
  static final long STATFS_SIZE = 120;

  static final int CLOCK_BOOTTIME = 7;
  static final int STA_UNSYNC = 0x40;

  /// Of `struct timex`, as 64-bit architectures have it.
  static final long TIMEX_SIZE = 208;

  static final long TIMEX_STATUS = 40;

  /// `_IOWR('f', 11, struct fiemap)`.
  static final long FS_IOC_FIEMAP = 0xC020660BL;

  static final int MADV_DONTNEED = 4;
  static final int FIEMAP_FLAG_SYNC = 1;
  static final long FIEMAP_SIZE = 32;
  static final long FIEMAP_EXTENT_SIZE = 56;

  /// Flags of extents without an address: unknown, not allocated yet, encoded, encrypted, not
  /// aligned, inline, in a shared tail, unwritten.
  static final int WITHOUT_ADDRESS = 0x2 | 0x4 | 0x8 | 0x80 | 0x100 | 0x200 | 0x400 | 0x800;

  /// `XATTR_LIST_MAX` and `XATTR_SIZE_MAX`.
  static final long LARGEST_XATTR = 65536;

  static final int LOCK_EX_NB = 2 | 4;
  static final int F_SETFD = 2;
  static final int FD_CLOEXEC = 1;
  static final int F_SETSIG = 10;
  static final int F_SETLEASE = 1024;
  static final int F_RDLCK = 0;
  static final int F_WRLCK = 1;
  static final int F_UNLCK = 2;

  /// Ignored by default, where a lease's own SIGIO would end the process.
  static final int SIGURG = 23;

  static final int WNOHANG = 1;

  static final short AF_UNIX = 1;
  static final int SOCK_DGRAM_CLOEXEC = 2 | O_CLOEXEC;
  static final int SOCK_STREAM_NONBLOCK_CLOEXEC = 1 | NONBLOCK_CLOEXEC;
  static final int SOL_SOCKET = 1;
  static final int SO_PEERCRED = 17;
  static final int SHUT_RDWR = 2;

  /// Of `struct sockaddr_un`, the closing zero included.
  static final int LONGEST_SUN_PATH = 108;

  static final int MSG_NOSIGNAL = 0x4000;

  static final int LOWEST_NICE = 19;

  /// `IOPRIO_CLASS_BE`, and its last level.
  static final int BEST_EFFORT_LOWEST = (2 << 13) | 7;

  private Uapi() {}
}
