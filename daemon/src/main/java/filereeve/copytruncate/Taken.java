package filereeve.copytruncate;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// What was taken out of a log: it is in the copy, durable, and no longer in the log.
///
/// @param bytes of the copy
/// @param split the copy does not end with a line's end: the rest of that line is in the log
/// @param couldBeLost bytes that may have been written between the last copy and the cut, by an
///   estimate; empty if not one can have been
/// @param paused how long the writers stood still; empty if they did not
public record Taken(
    long bytes, boolean split, OptionalLong couldBeLost, Optional<Duration> paused) {
  static Taken exactly(long bytes, boolean split) {
    return new Taken(bytes, split, OptionalLong.empty(), Optional.empty());
  }
}
