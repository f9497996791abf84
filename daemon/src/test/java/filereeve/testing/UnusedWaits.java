package filereeve.testing;

import java.util.Date;
import java.util.concurrent.locks.Condition;

/// The ways to wait on a condition that the program does not use.
abstract class UnusedWaits implements Condition {
  @Override
  public final long awaitNanos(long nanos) {
    throw new UnsupportedOperationException();
  }

  @Override
  public final void awaitUninterruptibly() {
    throw new UnsupportedOperationException();
  }

  @Override
  public final boolean awaitUntil(Date deadline) {
    throw new UnsupportedOperationException();
  }
}
