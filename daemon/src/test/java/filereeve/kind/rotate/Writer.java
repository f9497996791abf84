package filereeve.kind.rotate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;

/// A program that keeps its log open, and reopens it when it is notified.
final class Writer implements AutoCloseable {
  private final Path log;
  private FileChannel file;
  private int written;

  Writer(Path log) {
    this.log = log;
    this.file = open(log);
  }

  /// Writes numbered lines on.
  synchronized Writer write(int lines) {
    try {
      for (int i = 0; i < lines; i++) {
        written++;
        file.write(ByteBuffer.wrap(line(written).concat("\n").getBytes(StandardCharsets.UTF_8)));
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void reopen() {
    close();
    file = open(log);
  }

  /// All lines so far, sorted.
  synchronized List<String> written() {
    return IntStream.rangeClosed(1, written).mapToObj(Writer::line).toList();
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(int number) {
    return "line %08d of a log that somebody may want to read".formatted(number);
  }

  private static FileChannel open(Path log) {
    try {
      return FileChannel.open(
          log, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
