package filereeve.inotify;

/// What happened in a watched directory. It is valid during the call that it is handed to.
public final class Event {
  private final int watch;
  private final int mask;
  private final int cookie;
  private final byte[] name;

  Event(int watch, int mask, int cookie, byte[] name) {
    this.watch = watch;
    this.mask = mask;
    this.cookie = cookie;
    this.name = name;
  }

  /// The number that [Inotify#watch] returned; -1 for an overflow.
  public int watch() {
    return watch;
  }

  /// Whether it has any of these bits of [Mask].
  public boolean is(int bits) {
    return (mask & bits) != 0;
  }

  /// Joins the two events of a rename; else 0.
  public int cookie() {
    return cookie;
  }

  /// The name of what it happened to, as the kernel has its bytes; it need not be UTF-8. Empty if
  /// it happened to the directory itself.
  public byte[] name() {
    return name.clone();
  }

  /// Whether it is about something in the directory, and not the directory itself.
  public boolean hasName() {
    return name.length > 0;
  }
}
