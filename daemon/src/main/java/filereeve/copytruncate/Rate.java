package filereeve.copytruncate;

/// Measures how fast a log grows while it is copied, to estimate the bytes that may have been
/// written directly before it was emptied. A burst of writes at that moment can exceed the
/// estimate.
final class Rate {
  private final long since = System.nanoTime();
  private final long size;

  /// @param size the log's present size
  Rate(long size) {
    this.size = size;
  }

  /// The estimated bytes since the last read of the log, rounded up.
  long couldBeLost(LogCopy copy) {
    long now = System.nanoTime();
    double grown = Math.max(0, copy.size() - size);
    return (long) Math.ceil(grown * (now - copy.lastRead()) / Math.max(1, now - since));
  }
}
