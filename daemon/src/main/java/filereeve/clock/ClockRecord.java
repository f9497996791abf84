package filereeve.clock;

import filereeve.files.CheckedLine;
import filereeve.files.Directory;
import filereeve.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The last reading of the clock, in `<state_dir>/clock`: whether the clock was set while the
/// daemon did not run is seen by it. One line: the time, the uptime, the boot's id, and the
/// checksum.
///
/// ```
/// 2026-11-21T02:30:00Z PT3H7.5S 3f0c0e7a-3c1c-4b42-9c0e-5d8a6f0b7a11 crc32=4f2a91bc
/// ```
record ClockRecord(Posix posix, Path stateDirectory) {
  private static final Path NAME = Path.of("clock");
  private static final int LONGEST = 200;

  /// A year of four digits, and at most a hundred years.
  private static final Pattern LINE =
      Pattern.compile(
          "(\\d{4}-\\S{1,30}Z) (PT(?:\\d{1,6}H)?(?:\\d{1,2}M)?(?:[\\d.]{1,12}S)?) ([^\\s=]+)");

  /// @return empty if there is none yet
  /// @throws IOException if there is one that cannot be read, or is damaged
  Optional<ClockReading> read() throws IOException {
    Optional<byte[]> content;
    try (Directory directory = open()) {
      content = directory.read(NAME, LONGEST);
    }
    return content.isPresent() ? Optional.of(parse(content.get())) : Optional.empty();
  }

  /// Writes it durably. After a crash there is the old one or the new.
  void write(ClockReading reading) throws IOException {
    String line = "%s %s %s".formatted(reading.time(), reading.uptime(), reading.boot());
    try (Directory directory = open()) {
      directory.writeAtomically(NAME, CheckedLine.write(line), 0644);
    }
  }

  private Directory open() throws IOException {
    return Directory.openOrCreate(posix, stateDirectory, 0750);
  }

  private ClockReading parse(byte[] content) throws IOException {
    Matcher line = LINE.matcher(CheckedLine.read(content).orElse(""));
    if (!line.matches()) {
      throw new IOException(stateDirectory.resolve(NAME) + " is damaged");
    }
    try {
      return new ClockReading(
          Instant.parse(line.group(1)), Duration.parse(line.group(2)), line.group(3));
    } catch (DateTimeException e) {
      throw new IOException(stateDirectory.resolve(NAME) + " is damaged", e);
    }
  }
}
