package filereeve.testing;

import filereeve.posix.Posix;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// Makes nothing durable: for tests that stop the program at hundreds of places on a real disk.
/// What a stopped program has written stays in the kernel, so nothing depends on it.
public final class UnsyncedPosix {
  private UnsyncedPosix() {}

  public static Posix of(Posix real) {
    return of(real, () -> {});
  }

  /// @param before happens before each call: what other programs do meanwhile
  public static Posix of(Posix real, Runnable before) {
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) -> {
              before.run();
              if (method.getName().equals("sync")) {
                return null;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
