package filereeve.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The real source, with faults: of registrations, and of events.
final class FaultyEvents implements DirectoryEvents {
  /// The exception of one registration; none lets it through.
  interface Fault {
    @Nullable IOException of(Path directory) throws IOException;
  }

  private final DirectoryEvents real;
  private final Fault fault;

  /// Has a permit for each event that was not heard.
  final Semaphore asleep = new Semaphore(0);

  /// Hears nothing.
  volatile boolean deaf;

  /// Makes the next event an overflow.
  volatile boolean overflow;

  FaultyEvents(DirectoryEvents real, Fault fault) {
    this.real = real;
    this.fault = fault;
  }

  @Override
  public void watch(Path directory, Detail detail) throws IOException {
    IOException e = fault.of(directory);
    if (e != null) {
      throw e;
    }
    real.watch(directory, detail);
  }

  @Override
  public void renew(Path top, Runnable registering) {
    real.renew(top, registering);
  }

  @Override
  public Optional<Integer> watches() {
    return real.watches();
  }

  @Override
  public void run(Listener listener) throws IOException {
    real.run(
        new Listener() {
          @Override
          public void started() {
            listener.started();
          }

          @Override
          public boolean wants(Path directory) {
            return !deaf && listener.wants(directory);
          }

          @Override
          public void directoryMade(Path directory) {
            hear(() -> listener.directoryMade(directory));
          }

          @Override
          public void made(Path path) {
            hear(() -> listener.made(path));
          }

          @Override
          public void directoryModified(Path directory) {
            hear(() -> listener.directoryModified(directory));
          }

          @Override
          public void modified(Path path) {
            hear(() -> listener.modified(path));
          }

          @Override
          public void removed(Path path) {
            hear(() -> listener.removed(path));
          }

          @Override
          public void lost(Path top, String cause) {
            listener.lost(top, cause);
          }

          private void hear(Runnable event) {
            if (deaf) {
              asleep.release();
            } else if (overflow) {
              overflow = false;
              listener.lost(Path.of("/"), "overflow");
            } else {
              event.run();
            }
          }
        });
  }

  @Override
  public void finish() throws IOException {
    real.finish();
  }

  @Override
  public void close() throws IOException {
    real.close();
  }
}
