package filereeve.testing;

import filereeve.posix.Posix;

/// Makes nothing durable: for tests that stop the program at hundreds of places on a real disk.
/// What a stopped program has written stays in the kernel, so nothing depends on it.
public final class UnsyncedPosix {
  private UnsyncedPosix() {}

  public static Posix of(Posix real) {
    return of(real, () -> {});
  }

  /// @param before happens before each call: what other programs do meanwhile
  public static Posix of(Posix real, Runnable before) {
    return BetweenCalls.of(
        real,
        (name, _, call) -> {
          before.run();
          return name.equals("sync") ? null : call.make();
        });
  }
}
