package filereeve.copytruncate;

/// How fast a log grows while it is copied, from which follows what may have been written in the
/// moment before it was emptied. An estimate: a writer that writes in bursts may have had one then.
final class Rate {
  private final long since = System.nanoTime();
  private final long size;

  /// @param size of the log now
  Rate(long size) {
    this.size = size;
  }

  /// Bytes between the last read of the log and this moment, rounded up.
  long couldBeLost(LogCopy copy) {
    long now = System.nanoTime();
    double grown = Math.max(0, copy.size() - size);
    return (long) Math.ceil(grown * (now - copy.lastLook()) / Math.max(1, now - since));
  }
}
