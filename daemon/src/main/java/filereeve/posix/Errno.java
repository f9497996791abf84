package filereeve.posix;

/// Why a system call failed, with Linux' numbers (x86_64 and aarch64 agree on these).
public enum Errno {
  EPERM(1, "not permitted"),
  ENOENT(2, "no such file or directory"),
  ESRCH(3, "no such process"),
  EINTR(4, "interrupted"),
  EIO(5, "input/output error: the disk or its driver failed"),
  ENXIO(6, "nothing there"),
  EBADF(9, "bad file descriptor"),
  EAGAIN(11, "busy, try again"),
  EACCES(13, "permission denied"),
  EBUSY(16, "in use"),
  EEXIST(17, "exists already"),
  EXDEV(18, "on another filesystem"),
  ENOTDIR(20, "not a directory"),
  EISDIR(21, "a directory"),
  EINVAL(22, "invalid argument"),
  ENFILE(23, "too many open files on this host"),
  EMFILE(24, "too many open files in this process"),
  ENOTTY(25, "not known to this filesystem"),
  ENOSPC(28, "no space left on the disk"),
  EROFS(30, "the filesystem is read-only"),
  ENAMETOOLONG(36, "the name is too long"),
  ENOSYS(38, "not implemented on this host"),
  ENOTEMPTY(39, "the directory is not empty"),
  ELOOP(40, "a symbolic link where none may be"),
  ENODATA(61, "no such attribute"),
  EOPNOTSUPP(95, "not supported by this filesystem"),
  EDQUOT(122, "the disk quota is used up"),
  /// Any other: the exception's message has the number.
  OTHER(-1, "failed");

  private final int number;
  private final String meaning;

  Errno(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  /// What it means, in words.
  public String meaning() {
    return meaning;
  }

  static Errno of(int number) {
    for (Errno errno : values()) {
      if (errno.number == number) {
        return errno;
      }
    }
    return OTHER;
  }
}
