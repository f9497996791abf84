package filereeve.process;

import filereeve.posix.IgnoredSignals;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Consumer;

/// Signals that this process receives. `sun.misc.Signal` of the module `jdk.unsupported` is the
/// only way to them that Java has; the compiler warns of it in a way that cannot be turned off for
/// one class, so it is called by reflection.
public final class Signals {
  /// Those that end a process and mean nothing to this one, with Linux' numbers. The rest are the
  /// JVM's, or of faults of the program itself.
  private static final Map<String, Integer> WITHOUT_MEANING =
      Map.of(
          "USR1", 10, "ALRM", 14, "STKFLT", 16, "XCPU", 24, "VTALRM", 26, "PROF", 27, "IO", 29,
          "PWR", 30);

  private Signals() {}

  /// Takes the effect from every signal that would end the process and means nothing to it.
  public static void survive() throws IOException {
    for (int signal : WITHOUT_MEANING.values()) {
      IgnoredSignals.heed(signal);
    }
    IgnoredSignals.heedRealTime();
  }

  /// Runs the action with the name, such as `SIGALRM`, whenever one of these comes that has a name.
  public static void onOthers(Consumer<String> action) {
    WITHOUT_MEANING.keySet().forEach(name -> on(name, () -> action.accept("SIG" + name)));
  }

  /// Runs the action, on a thread of the JVM's own, whenever the signal comes, also if the process
  /// was started to ignore it.
  public static void always(SignalName name, Runnable action) throws IOException {
    IgnoredSignals.heed(name.number());
    on(name, action);
  }

  /// Runs the action, on a thread of the JVM's own, whenever the signal comes; never if the process
  /// was started to ignore it.
  public static void on(SignalName name, Runnable action) {
    on(name.name(), action);
  }

  private static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler run =
          (proxy, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
              return method.invoke(action, arguments);
            }
            action.run();
            return null;
          };
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance(name),
              Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, run));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java cannot receive the signal " + name, e);
    }
  }
}
