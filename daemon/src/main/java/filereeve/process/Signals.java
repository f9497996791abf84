package filereeve.process;

import filereeve.posix.IgnoredSignals;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/// Signals that this process receives. `sun.misc.Signal` of the module `jdk.unsupported` is the
/// only way to them that Java has; the compiler warns of it in a way that cannot be turned off for
/// one class, so it is called by reflection.
public final class Signals {
  private Signals() {}

  /// Runs the action, on a thread of the JVM's own, whenever the signal comes, also if the process
  /// was started to ignore it.
  public static void always(SignalName name, Runnable action) throws IOException {
    IgnoredSignals.heed(name.number());
    on(name, action);
  }

  /// Runs the action, on a thread of the JVM's own, whenever the signal comes; never if the process
  /// was started to ignore it.
  public static void on(SignalName name, Runnable action) {
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
              signal.getConstructor(String.class).newInstance(name.name()),
              Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, run));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java cannot receive the signal " + name, e);
    }
  }
}
