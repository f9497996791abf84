package filereeve.testing;

import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.posix.Space;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The seam for faults: counts the calls of another [Posix], fails the k-th, or stops the program
/// after the k-th. [FaultyCalls] says which calls are not counted.
public interface FaultyPosix extends Posix {
  /// The program was stopped here: every later call throws it too, as a killed process does nothing
  /// more.
  final class Stopped extends Error {
    private static final long serialVersionUID = 1L;

    Stopped(String call) {
      super("stopped after " + call);
    }
  }

  /// What becomes of the k-th call.
  sealed interface Fault {
    /// All calls succeed.
    record None() implements Fault {}

    /// The call is made, and the program stops.
    record StopAfter(int call) implements Fault {}

    /// The call is not made and fails.
    ///
    /// @param times so many calls in a row, from that one on
    record Fail(int call, Errno errno, int times) implements Fault {}

    /// Every call that changes something fails for as long as this is true: a disk that stays full.
    record FailChanges(BooleanSupplier now, Errno errno) implements Fault {}

    /// Every call of this name fails: one that the host does not have.
    record Refuse(String name, Errno errno) implements Fault {}
  }

  static FaultyPosix of(Posix real, Fault fault) {
    return (FaultyPosix)
        Proxy.newProxyInstance(
            FaultyPosix.class.getClassLoader(),
            new Class<?>[] {FaultyPosix.class},
            new FaultyCalls(real, fault));
  }

  /// Counts only.
  static FaultyPosix counting(Posix real) {
    return of(real, new Fault.None());
  }

  /// Stops the program after the k-th call, from 1.
  static FaultyPosix stoppingAfter(Posix real, int call) {
    return of(real, new Fault.StopAfter(call));
  }

  /// Fails the k-th call, from 1.
  static FaultyPosix failing(Posix real, int call, Errno errno) {
    return of(real, new Fault.Fail(call, errno, 1));
  }

  /// Starts over, with another fault: calls are counted from 1 again, and a stopped program is
  /// another process.
  void arm(Fault next);

  /// All filesystems seem to have this room.
  FaultyPosix withSpace(Supplier<Space> fake);

  /// The calls so far, such as `fsync /var/log/app.log`.
  List<String> calls();
}
