package filereeve.archive;

import static java.util.stream.Collectors.toCollection;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Selects the archives to delete when a filesystem has too little free space: the oldest of all
/// logs, and no more than needed. Of several users' archives, those of the user whose archives take
/// the most space go first: a user can date his files as he likes, but cannot make others' larger.
/// It holds only what may be deleted, so that any number can be offered.
public final class SpaceToFree {
  /// The most archives of one user that are deleted in one run; the next run continues.
  private static final int MOST = 10_000;

  /// @param log absolute
  public record Candidate(Path log, Archive archive) {
    private int owner() {
      return archive.variants().getFirst().stat().uid();
    }
  }

  private static final Comparator<Candidate> OLDEST_FIRST =
      Comparator.comparing((Candidate candidate) -> candidate.archive().time())
          .thenComparing(Candidate::log);

  /// One user's archives: the oldest that together free what is missing.
  private static final class Share {
    private final PriorityQueue<Candidate> chosen = new PriorityQueue<>(OLDEST_FIRST.reversed());
    private long freed;
    private long total;

    void offer(Candidate candidate, long missing) {
      chosen.add(candidate);
      freed += candidate.archive().bytesOnDisk();
      total += candidate.archive().bytesOnDisk();
      while (chosen.size() > MOST || isNeedless(chosen.peek(), missing)) {
        freed -= chosen.remove().archive().bytesOnDisk();
      }
    }

    private boolean isNeedless(@Nullable Candidate newest, long missing) {
      return newest != null && freed - newest.archive().bytesOnDisk() >= missing;
    }

    Deque<Candidate> oldestFirst() {
      return chosen.stream().sorted(OLDEST_FIRST).collect(toCollection(ArrayDeque::new));
    }
  }

  /// By the user's number.
  private final Map<Integer, Share> shares = new TreeMap<>();

  private final long missing;

  /// @param missing in bytes
  public SpaceToFree(long missing) {
    this.missing = missing;
  }

  public void offer(Candidate candidate) {
    shares.computeIfAbsent(candidate.owner(), _ -> new Share()).offer(candidate, missing);
  }

  /// Whether no archive has to be deleted.
  public boolean isEnough() {
    return shares.values().stream().allMatch(share -> share.chosen.isEmpty());
  }

  /// What is to be deleted, in this order.
  public List<Candidate> toDelete() {
    record Left(long total, Deque<Candidate> oldestFirst) {}
    var left = new PriorityQueue<>(Comparator.comparingLong(Left::total).reversed());
    shares.values().forEach(share -> left.add(new Left(share.total, share.oldestFirst())));
    var all = new ArrayList<Candidate>();
    long freed = 0;
    while (freed < missing && !left.isEmpty()) {
      Left largest = left.remove();
      if (!largest.oldestFirst.isEmpty()) {
        Candidate next = largest.oldestFirst.removeFirst();
        long bytes = next.archive().bytesOnDisk();
        all.add(next);
        freed += bytes;
        left.add(new Left(largest.total - bytes, largest.oldestFirst));
      }
    }
    return all;
  }
}
