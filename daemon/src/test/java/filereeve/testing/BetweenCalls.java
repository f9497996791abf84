package filereeve.testing;

import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A [Posix] between whose calls something happens.
public final class BetweenCalls {
  /// What becomes of a call.
  public interface Around {
    /// @param name of the method
    /// @param call makes the real call
    @Nullable Object make(String name, Object[] arguments, Real call) throws Exception;
  }

  /// A call that is ready to be made.
  public interface Real {
    @Nullable Object make() throws Exception;
  }

  /// Something that happens.
  public interface Action {
    void act() throws Exception;
  }

  private BetweenCalls() {}

  public static Posix of(Posix real, Around around) {
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (_, method, arguments) ->
                around.make(method.getName(), arguments, () -> make(real, method, arguments)));
  }

  /// Something happens once, right after the first call whose name begins like this.
  public static Posix afterFirst(Posix real, String name, Action action) {
    return afterFirst(real, name, new AtomicBoolean(true), action);
  }

  /// @param pending from when on: it is reset by the call
  public static Posix afterFirst(Posix real, String name, AtomicBoolean pending, Action action) {
    return of(
        real,
        (called, _, call) -> {
          @Nullable Object result = call.make();
          if (called.startsWith(name) && pending.getAndSet(false)) {
            action.act();
          }
          return result;
        });
  }

  /// A filesystem that cannot swap two names, as NFS.
  public static Posix withoutSwap(Posix real) {
    return of(
        real,
        (name, arguments, call) -> {
          if (name.equals("swap")) {
            throw new PosixException("swap", arguments[1] + " and " + arguments[3], Errno.EINVAL);
          }
          return call.make();
        });
  }

  static @Nullable Object make(Posix real, Method method, Object[] arguments) throws Exception {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }
}
