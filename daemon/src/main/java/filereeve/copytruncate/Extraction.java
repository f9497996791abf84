package filereeve.copytruncate;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// The content that was extracted from a log: it is in the copy, durable, and no longer in the log.
///
/// @param bytes of the copy
/// @param split whether the copy ends within a line, the rest of which is in the log
/// @param couldBeLost an estimate of the bytes that were written between the last read and the cut;
///   empty if none can have been
/// @param paused how long the writers were paused; empty if they were not
public record Extraction(
    long bytes, boolean split, OptionalLong couldBeLost, Optional<Duration> paused) {
  static Extraction lossless(long bytes, boolean split) {
    return new Extraction(bytes, split, OptionalLong.empty(), Optional.empty());
  }
}
