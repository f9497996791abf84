package filereeve.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Selects the archives to delete when a filesystem has too little free space: the oldest of all
/// logs, and no more than needed. It holds only those, so that any number can be offered.
public final class SpaceToFree {
  /// The most archives that are deleted in one run; the next run continues.
  private static final int MOST = 10_000;

  /// @param log absolute
  public record Candidate(Path log, Archive archive) {}

  private static final Comparator<Candidate> OLDEST_FIRST =
      Comparator.comparing((Candidate candidate) -> candidate.archive().time())
          .thenComparing(Candidate::log);

  private final PriorityQueue<Candidate> chosen = new PriorityQueue<>(OLDEST_FIRST.reversed());
  private final long missing;
  private long freed;

  /// @param missing in bytes
  public SpaceToFree(long missing) {
    this.missing = missing;
  }

  public void offer(Candidate candidate) {
    chosen.add(candidate);
    freed += candidate.archive().bytesOnDisk();
    while (chosen.size() > MOST || isNeedless(chosen.peek())) {
      freed -= chosen.remove().archive().bytesOnDisk();
    }
  }

  private boolean isNeedless(@Nullable Candidate newest) {
    return newest != null && freed - newest.archive().bytesOnDisk() >= missing;
  }

  /// Whether no archive has to be deleted.
  public boolean isEnough() {
    return chosen.isEmpty();
  }

  public List<Candidate> oldestFirst() {
    var all = new ArrayList<>(chosen);
    all.sort(OLDEST_FIRST);
    return all;
  }
}
