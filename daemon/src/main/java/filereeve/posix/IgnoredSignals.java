package filereeve.posix;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Signals that this process was started to ignore, such as `SIGHUP` by `nohup` or by the start
/// script. The JVM never handles those.
public final class IgnoredSignals {
  private static final CFunction SIGNAL = Libc.longFunction("signal");

  /// As a handler, a function without any effect. With the default one the signal could end the
  /// process before the JVM's handler is there.
  private static final MemorySegment NO_EFFECT = Libc.address("abs");

  /// `SIGRTMIN` of glibc, which keeps the two before it, and `SIGRTMAX`.
  private static final int FIRST_REAL_TIME = 34;

  private static final int LAST_REAL_TIME = 64;

  /// By which the JDK interrupts a thread that waits for a file.
  private static final int OF_THE_JDK = LAST_REAL_TIME - 2;

  private IgnoredSignals() {}

  /// Takes the effect from all real-time signals, which would end the process.
  public static void heedRealTime() throws IOException {
    for (int signal = FIRST_REAL_TIME; signal <= LAST_REAL_TIME; signal++) {
      if (signal != OF_THE_JDK) {
        heed(signal);
      }
    }
  }

  /// Lets the JVM handle the signal; until it does, the signal has no effect.
  public static void heed(int signal) throws IOException {
    new Libc().call("signal", "signal " + signal, e -> SIGNAL.call(e, signal, NO_EFFECT));
  }
}
