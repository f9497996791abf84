package filereeve.kind.rotate;

import filereeve.archive.Archive;
import filereeve.posix.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writers that have not reopened their log: since when this process sees that they still write an
/// archive. Each archive is reported once, if its writer has had time enough.
///
/// Thread: safe for use by many threads.
final class LateWriters {
  /// A writer that was notified reopens its log within this time.
  private static final Duration ENOUGH = Duration.ofMinutes(10);

  /// An archive that has not changed for this long is not asked about: nothing grows.
  private static final Duration IDLE = Duration.ofDays(1);

  /// Past it the first are forgotten, and reported later.
  private static final int REMEMBERED = 10_000;

  /// Later than any time that is compared with it.
  private static final Instant REPORTED = Instant.MAX.minus(ENOUGH);

  private record Inode(long device, long number) {
    static Inode of(Stat stat) {
      return new Inode(stat.device(), stat.inode());
    }
  }

  private final Map<Inode, Instant> since = new LinkedHashMap<>();

  /// Reports the writers of archives of one log, unless their notification is still pending.
  ///
  /// @param log its path
  /// @return whether one is written that has to be asked about again, because it is not late yet
  boolean report(Context context, LogDirectory directory, Path log, List<Archive> archives)
      throws IOException {
    boolean reopens = context.settings().how().method() instanceof Method.Rename;
    if (!reopens || context.notification().isPending(log)) {
      return false;
    }
    boolean again = false;
    Instant now = context.now();
    for (Archive archive : archives) {
      Optional<Archive.Variant> plain =
          archive.plain().filter(file -> file.stat().modified().plus(IDLE).isAfter(now));
      if (plain.isPresent()) {
        boolean written = context.writers().isWritten(directory.of(archive), plain.get());
        if (isLate(plain.get().stat(), written, now)) {
          new RotationLines(context, directory).stillWritten(archive);
        }
        again |= written && !isReported(plain.get().stat());
      }
    }
    return again;
  }

  /// @return whether it is to be reported now
  private synchronized boolean isLate(Stat archive, boolean written, Instant now) {
    Inode inode = Inode.of(archive);
    if (!written) {
      since.remove(inode);
      return false;
    }
    Instant first = since.computeIfAbsent(inode, _ -> now);
    if (since.size() > REMEMBERED) {
      since.remove(since.keySet().iterator().next());
    }
    boolean late = !first.plus(ENOUGH).isAfter(now);
    if (late) {
      since.put(inode, REPORTED);
    }
    return late;
  }

  private synchronized boolean isReported(Stat archive) {
    return REPORTED.equals(since.get(Inode.of(archive)));
  }
}
