package filereeve.testing;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.posix.Errno;
import filereeve.posix.LinuxPosix;
import filereeve.posix.Open;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FaultyPosixTest {
  private static final Set<String> NEVER_FAIL =
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

  @Test
  void everyCallCanFailButThoseThatNothingOnDiskDependsOn() throws Exception {
    var spared = new ArrayList<String>();
    for (Method method : Posix.class.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers()) && !fails(method)) {
        spared.add(method.getName());
      }
    }

    assertThat(spared).containsExactlyInAnyOrderElementsOf(NEVER_FAIL);
  }

  private static boolean fails(Method method) throws IllegalAccessException {
    Posix idle = BetweenCalls.of(new LinuxPosix(), (_, _, _) -> idle(method));
    @Nullable Object[] arguments =
        Stream.of(method.getParameterTypes()).map(FaultyPosixTest::any).toArray();
    try {
      method.invoke(FaultyPosix.failing(idle, 1, Errno.EIO), arguments);
      return false;
    } catch (InvocationTargetException e) {
      assertThat(e).cause().isInstanceOf(PosixException.class);
      return true;
    }
  }

  private static @Nullable Object idle(Method method) {
    return any(method.getReturnType());
  }

  private static @Nullable Object any(Class<?> type) {
    if (type == int.class) {
      return 0;
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == boolean.class) {
      return false;
    }
    return type == Open.class ? Open.READ : type == Path.class ? Path.of("a") : null;
  }
}
