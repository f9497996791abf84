package filereeve.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Signals that this process was started to ignore, such as `SIGHUP` by `nohup` or by the start
/// script. The JVM never handles those.
public final class IgnoredSignals {
  private static final MethodHandle SIGNAL = Libc.longFunction("signal", JAVA_INT, ADDRESS);

  /// As a handler, a function without any effect. With the default one the signal could end the
  /// process before the JVM's handler is there.
  private static final MemorySegment NO_EFFECT = Libc.address("abs");

  private IgnoredSignals() {}

  /// Lets the JVM handle the signal; until it does, the signal has no effect.
  public static void heed(int signal) throws IOException {
    new Libc()
        .call("signal", "signal " + signal, e -> (long) SIGNAL.invokeExact(e, signal, NO_EFFECT));
  }
}
