package filereeve.archive;

import filereeve.archive.ArchiveName.Mark;
import filereeve.units.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Selects the archives of a log that are deleted. Counted from the newest, an archive is deleted
/// if it or any newer one is past the limit of the number or of the total, or if it is too old
/// itself. The newest is only deleted where none is to be kept (`keep.files: 0`), and an archive of
/// unknown age never for its age: a clock that was wrong for a while deletes nothing. Two of one
/// date in different directories count as one: an interrupted compression into another directory
/// leaves an archive in both.
public final class Retention {
  /// The limit that an archive exceeds.
  public enum Reason {
    FILES,
    AGE,
    TOTAL,
    FREE;

    /// The key in the configuration: `keep.files`.
    public String key() {
      return "keep." + name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// An archive to delete, in all its variants.
  public record Removal(Archive archive, Reason reason) {}

  private Retention() {}

  /// The archives to delete.
  ///
  /// @return oldest first, so that an interrupted run keeps the newest
  public static List<Removal> removals(List<Archive> newestFirst, Keep keep, Instant now) {
    var removals = new ArrayList<Removal>();
    Optional<Reason> past = Optional.empty();
    long total = 0;
    int newer = 0;
    for (List<Archive> same : byName(newestFirst)) {
      total += same.stream().mapToLong(Archive::bytes).max().orElseThrow();
      if (past.isEmpty()) {
        past = limit(newer, total, keep);
      }
      Archive archive = same.getFirst();
      Optional<Reason> why =
          past.isEmpty() && newer > 0 && isTooOld(archive, keep, now)
              ? Optional.of(Reason.AGE)
              : past;
      newer++;
      why.ifPresent(reason -> same.forEach(each -> removals.addFirst(new Removal(each, reason))));
    }
    return removals;
  }

  /// Groups what may be one archive: otherwise fewer would be kept than the rule allows.
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

  private static boolean isTooOld(Archive archive, Keep keep, Instant now) {
    return archive
        .youngest()
        .filter(time -> keep.age().filter(limit -> time.plus(limit).isBefore(now)).isPresent())
        .isPresent();
  }

  /// @param total of the newer ones and this one; the newest may not be compressed yet
  private static Optional<Reason> limit(int newer, long total, Keep keep) {
    if (keep.files().isPresent() && newer >= keep.files().getAsInt()) {
      return Optional.of(Reason.FILES);
    }
    if (newer > 0 && keep.total().map(Size::bytes).filter(limit -> total > limit).isPresent()) {
      return Optional.of(Reason.TOTAL);
    }
    return Optional.empty();
  }
}
