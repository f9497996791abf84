package filereeve.watch;

import java.util.Optional;

/// How much is watched.
///
/// @param watches of the kernel in use; empty if the source does not know
/// @param allowed to all programs of the user together; empty if the limit cannot be read
/// @param overflows of the kernel's queue, since the source of events was opened
/// @param polled roots and directories that are rescanned every 30 s, because they cannot be
///   watched or others can change them
public record WatchStats(
    Optional<Integer> watches, Optional<Long> allowed, long overflows, int polled) {
  static final WatchStats NONE = new WatchStats(Optional.empty(), Optional.empty(), 0, 0);
}
