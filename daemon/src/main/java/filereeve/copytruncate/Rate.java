package filereeve.copytruncate;

import filereeve.time.Ticker;

/// Measures how fast a log grows while it is copied, to estimate the bytes that may have been
/// written directly before it was emptied. A burst of writes at that moment can exceed the
/// estimate.
final class Rate {
  private final Ticker ticker;
  private final long since;
  private final long size;

  /// @param size the log's present size
  /// @param ticker of the time in which [LogCopy#lastRead] is
  Rate(long size, Ticker ticker) {
    this.ticker = ticker;
    this.since = ticker.nanos();
    this.size = size;
  }

  /// The estimated bytes since the last read of the log, rounded up.
  long couldBeLost(LogCopy copy) {
    return couldBeLost(copy.size(), copy.lastRead());
  }

  /// @param grownTo the log's size when it was read last
  /// @param lastRead when that was
  long couldBeLost(long grownTo, long lastRead) {
    long now = ticker.nanos();
    double grown = Math.max(0, grownTo - size);
    return (long) Math.ceil(grown * (now - lastRead) / Math.max(1, now - since));
  }
}
