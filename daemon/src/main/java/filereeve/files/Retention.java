package filereeve.files;

import filereeve.units.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which archives of a log go. Counted from the newest, an archive goes when it, or any newer one,
/// is past a limit.
public final class Retention {
  /// The limit that an archive is past.
  public enum Reason {
    FILES,
    AGE,
    TOTAL,
    FREE;

    /// As the configuration spells it: `keep.files`.
    public String key() {
      return "keep." + name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// An archive that goes, in all its forms.
  public record Removal(Archive archive, Reason reason) {}

  private Retention() {}

  /// `keep.total` never takes the newest archive: it is the one that was rotated just now, perhaps
  /// not yet compressed.
  ///
  /// @return oldest first, so that a run that is cut off leaves the newest
  public static List<Removal> removals(List<Archive> newestFirst, Keep keep, Instant now) {
    var removals = new ArrayList<Removal>();
    Optional<Reason> past = Optional.empty();
    long total = 0;
    for (int i = 0; i < newestFirst.size(); i++) {
      Archive archive = newestFirst.get(i);
      total += archive.bytes();
      if (past.isEmpty()) {
        past = limit(i, archive, total, keep, now);
      }
      past.ifPresent(reason -> removals.addFirst(new Removal(archive, reason)));
    }
    return removals;
  }

  private static Optional<Reason> limit(
      int newer, Archive archive, long total, Keep keep, Instant now) {
    if (keep.files().isPresent() && newer >= keep.files().getAsInt()) {
      return Optional.of(Reason.FILES);
    }
    Duration age = Duration.between(archive.time(), now);
    if (keep.age().filter(limit -> age.compareTo(limit) > 0).isPresent()) {
      return Optional.of(Reason.AGE);
    }
    if (newer > 0 && keep.total().map(Size::bytes).filter(limit -> total > limit).isPresent()) {
      return Optional.of(Reason.TOTAL);
    }
    return Optional.empty();
  }
}
