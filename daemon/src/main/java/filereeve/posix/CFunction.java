package filereeve.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/// A function of the C library that takes at most six integers or pointers.
///
/// All are called in one shape, six arguments of 64 bits: Java makes some twenty classes for each
/// shape, which would take half of the daemon's start. The calling conventions of Linux on amd64
/// and aarch64 allow it: each such argument has a register of its own, of which a function reads
/// the bits that it declares, and none that it does not declare. A variadic function finds its
/// arguments in the same registers.
///
/// @param returnsInt so that only the lower 32 bits of the result count
record CFunction(MemorySegment address, boolean returnsInt) {
  private static final int MOST_ARGUMENTS = 6;
  private static final Linker LINKER = Linker.nativeLinker();

  @SuppressWarnings("restricted")
  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.captureCallState("errno"));

  static CFunction returningInt(String name) {
    return new CFunction(address(name), true);
  }

  static CFunction returningLong(String name) {
    return new CFunction(address(name), false);
  }

  static boolean isPresent(String name) {
    return LINKER.defaultLookup().find(name).isPresent();
  }

  static MemorySegment address(String name) {
    return LINKER.defaultLookup().findOrThrow(name);
  }

  /// @param errno where the thread's `errno` is kept
  /// @param arguments numbers, and memory whose address is passed
  long call(MemorySegment errno, Object... arguments) throws Throwable {
    long[] words = new long[MOST_ARGUMENTS];
    for (int i = 0; i < arguments.length; i++) {
      words[i] = word(arguments[i]);
    }
    try {
      long result =
          (long)
              CALL.invokeExact(
                  address, errno, words[0], words[1], words[2], words[3], words[4], words[5]);
      return returnsInt ? (int) result : result;
    } finally {
      Reference.reachabilityFence(arguments);
    }
  }

  private static long word(Object argument) {
    if (argument instanceof Number number) {
      return number.longValue();
    }
    if (argument instanceof MemorySegment memory && memory.isNative()) {
      return memory.address();
    }
    throw new IllegalArgumentException("no argument for C: " + argument);
  }
}
