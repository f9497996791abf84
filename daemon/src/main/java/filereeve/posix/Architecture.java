package filereeve.posix;

/// The numbers in which x86_64 and aarch64 differ.
enum Architecture {
  X86_64(0x10000, 0x20000, 251, 116),
  AARCH64(0x4000, 0x8000, 30, 159);

  private static final int O_WRONLY = 1;
  private static final int O_RDWR = 2;
  private static final int O_CREAT = 0x40;
  private static final int O_EXCL = 0x80;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;

  private final int directory;
  private final int nofollow;
  private final long ioprioSet;
  private final long setgroups;

  Architecture(int directory, int nofollow, long ioprioSet, long setgroups) {
    this.directory = directory;
    this.nofollow = nofollow;
    this.ioprioSet = ioprioSet;
    this.setgroups = setgroups;
  }

  static Architecture ofThisProcess() {
    String name = System.getProperty("os.arch", "");
    return switch (name) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64" -> AARCH64;
      default ->
          throw new UnsupportedOperationException(
              "Filereeve runs on x86_64 and aarch64 only, not on " + name);
    };
  }

  int flags(Open how) {
    return O_CLOEXEC
        | switch (how) {
          case READ -> nofollow | O_NONBLOCK;
          case WRITE -> nofollow | O_WRONLY | O_NONBLOCK;
          case READ_WRITE -> nofollow | O_RDWR | O_NONBLOCK;
          case CREATE_NEW -> nofollow | O_RDWR | O_CREAT | O_EXCL;
          case READ_WRITE_CREATE -> nofollow | O_RDWR | O_CREAT;
          case DIRECTORY -> nofollow | directory;
          case DIRECTORY_FOLLOW -> directory;
        };
  }

  long ioprioSet() {
    return ioprioSet;
  }

  long setgroups() {
    return setgroups;
  }
}
