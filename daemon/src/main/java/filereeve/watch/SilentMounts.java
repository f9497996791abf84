package filereeve.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Mounted filesystems of servers and programs (NFS, FUSE) that do not answer: whoever touches one
/// waits until it does, which may be never. Each is asked on a thread of its own, so that only that
/// one waits.
///
/// Thread: safe for use by many threads.
final class SilentMounts {
  /// Asks a filesystem something that only its server can answer.
  @FunctionalInterface
  interface Question {
    /// @param point at which it is mounted
    /// @throws IOException is an answer, too
    void ask(Path point) throws IOException;
  }

  /// Longer than a server takes that works.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Question question;
  private final Duration patience;

  /// The threads that wait for an answer, by the identity of their mounts.
  private final Map<String, Thread> waiting = new HashMap<>();

  private volatile Set<Path> silent = Set.of();
  private int asked;

  SilentMounts(Question question, Duration patience) {
    this.question = question;
    this.patience = patience;
  }

  static SilentMounts ofThisHost() {
    return new SilentMounts(point -> Files.getFileStore(point).getTotalSpace(), PATIENCE);
  }

  /// Asks every filesystem in the table that can fall silent, and waits for the answers, but not
  /// for long.
  synchronized void ask(MountTable table) {
    forgetAnswered();
    Map<Path, MountTable.Mount> shared = table.shared();
    var begun = new ArrayList<Thread>();
    shared.forEach(
        (point, mount) -> {
          if (!waiting.containsKey(mount.identity())) {
            Thread thread = begin(point);
            waiting.put(mount.identity(), thread);
            begun.add(thread);
          }
        });
    await(begun);
    forgetAnswered();
    silent =
        shared.entrySet().stream()
            .filter(e -> waiting.containsKey(e.getValue().identity()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
  }

  private void forgetAnswered() {
    waiting.values().removeIf(thread -> !thread.isAlive());
  }

  private Thread begin(Path point) {
    asked++;
    return Thread.ofPlatform()
        .name("filereeve-mount-" + asked)
        .daemon()
        .start(
            () -> {
              try {
                question.ask(point);
              } catch (IOException _) {
                // It answers: what is wrong is found where it is used.
              }
            });
  }

  private void await(List<Thread> threads) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      for (Thread thread : threads) {
        var _ = thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // whoever has not answered by now counts as silent
    }
  }

  /// Whether a filesystem is mounted here that did not answer.
  boolean isAt(Path point) {
    return silent.contains(point);
  }

  /// The point of the silent filesystem that a path is on.
  Optional<Path> over(Path path) {
    return silent.stream().filter(path::startsWith).findFirst();
  }
}
