package filereeve.watch;

import filereeve.event.FileEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Remembers events, and waits for those that a test needs.
final class Heard implements Consumer<FileEvent> {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final BlockingQueue<FileEvent> arriving = new LinkedBlockingQueue<>();
  private final List<FileEvent> all = new ArrayList<>();

  @Override
  public void accept(FileEvent event) {
    arriving.add(event);
  }

  /// Waits for both events of a rename, in whatever order two directories tell of them.
  void awaitRenamed(Path from, Path to) throws InterruptedException {
    var missing =
        new HashSet<FileEvent>(List.of(new FileEvent.Deleted(from), new FileEvent.Changed(to)));
    await("rename of " + from + " to " + to, e -> missing.remove(e) && missing.isEmpty());
  }

  void awaitChanged(Path path) throws InterruptedException {
    await("changed " + path, new FileEvent.Changed(path)::equals);
  }

  void awaitDeleted(Path path) throws InterruptedException {
    await("deleted " + path, new FileEvent.Deleted(path)::equals);
  }

  void awaitOverflowed(Path directory, String cause) throws InterruptedException {
    await(cause + " " + directory, new FileEvent.Overflowed(directory, cause)::equals);
  }

  /// Waits until something covers this path: a change of it, or a directory above it to be looked
  /// at as a whole.
  void awaitCovered(Path path) throws InterruptedException {
    await("anything that covers " + path, e -> covers(e, path));
  }

  /// Takes events until one fits; those before it are forgotten for the next wait.
  void await(String what, Predicate<FileEvent> fits) throws InterruptedException {
    Instant end = Instant.now().plus(TIMEOUT);
    List<FileEvent> others = new ArrayList<>();
    while (true) {
      long left = Duration.between(Instant.now(), end).toMillis();
      @Nullable FileEvent event = arriving.poll(Math.max(left, 0), TimeUnit.MILLISECONDS);
      if (event == null) {
        throw new AssertionError("waited for %s, heard %s".formatted(what, others));
      }
      all.add(event);
      others.add(event);
      if (fits.test(event)) {
        return;
      }
    }
  }

  /// All events that were waited for or came before one that was.
  List<FileEvent> all() {
    return List.copyOf(all);
  }

  private static boolean covers(FileEvent event, Path path) {
    return switch (event) {
      case FileEvent.Changed(Path changed) -> changed.equals(path);
      case FileEvent.Deleted _ -> false;
      case FileEvent.Overflowed(Path directory, _) -> path.startsWith(directory);
    };
  }
}
