package filereeve.testing;

/// Tries something again and again, with a fault at the first call, at the second, up to the last.
public final class EveryCall {
  /// One try.
  public interface Try {
    /// @param call from 1
    /// @return false if it ended before that call
    boolean at(int call) throws Exception;
  }

  private EveryCall() {}

  /// @return the first call that was never made
  public static int of(Try once) throws Exception {
    int call = 1;
    while (once.at(call)) {
      call++;
    }
    return call;
  }
}
