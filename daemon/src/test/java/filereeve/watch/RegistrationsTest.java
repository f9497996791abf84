package filereeve.watch;

import static org.assertj.core.api.Assertions.assertThat;

import filereeve.telemetry.Event;
import filereeve.testing.RecordingLog;
import filereeve.watch.DirectoryEvents.Detail;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A directory that cannot be watched is logged once, and once more when that comes back.
class RegistrationsTest {
  private static final Path TOP = Path.of("/srv");

  @RegisterExtension final RecordingLog log = new RecordingLog();
  private final Set<Path> unreadable = new HashSet<>();

  private final DirectoryEvents source =
      new DirectoryEvents() {
        @Override
        public void watch(Path directory, Detail detail) throws IOException {
          if (unreadable.contains(directory)) {
            throw new AccessDeniedException(directory.toString());
          }
        }

        @Override
        public void renew(Path top, Runnable registering) {
          registering.run();
        }

        @Override
        public Optional<Integer> watches() {
          return Optional.empty();
        }

        @Override
        public void run(Listener listener) {}

        @Override
        public void finish() {}

        @Override
        public void close() {}
      };

  private final Registrations registrations = new Registrations(source, new Registered(), log);

  private static Path directory(int number) {
    return TOP.resolve("d" + number);
  }

  private int logged() {
    return log.lines(Event.WATCH_FAILED).size();
  }

  @Test
  void aDirectoryThatFailsAgainIsLoggedAgain() {
    log.expect(Event.WATCH_FAILED);
    for (int times = 1; times <= 3; times++) {
      unreadable.add(TOP);
      registrations.watch(TOP, Detail.CONTENTS);
      registrations.watch(TOP, Detail.CONTENTS);
      assertThat(logged()).isEqualTo(times);
      unreadable.clear();
      registrations.watch(TOP, Detail.CONTENTS);
    }
  }

  /// Only so many are logged: directories that are gone must not be counted for ever.
  @Test
  void directoriesThatAreGoneDoNotCountAmongThoseThatWereLogged() {
    log.expect(Event.WATCH_FAILED);
    for (int i = 0; i < 30; i++) {
      unreadable.add(directory(i));
      registrations.watch(directory(i), Detail.CONTENTS);
    }
    assertThat(logged()).isEqualTo(20);
    registrations.renew(TOP, () -> registrations.watch(directory(0), Detail.CONTENTS));
    assertThat(logged()).as("it fails as before").isEqualTo(20);
    registrations.renew(
        TOP,
        () -> {
          registrations.watch(directory(0), Detail.CONTENTS);
          unreadable.add(directory(99));
          registrations.watch(directory(99), Detail.CONTENTS);
        });
    assertThat(logged()).as("the others are gone").isEqualTo(21);
  }
}
