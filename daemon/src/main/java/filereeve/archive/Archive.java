package filereeve.archive;

import filereeve.archive.ArchiveName.Mark;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// One archive of a log. After an interrupted compression it can have two variants, plain and
/// compressed, and is still one archive.
///
/// @param directory absolute
/// @param time when it was rotated, according to its name and attributes: it decides the order
/// @param youngest the latest that it can have been rotated, which decides its age: its own time,
///   or that of one that was rotated before it; empty if that is unknown
/// @param variants not empty
public record Archive(
    Path directory, Mark mark, Instant time, Optional<Instant> youngest, List<Variant> variants) {
  /// The time of an archive whose dates are all in the future: it was rotated while the clock was
  /// ahead. It counts as older than all whose time is known.
  private static final Instant UNKNOWN = Instant.MIN;

  /// A date that is not further ahead is one of now: clocks of hosts differ a little.
  private static final Duration FUTURE = Duration.ofMinutes(1);

  /// One file of an archive.
  public record Variant(Path name, Optional<String> codec, Stat stat) {}

  /// A file with the name of an archive.
  public record Found(Path directory, ArchiveName name, Stat stat) {}

  public Archive {
    variants = List.copyOf(variants);
  }

  /// The variant that is not compressed.
  public Optional<Variant> plain() {
    for (Variant variant : variants) {
      if (variant.codec().isEmpty()) {
        return Optional.of(variant);
      }
    }
    return Optional.empty();
  }

  /// The absolute path of one of its variants.
  public Path path(Variant variant) {
    return directory.resolve(variant.name());
  }

  /// The same archive with only one of its variants.
  public Archive only(Variant variant) {
    return new Archive(directory, mark, time, youngest, List.of(variant));
  }

  /// Bytes of its largest variant. Holes do not count.
  public long bytes() {
    return variants.stream()
        .map(Variant::stat)
        .mapToLong(stat -> Math.min(stat.size(), stat.allocated()))
        .max()
        .orElse(0);
  }

  /// Bytes that its removal frees on the filesystem.
  public long bytesOnDisk() {
    return variants.stream().mapToLong(variant -> variant.stat().allocated()).sum();
  }

  /// Its time, or the creation time of a file if that is later: a copy is younger than its content.
  public Instant created() {
    return variants.stream()
        .map(variant -> variant.stat().born())
        .filter(time::isBefore)
        .findFirst()
        .orElse(time);
  }

  /// Whether its order among the others is unknown: its dates are all in the future.
  public boolean isDateUnknown() {
    return time.equals(UNKNOWN);
  }

  /// Whether both have a file in common: then they are one archive, perhaps renumbered.
  public boolean isSame(Archive other) {
    return directory.equals(other.directory)
        && variants.stream()
            .anyMatch(a -> other.variants.stream().anyMatch(b -> a.stat().sameInode(b.stat())));
  }

  /// Whether this may be the same archive in another directory. A date identifies it across
  /// directories; a number does not.
  public boolean hasDateOf(Archive other) {
    return mark instanceof Mark.Dated && mark.equals(other.mark);
  }

  /// Whether a date of a file is in the future: the clock was wrong.
  public static boolean isInFuture(Instant date, Instant now) {
    return date.isAfter(now.plus(FUTURE));
  }

  /// Whether only this program creates such names.
  public boolean isSurelyOurs() {
    return ArchiveNames.isSurelyOurs(mark);
  }

  /// Sorts the archives of one log, newest first.
  ///
  /// The one that this program has rotated last is the newest, whatever its dates are. Of the
  /// others, the date in a name takes precedence over the file's modification time, which a later
  /// `touch` may have changed. The modification time only decides within the period of the date,
  /// and where the date is in the future. Among numbered archives of a directory, and among those
  /// of one date, the number decides.
  ///
  /// @param isLast whether a file is of the one that was rotated last, as far as that is known
  public static List<Archive> newestFirst(
      Collection<Found> files, Predicate<Found> isLast, Instant now) {
    if (files.size() <= 1) { // as in most directories with thousands of logs
      return files.stream().map(file -> of(List.of(file), now)).toList();
    }
    record Key(Path directory, Path plain) {}
    var variants = new LinkedHashMap<Key, List<Found>>();
    for (Found file : files) {
      var key = new Key(file.directory(), file.name().plain());
      variants.computeIfAbsent(key, _ -> new ArrayList<>()).add(file);
    }
    var newest = new ArrayList<Archive>();
    var others = new ArrayList<Archive>();
    for (List<Found> found : variants.values()) {
      (isLast.test(found.getFirst()) ? newest : others).add(of(found, now));
    }
    var sorted = inOrder(newest);
    sorted.addAll(inOrder(others));
    return withAges(sorted);
  }

  private static ArrayList<Archive> inOrder(List<Archive> archives) {
    archives.sort(Comparator.comparing(Archive::mark, BY_NUMBER));
    Map<Series, Instant> limits = new LinkedHashMap<>();
    var sorted = new ArrayList<Archive>();
    for (Archive archive : archives) {
      Instant time = limits.merge(series(archive), archive.time, Archive::earlier);
      sorted.add(archive.with(time, archive.youngest));
    }
    sorted.sort(Comparator.comparing(Archive::time).reversed());
    return sorted;
  }

  /// An archive is no older than one that was rotated before it, whatever its own date says.
  private static List<Archive> withAges(List<Archive> newestFirst) {
    var all = new ArrayList<Archive>();
    Instant before = UNKNOWN;
    for (Archive archive : newestFirst.reversed()) {
      if (archive.youngest.filter(before::isBefore).isPresent()) {
        before = archive.youngest.get();
      }
      Instant youngest = before;
      all.addFirst(archive.with(archive.time, archive.youngest.map(_ -> youngest)));
    }
    return all;
  }

  private Archive with(Instant otherTime, Optional<Instant> otherYoungest) {
    return new Archive(directory, mark, otherTime, otherYoungest, variants);
  }

  /// Identifies archives that are ordered by their numbers.
  private record Series(Path directory, Optional<NamePattern> pattern, String stamp) {}

  private static Series series(Archive archive) {
    return switch (archive.mark) {
      case Mark.Numbered _ -> new Series(archive.directory, Optional.empty(), "");
      case Mark.Dated dated ->
          new Series(archive.directory, Optional.of(dated.pattern()), dated.stamp());
    };
  }

  private static Archive of(List<Found> files, Instant now) {
    Found any = files.getFirst();
    Mark mark = any.name().mark();
    Instant modified = earliest(files, Stat::modified);
    Optional<Instant> lastChange =
        Stream.of(modified, earliest(files, Stat::changed))
            .filter(time -> !isInFuture(time, now))
            .findFirst();
    Optional<Instant> dated =
        switch (mark) {
          case Mark.Numbered _ -> lastChange;
          case Mark.Dated date when isInFuture(date.period().from(), now) -> lastChange;
          case Mark.Dated date -> Optional.of(date.period().nearest(modified));
        };
    Optional<Instant> time = dated.map(known -> earlier(known, now));
    return new Archive(
        any.directory(),
        mark,
        time.orElse(mark instanceof Mark.Numbered ? now : UNKNOWN),
        time,
        files.stream()
            .map(file -> new Variant(file.name().file(), file.name().codec(), file.stat()))
            .toList());
  }

  private static Instant earliest(List<Found> files, Function<Stat, Instant> time) {
    Instant earliest = Instant.MAX;
    for (Found file : files) {
      earliest = earlier(time.apply(file.stat()), earliest);
    }
    return earliest;
  }

  /// Numbered archives first, by ascending number; then dated ones, by descending date and
  /// sequence.
  private static final Comparator<Mark> BY_NUMBER =
      Comparator.comparing(Archive::from)
          .reversed()
          .thenComparingInt(
              mark ->
                  switch (mark) {
                    case Mark.Numbered numbered -> numbered.number();
                    case Mark.Dated dated -> -dated.sequence();
                  });

  private static Instant from(Mark mark) {
    return switch (mark) {
      case Mark.Numbered _ -> Instant.MAX;
      case Mark.Dated dated -> dated.period().from();
    };
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
