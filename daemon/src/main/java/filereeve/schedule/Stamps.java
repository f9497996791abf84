package filereeve.schedule;

import filereeve.event.RuleName;
import filereeve.files.CheckedLine;
import filereeve.files.Directory;
import filereeve.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// The files that record the last run of each rule's schedule: one a rule, such as
/// `rotate.app-logs`, with an instant and its checksum such as `2026-11-21T02:30:00Z
/// crc32=4f2a91bc`. Unlike Quartz' `RAMJobStore`, they survive a restart.
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
  /// @throws IOException if there is one that cannot be read, or is damaged
  public Optional<Instant> read(RuleName rule) throws IOException {
    Optional<byte[]> content;
    try (Directory directory = open()) {
      content = directory.read(fileName(rule), LONGEST);
    }
    return content.isPresent() ? Optional.of(instant(rule, content.get())) : Optional.empty();
  }

  /// Writes a stamp durably. After a crash there is the old one or the new.
  public void write(RuleName rule, Instant done) throws IOException {
    try (Directory directory = open()) {
      directory.writeAtomically(fileName(rule), CheckedLine.write(done.toString()), 0644);
    }
  }

  private Directory open() throws IOException {
    return Directory.openOrCreate(posix, path, 0755);
  }

  private Instant instant(RuleName rule, byte[] content) throws IOException {
    try {
      return Instant.parse(CheckedLine.read(content).orElse(""));
    } catch (DateTimeException e) {
      throw new IOException(
          path.resolve(fileName(rule)) + " is damaged: it is not what was written", e);
    }
  }

  private static Path fileName(RuleName rule) {
    return Path.of(rule.toString());
  }
}
