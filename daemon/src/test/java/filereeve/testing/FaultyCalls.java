package filereeve.testing;

import filereeve.posix.Errno;
import filereeve.posix.Fd;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import filereeve.posix.Space;
import filereeve.testing.FaultyPosix.Fault;
import filereeve.testing.FaultyPosix.Stopped;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes, counts and fails the calls of a [FaultyPosix].
final class FaultyCalls implements InvocationHandler {
  private static final Set<String> CHANGES =
      Set.of(
          "create",
          "write",
          "truncate",
          "extend",
          "collapse",
          "fsync",
          "rename",
          "replace",
          "swap",
          "unlink",
          "mkdir",
          "chmod",
          "chown",
          "setTimes",
          "copyAttributes");

  /// Neither counted nor failed: nothing on disk depends on them, how often a pipe is read is a
  /// matter of time, and a handle that cannot be closed would leak from the test. Who acts for
  /// another user has faults of its own: none.
  private static final Set<String> UNCOUNTED =
      Set.of(
          "close",
          "memory",
          "uptime",
          "isClockSynchronized",
          "pipe",
          "spawn",
          "exitStatus",
          "readPipe",
          "actingAs",
          "effectiveUser");

  private final Posix real;
  private volatile Fault fault;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;
  private volatile Optional<Supplier<Space>> room = Optional.empty();

  FaultyCalls(Posix real, Fault fault) {
    this.real = real;
    this.fault = fault;
  }

  @Override
  @SuppressWarnings("unchecked") // as the interface says
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given)
      throws Throwable {
    Object[] arguments = given == null ? new Object[0] : given;
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    return switch (method.getName()) {
      case "calls" -> List.copyOf(calls);
      case "arm" -> {
        arm((Fault) arguments[0]);
        yield null;
      }
      case "withSpace" -> {
        room = Optional.of((Supplier<Space>) arguments[0]);
        yield proxy;
      }
      default -> call(method, arguments);
    };
  }

  private synchronized void arm(Fault next) {
    fault = next;
    calls.clear();
    stopped = false;
  }

  private @Nullable Object call(Method method, Object[] arguments) throws Exception {
    String name = name(method, arguments);
    if (UNCOUNTED.contains(name) || method.getDeclaringClass() == Object.class) {
      return BetweenCalls.make(real, method, arguments);
    }
    int number = enter(name, subject(name, arguments));
    @Nullable Object result =
        name.equals("space") && room.isPresent()
            ? room.get().get()
            : BetweenCalls.make(real, method, arguments);
    try {
      leave(number, name);
    } catch (Stopped e) {
      if (result instanceof Fd opened) { // as the kernel does
        real.close(opened);
      }
      throw e;
    }
    return result;
  }

  private static String name(Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "open" -> creates((Open) arguments[2]) ? "create" : "open";
      case "sync" -> "fsync";
      case "attribute" -> "getAttribute";
      case String other -> other;
    };
  }

  private static boolean creates(Open how) {
    return how == Open.CREATE_NEW || how == Open.READ_WRITE_CREATE || how == Open.APPEND_CREATE;
  }

  /// What the call is about, as a reader of a failed test wants to know it.
  private static String subject(String name, Object[] arguments) {
    return switch (name) {
      case "rename", "replace" -> arguments[1] + " to " + arguments[3];
      case "swap" -> arguments[1] + " and " + arguments[3];
      case "copyAttributes" -> String.valueOf(arguments[1]);
      case "open", "create", "unlink", "mkdir" -> arguments[0] + "/" + arguments[1];
      case "stat" -> arguments[0] + (arguments.length > 1 ? "/" + arguments[1] : "");
      default -> arguments.length > 0 ? String.valueOf(arguments[0]) : "";
    };
  }

  private synchronized int enter(String name, String subject) throws PosixException {
    if (stopped) {
      throw new Stopped(name);
    }
    calls.add(name + " " + subject);
    int number = calls.size();
    Optional<Errno> failure = failure(number, name);
    if (failure.isPresent()) {
      Durability.watching(real).ifPresent(durability -> durability.failed(failure.get()));
      throw new PosixException(name, subject, failure.get());
    }
    return number;
  }

  private Optional<Errno> failure(int number, String name) {
    return switch (fault) {
      case Fault.None _, Fault.StopAfter _ -> Optional.empty();
      case Fault.Fail(int call, Errno errno, int times) ->
          number >= call && number < call + times ? Optional.of(errno) : Optional.empty();
      case Fault.FailChanges(BooleanSupplier now, Errno errno) ->
          CHANGES.contains(name) && now.getAsBoolean() ? Optional.of(errno) : Optional.empty();
      case Fault.Refuse(String refused, Errno errno) ->
          name.equals(refused) ? Optional.of(errno) : Optional.empty();
    };
  }

  private void leave(int number, String name) {
    if (fault instanceof Fault.StopAfter stop && number >= stop.call()) {
      stopped = true;
      Durability.watching(real).ifPresent(Durability::stopped);
      throw new Stopped(name);
    }
  }
}
