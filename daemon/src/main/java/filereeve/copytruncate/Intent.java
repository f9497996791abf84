package filereeve.copytruncate;

import static java.nio.charset.StandardCharsets.UTF_8;

import filereeve.files.Directory;
import filereeve.posix.PosixException;
import filereeve.posix.Stat;
import filereeve.process.Freezable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The record of what is about to be done to a log, made durable before it is done. After a crash,
/// the intent and the state of the disk show whether it was done.
///
/// It exists only together with a complete and durable copy. Nothing is cut before it is durable,
/// so a torn intent was never acted on.
///
/// @param size of the log when the intent was written
/// @param frozen the processes that may be frozen
record Intent(long device, long inode, long size, Way way, Freezable frozen) {
  /// The way in which the log is cut.
  sealed interface Way {
    /// Blocks are cut from the head.
    ///
    /// @param length in bytes, of the cut and of the copy
    /// @param first the address of the log's first block
    /// @param next the address of the block after the cut, which becomes the first
    record Cut(long length, long first, long next) implements Way {}

    /// The log is emptied. The copy can grow before that.
    ///
    /// @param changed the log's change time
    record Emptying(Instant changed) implements Way {}
  }

  private static final String HEAD = "filereeve copytruncate 1";
  private static final String END = "end";
  private static final int ONLY_OURS = 0600;
  private static final int LONGEST = 1 << 20;

  static Intent of(Stat log, Way way, Freezable frozen) {
    return new Intent(log.device(), log.inode(), log.size(), way, frozen);
  }

  boolean isAbout(Stat log) {
    return log.device() == device && log.inode() == inode;
  }

  /// Writes the intent durably. After a failure it is removed, now or by the next start together
  /// with the copy.
  void write(Directory directory, Path name) throws IOException {
    byte[] content = (String.join("\n", lines()) + "\n").getBytes(UTF_8);
    directory.createDurably(name, content, ONLY_OURS);
    try {
      directory.sync();
    } catch (PosixException e) {
      directory.removeAfter(name, e);
      throw e;
    }
  }

  /// @return empty if the file is torn or missing
  static Optional<Intent> read(Directory directory, Path name) throws IOException {
    Optional<byte[]> content = directory.read(name, LONGEST);
    return content.flatMap(bytes -> parse(new String(bytes, UTF_8).lines().toList()));
  }

  private List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(HEAD);
    lines.add("log %d %d %d".formatted(device, inode, size));
    lines.add(
        switch (way) {
          case Way.Cut(long length, long first, long next) ->
              "cut %d %d %d".formatted(length, first, next);
          case Way.Emptying(Instant changed) -> "empty " + changed;
        });
    lines.addAll(frozen.lines());
    lines.add(END);
    return lines;
  }

  static Optional<Intent> parse(List<String> lines) {
    if (lines.size() < 4 || !lines.getFirst().equals(HEAD) || !lines.getLast().equals(END)) {
      return Optional.empty();
    }
    String[] log = lines.get(1).split(" ", -1);
    String[] way = lines.get(2).split(" ", -1);
    try {
      return Optional.of(
          new Intent(
              Long.parseLong(log[1]),
              Long.parseLong(log[2]),
              Long.parseLong(log[3]),
              way[0].equals("cut")
                  ? new Way.Cut(
                      Long.parseLong(way[1]), Long.parseLong(way[2]), Long.parseLong(way[3]))
                  : new Way.Emptying(Instant.parse(way[1])),
              Freezable.ofLines(lines.subList(3, lines.size() - 1))));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | DateTimeException e) {
      return Optional.empty(); // damaged: treated as torn
    }
  }
}
