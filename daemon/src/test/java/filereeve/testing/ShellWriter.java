package filereeve.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;

/// A program of its own that has a file open for writing: for what only other processes can show.
/// It does not outlive the tests, even when they are killed.
public final class ShellWriter implements AutoCloseable {
  private final Process process;

  private ShellWriter(Path file, String script) throws IOException {
    process =
        new ProcessBuilder("sh", "-c", script, "writer", file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var output = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII));
    if (output.readLine() == null) {
      throw new IOException("the writer did not start");
    }
  }

  /// Has it open to append, and writes nothing.
  public static ShellWriter appending(Path file) throws IOException {
    return new ShellWriter(file, "exec 3>>\"$1\"; echo; read end");
  }

  /// Has it open at its own offset, and writes nothing.
  public static ShellWriter overwriting(Path file) throws IOException {
    return new ShellWriter(file, "exec 3<>\"$1\"; echo; read end");
  }

  /// Appends the lines `1`, `2`, … as fast as it can, and reports when it has begun.
  public static ShellWriter counting(Path file) throws IOException {
    return new ShellWriter(
        file,
        """
        exec 3>>"$1"; i=0
        while kill -0 $PPID; do i=$((i+1)); echo $i >&3; [ $i = 9 ] && echo; done
        """);
  }

  /// Has it open to append, and opens and closes it under lower numbers as fast as it can.
  public static ShellWriter reopening(Path file) throws IOException {
    return new ShellWriter(
        file,
        """
        exec 9>>"$1"; echo
        while kill -0 $PPID; do exec 3>>"$1" 4>>"$1" 5>>"$1" 6>>"$1"; exec 3>&- 4>&- 5>&- 6>&-; done
        """);
  }

  public int pid() {
    return Math.toIntExact(process.pid());
  }

  /// Ends it at once, as by `kill -9`.
  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
