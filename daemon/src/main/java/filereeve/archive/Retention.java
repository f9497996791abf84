package filereeve.archive;

import filereeve.archive.ArchiveName.Mark;
import filereeve.units.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Which archives of a log go. Counted from the newest, an archive goes when it, or any newer one,
/// is past a limit. Two of one date in different directories count as one: a compression that was
/// cut off on its way to another directory leaves an archive in both.
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

  /// An archive that goes, in all its variants.
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
    int newer = 0;
    for (List<Archive> same : byName(newestFirst)) {
      total += same.stream().mapToLong(Archive::bytes).max().orElseThrow();
      if (past.isEmpty()) {
        past = limit(newer++, same.getFirst(), total, keep, now);
      }
      past.ifPresent(
          reason -> same.forEach(archive -> removals.addFirst(new Removal(archive, reason))));
    }
    return removals;
  }

  /// What may be one archive counts as one: else fewer would stay than are wanted.
  private static List<List<Archive>> byName(List<Archive> newestFirst) {
    var all = new ArrayList<List<Archive>>();
    var dated = new HashMap<Mark, List<Archive>>();
    for (Archive archive : newestFirst) {
      List<Archive> same =
          switch (archive.mark()) {
            case Mark.Dated mark -> dated.computeIfAbsent(mark, _ -> new ArrayList<>(1));
            case Mark.Numbered _ -> new ArrayList<>(1);
          };
      if (same.isEmpty()) {
        all.add(same);
      }
      same.add(archive);
    }
    return all;
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
