package filereeve.config;

import filereeve.files.Trust;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// As if a file were on a filesystem that does not answer: whoever inspects it waits. The loader
/// asks about each file whom it is to trust before it reads it.
public final class SilentFilesystem implements Trust {
  private final Path file;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile CountDownLatch answer = new CountDownLatch(1);

  public SilentFilesystem(Path file) {
    this.file = file;
  }

  public void answers() {
    answer.countDown();
  }

  public void hangs() {
    answer = new CountDownLatch(1);
  }

  /// How many threads have waited for it so far.
  int asked() {
    return asked.get();
  }

  @Override
  public Optional<Distrust> distrust(Path path) {
    if (path.equals(file)) {
      asked.incrementAndGet();
      awaitAnswer();
    }
    return Optional.empty();
  }

  /// Nothing interrupts a thread that waits for a filesystem.
  private void awaitAnswer() {
    boolean answered = false;
    while (!answered) {
      try {
        answer.await();
        answered = true;
      } catch (InterruptedException _) {
        // it waits on
      }
    }
  }
}
