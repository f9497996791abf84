package filereeve.testing;

import filereeve.posix.Posix;
import filereeve.posix.Stat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The dates that the kernel gives to files. Most tests have a clock that stands on a fixed day, so
/// what they compare it with differs from day to day. `-Dfilereeve.files.days=400` shows today what
/// they will do in 400 days: each file of the last hour seems to have been made and changed that
/// much later. What a test dates itself keeps its date.
public final class FileDates {
  private static final Duration MOVED = Duration.ofDays(Long.getLong("filereeve.files.days", 0));

  private static final Duration RECENT = Duration.ofHours(1);

  private FileDates() {}

  /// When a file was made that is made now, with the dates moved.
  public static Instant now() {
    return kernel().plus(MOVED);
  }

  /// The clock by which the kernel dates files. The program's own says something else where a
  /// preloaded library moves it.
  public static Instant kernel() {
    try {
      Path file = Files.createTempFile("filereeve-", "");
      try {
        return Files.getLastModifiedTime(file).toInstant();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same calls, with the dates moved; not where the clock goes with the kernel's.
  public static Posix moved(Posix real, InstantSource clock) {
    return MOVED.isZero() || !(clock instanceof TestClock) ? real : proxy(real);
  }

  private static Posix proxy(Posix real) {
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (_, method, arguments) -> {
              try {
                return moved(method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Object moved(Object result) {
    return switch (result) {
      case Stat stat -> moved(stat);
      case Optional<?> some -> some.map(FileDates::moved);
      case Posix posix -> proxy(posix);
      case null, default -> result;
    };
  }

  private static Stat moved(Stat stat) {
    return new Stat(
        stat.type(),
        stat.device(),
        stat.inode(),
        stat.mode(),
        stat.links(),
        stat.uid(),
        stat.gid(),
        stat.size(),
        stat.allocated(),
        moved(stat.accessed()),
        moved(stat.modified()),
        moved(stat.changed()),
        moved(stat.born()),
        stat.isBirthKnown());
  }

  private static Instant moved(Instant date) {
    Duration ago = Duration.between(date, kernel());
    return ago.abs().compareTo(RECENT) < 0 ? date.plus(MOVED) : date;
  }
}
