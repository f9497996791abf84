package filereeve.posix;

/// The numbers in which x86_64 and aarch64 differ.
enum Architecture {
  X86_64(0x10000, 0x20000, 251, 116),
  AARCH64(0x4000, 0x8000, 30, 159);

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
    return Uapi.O_CLOEXEC
        | switch (how) {
          case READ -> nofollow | Uapi.O_NONBLOCK;
          case WRITE -> nofollow | Uapi.O_WRONLY | Uapi.O_NONBLOCK;
          case READ_WRITE -> nofollow | Uapi.O_RDWR | Uapi.O_NONBLOCK;
          case CREATE_NEW -> nofollow | Uapi.O_RDWR | Uapi.O_CREAT | Uapi.O_EXCL;
          case READ_WRITE_CREATE -> nofollow | Uapi.O_RDWR | Uapi.O_CREAT;
          case APPEND_CREATE ->
              nofollow | Uapi.O_WRONLY | Uapi.O_CREAT | Uapi.O_APPEND | Uapi.O_NONBLOCK;
          case DIRECTORY -> nofollow | directory;
        };
  }

  /// Of a directory, where the way to it is restricted by other flags.
  int directory() {
    return Uapi.O_CLOEXEC | directory;
  }

  /// Of a handle that stands for a name itself, be it a link, and reads nothing.
  int handle() {
    return Uapi.O_CLOEXEC | Uapi.O_PATH | nofollow;
  }

  long ioprioSet() {
    return ioprioSet;
  }

  long setgroups() {
    return setgroups;
  }
}
