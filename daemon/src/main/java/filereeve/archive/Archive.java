package filereeve.archive;

import filereeve.archive.ArchiveName.Mark;
import filereeve.posix.Stat;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One archive of a log. While its compression is being finished it is there in two variants, plain
/// and compressed, and still is one archive.
///
/// @param directory absolute
/// @param time when it was rotated, as far as name and attributes tell
/// @param variants not empty
public record Archive(Path directory, Mark mark, Instant time, List<Variant> variants) {

  /// One file of an archive.
  public record Variant(Path name, Optional<String> codec, Stat stat) {}

  /// A file whose name is an archive's.
  public record Found(Path directory, ArchiveName name, Stat stat) {}

  public Archive {
    variants = List.copyOf(variants);
  }

  /// The variant that is not compressed.
  public Optional<Variant> plain() {
    return variants.stream().filter(variant -> variant.codec().isEmpty()).findFirst();
  }

  /// The absolute path of one of its variants.
  public Path path(Variant variant) {
    return directory.resolve(variant.name());
  }

  /// The same archive, but for other variants.
  public Archive only(Variant variant) {
    return new Archive(directory, mark, time, List.of(variant));
  }

  /// Bytes of its largest variant.
  public long bytes() {
    return variants.stream().mapToLong(variant -> variant.stat().size()).max().orElse(0);
  }

  /// Bytes that its going gives back to the filesystem.
  public long bytesOnDisk() {
    return variants.stream().mapToLong(variant -> variant.stat().allocated()).sum();
  }

  /// When its file was made, if that is later than its time: a copy is younger than its content.
  public Instant made() {
    return variants.stream()
        .map(variant -> variant.stat().born())
        .filter(time::isBefore)
        .findFirst()
        .orElse(time);
  }

  /// Whether this is the same archive at another moment, perhaps with another number.
  public boolean isSame(Archive other) {
    return directory.equals(other.directory)
        && variants.stream()
            .anyMatch(a -> other.variants.stream().anyMatch(b -> a.stat().sameInode(b.stat())));
  }

  /// Whether this may be the same archive in another directory. A number says nothing across
  /// directories, a date does.
  public boolean hasDateOf(Archive other) {
    return mark instanceof Mark.Dated && mark.equals(other.mark);
  }

  /// Whether its name is one that only this program makes.
  public boolean isSurelyOurs() {
    return mark instanceof Mark.Dated dated && dated.pattern().equals(ArchiveNames.DATED);
  }

  /// The archives of one log in order, newest first.
  ///
  /// A name's time goes before the file's, which a later `touch` may have changed: the file's only
  /// decides within the day or second that the name tells. Among numbered archives of a directory,
  /// and among those of one date, the number decides.
  public static List<Archive> newestFirst(Collection<Found> files) {
    if (files.isEmpty()) {
      return List.of();
    }
    record Key(Path directory, Path plain) {}
    var variants = new LinkedHashMap<Key, List<Found>>();
    for (Found file : files) {
      var key = new Key(file.directory(), file.name().plain());
      variants.computeIfAbsent(key, _ -> new ArrayList<>()).add(file);
    }
    Map<Series, Instant> limits = new LinkedHashMap<>();
    var archives = new ArrayList<Archive>();
    variants.values().stream()
        .map(Archive::of)
        .sorted(Comparator.comparing(Archive::mark, BY_NUMBER))
        .forEach(
            archive -> {
              Instant time = limits.merge(series(archive), archive.time(), Archive::earlier);
              archives.add(new Archive(archive.directory, archive.mark, time, archive.variants));
            });
    archives.sort(Comparator.comparing(Archive::time).reversed());
    return archives;
  }

  /// Archives whose numbers tell their order.
  private record Series(Path directory, Optional<NamePattern> pattern, String stamp) {}

  private static Series series(Archive archive) {
    return switch (archive.mark) {
      case Mark.Numbered _ -> new Series(archive.directory, Optional.empty(), "");
      case Mark.Dated dated ->
          new Series(archive.directory, Optional.of(dated.pattern()), dated.stamp());
    };
  }

  private static Archive of(List<Found> files) {
    Found any = files.getFirst();
    Mark mark = any.name().mark();
    Instant modified =
        files.stream()
            .map(file -> file.stat().modified())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    return new Archive(
        any.directory(),
        mark,
        switch (mark) {
          case Mark.Numbered _ -> modified;
          case Mark.Dated dated -> dated.period().nearest(modified);
        },
        files.stream()
            .map(file -> new Variant(file.name().file(), file.name().codec(), file.stat()))
            .toList());
  }

  /// Numbered ones first, the lowest number first; then dated ones, the latest date first and of
  /// one date the highest sequence.
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
