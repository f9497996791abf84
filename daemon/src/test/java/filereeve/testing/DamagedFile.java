package filereeve.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A state file that is damaged in every way in which one byte can be another, and cut short at
/// every length.
public final class DamagedFile {
  /// Reads the file.
  public interface Reading {
    /// @throws IOException if the damage is noticed
    /// @throws AssertionError if something else is read than was written
    void read() throws IOException;
  }

  private DamagedFile() {}

  /// @param message what is said of the damage
  public static void inEveryWay(Path file, Reading reading, String message) throws IOException {
    byte[] written = Files.readAllBytes(file);
    for (int at = 0; at < written.length; at++) {
      for (int flipped = 1; flipped < 256; flipped++) {
        byte[] damaged = written.clone();
        damaged[at] ^= (byte) flipped;
        read(file, damaged, reading, message);
      }
    }
    for (int length = 0; length < written.length; length++) {
      read(file, Arrays.copyOf(written, length), reading, message);
    }
  }

  private static void read(Path file, byte[] content, Reading reading, String message)
      throws IOException {
    Files.write(file, content);
    try {
      reading.read();
    } catch (IOException e) {
      assertThat(e).hasMessageContaining(message);
    }
  }
}
