package filereeve.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// One process, distinct from a later one with the same number.
///
/// @param started in clock ticks since the host's start
public record ProcessId(int pid, long started) {
  /// Of the words behind the closing parenthesis of `/proc/PID/stat`.
  private static final int STATE = 0;

  private static final int START_TIME = 19;

  /// @throws IOException if there is no such process
  static ProcessId of(int pid) throws IOException {
    return new ProcessId(pid, Long.parseLong(words("/proc/" + pid + "/stat")[START_TIME]));
  }

  /// Whether it is there, and still the same.
  boolean isAlive() {
    try {
      return of(pid).equals(this);
    } catch (IOException gone) {
      return false;
    }
  }

  /// Whether none of its threads can do anything: each is stopped or has ended.
  boolean isStopped() throws IOException {
    try (var threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads) {
        if (state(thread).filter(state -> "tTZX".indexOf(state) < 0).isPresent()) {
          return false;
        }
      }
    } catch (NoSuchFileException ended) {
      return true;
    }
    return true;
  }

  /// @return empty if the thread has ended
  private static Optional<Character> state(Path thread) {
    try {
      return Optional.of(words(thread + "/stat")[STATE].charAt(0));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /// The fields after the name, which is in parentheses and may contain blanks and parentheses.
  private static String[] words(String file) throws IOException {
    String text = Files.readString(Path.of(file));
    return text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
  }
}
