package filereeve.testing;

import filereeve.posix.Posix;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Hands each call to the [Durability] that watches it.
///
/// @param by empty if nothing is to watch
record Watched(Optional<Durability> by, Posix real) implements InvocationHandler {
  static Optional<Watched> of(Posix calls) {
    return Proxy.isProxyClass(calls.getClass())
            && Proxy.getInvocationHandler(calls) instanceof Watched watched
        ? Optional.of(watched)
        : Optional.empty();
  }

  Posix proxy() {
    return (Posix)
        Proxy.newProxyInstance(Posix.class.getClassLoader(), new Class<?>[] {Posix.class}, this);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given)
      throws Throwable {
    Object[] arguments = given == null ? new Object[0] : given;
    BetweenCalls.Real call = () -> BetweenCalls.make(real, method, arguments);
    return by.isPresent() ? by.get().make(method.getName(), arguments, call) : call.make();
  }
}
