package filereeve.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.event.RuleName;
import filereeve.files.Directory;
import filereeve.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// The files that record the last run of each rule's schedule: one a rule, such as
/// `rotate.app-logs`, with an instant such as `2026-11-21T02:30:00Z`. Unlike Quartz' `RAMJobStore`,
/// they survive a restart.
///
/// Thread: safe for several threads as long as no two write the same rule's stamp.
public final class Stamps {
  private static final int LONGEST = 100;

  private final Posix posix;
  private final Path path;

  /// @param stateDirectory such as `/var/lib/filereeve`; the stamps are in its directory `stamps`
  public Stamps(Posix posix, Path stateDirectory) {
    this.posix = posix;
    this.path = stateDirectory.resolve("stamps");
  }

  /// @return empty if there is no stamp yet
  /// @throws IOException if there is one that cannot be read, or contains no instant
  public Optional<Instant> read(RuleName rule) throws IOException {
    Optional<byte[]> content;
    try (Directory directory = open()) {
      content = directory.read(fileName(rule), LONGEST);
    }
    return content.isPresent()
        ? Optional.of(instant(rule, new String(content.get(), UTF_8).strip()))
        : Optional.empty();
  }

  /// Writes a stamp durably. After a crash there is the old one or the new.
  public void write(RuleName rule, Instant done) throws IOException {
    try (Directory directory = open()) {
      directory.writeAtomically(fileName(rule), (done + "\n").getBytes(UTF_8), 0644);
    }
  }

  private Directory open() throws IOException {
    return Directory.openOrCreate(posix, path, 0755);
  }

  private Instant instant(RuleName rule, String text) throws IOException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IOException(
          path.resolve(fileName(rule)) + " is damaged: it contains no timestamp", e);
    }
  }

  private static Path fileName(RuleName rule) {
    return Path.of(rule.toString());
  }
}
