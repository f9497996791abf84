package filereeve.telemetry;

import filereeve.posix.Posix;
import java.io.IOException;
import java.util.function.Consumer;

/// Sends entries to the journal, each as one message. What the journal does not take goes to
/// standard error, which leads to the journal too, but without fields.
///
/// Thread: used by one. It waits while the journal's queue is full.
final class JournalSocket implements LineWriter.Sink {
  private static final String PATH = "/run/systemd/journal/socket";

  private final Posix posix;
  private final Consumer<String> standardError;
  private final Consumer<IOException> trouble;
  private boolean failing;

  /// @param standardError takes a line that could not be sent
  /// @param trouble takes the first of consecutive failures
  JournalSocket(Posix posix, Consumer<String> standardError, Consumer<IOException> trouble) {
    this.posix = posix;
    this.standardError = standardError;
    this.trouble = trouble;
  }

  @Override
  public void write(byte[] entry) {
    try {
      posix.sendDatagram(PATH, entry);
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        trouble.accept(e);
      }
      standardError.accept(JournalEntry.textOf(entry));
    }
  }
}
