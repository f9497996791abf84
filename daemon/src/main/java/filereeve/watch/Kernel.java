package filereeve.watch;

import java.time.Duration;

/// What is asked of the kernel, and how often.
///
/// @param folders opens the source of events, again if need be
/// @param firstPause before a failed source is opened again; it doubles until it works
/// @param pollEvery how often what the kernel does not tell of is looked at
record Kernel(
    FolderEvents.Opening folders, Mounts.Opening mounts, Duration firstPause, Duration pollEvery) {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration POLL_EVERY = Duration.ofSeconds(30);

  static Kernel of(FolderEvents.Opening folders) {
    return new Kernel(folders, Mounts::ofThisProcess, FIRST_PAUSE, POLL_EVERY);
  }

  Kernel pausing(Duration pause) {
    return new Kernel(folders, mounts, pause, pollEvery);
  }

  Kernel polling(Duration every) {
    return new Kernel(folders, mounts, firstPause, every);
  }

  Kernel mounting(Mounts.Opening others) {
    return new Kernel(folders, others, firstPause, pollEvery);
  }
}
